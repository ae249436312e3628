// The first back end of Expression: over a record in memory.
#include <algorithm>

#include "model/comparison.h"
#include "model/document_totals.h"
#include "model/expression_tree.h"

namespace holdfast {
namespace {

using Kind = ExpressionKind;
using Operation = ExpressionOperation;

/// Nothing: unknown.
using Truth = std::optional<bool>;

Truth truth_of(const Value& value) {
    if (is_null(value)) return std::nullopt;
    return integer_or(value, 0) != 0;
}

Value value_of(Truth truth) {
    return truth ? Value(std::int64_t{*truth}) : Value();
}

bool is_of_kind(const Value& value, Kind kind) {
    if (kind == Kind::Text) return std::holds_alternative<std::string>(value);
    if (kind == Kind::Link) return std::holds_alternative<RecordId>(value);
    return std::holds_alternative<std::int64_t>(value);
}

/// The smallest or largest of values that are not null.
class Extreme {
public:
    explicit Extreme(Operation operation) : operation_(operation) {}
    void add(Value value) {
        const bool replaces =
            is_null(best_) || (operation_ == Operation::Minimum ? value < best_ : value > best_);
        if (replaces) best_ = std::move(value);
    }
    Value take() { return std::move(best_); }

private:
    Operation operation_;
    Value best_;
};

class Evaluator {
public:
    Evaluator(const ExpressionTree& tree, ExpressionSource& source, std::int64_t today)
        : tree_(tree), source_(source), today_(today) {}

    Result<Value> value(ExpressionIndex index, const Record& record) {
        const ExpressionNode& node = tree_.nodes[index];
        switch (node.operation) {
            case Operation::Literal:
                return node.literal;
            case Operation::Today:
                return Value(today_);
            case Operation::Field:
                return field(node, record);
            case Operation::Through:
                return through(node, record);
            case Operation::And:
            case Operation::Or:
                return connected(node, record);
            case Operation::Not:
                return negated(node, record);
            case Operation::In:
                return found(node, record);
            case Operation::IsNull:
                return is_missing(node, record);
            case Operation::Coalesce:
                return first_known(node, record);
            case Operation::If:
                return chosen(node, record);
            case Operation::DocumentTotals:
                return totals(node, record);
            default:
                break;
        }
        if (node.child) return aggregate(node, record);
        if (const Comparison* comparison = find_comparison(node.operation))
            return compared(*comparison, node, record);
        return applied(node, record);
    }

private:
    Result<Value> operand(const ExpressionNode& node, std::size_t position, const Record& record) {
        return value(node.operands[position], record);
    }

    /// The record at the end of the path's first `hops` links; null when there is none.
    Result<const Record*> follow(const ExpressionNode& node, std::size_t hops,
                                 const Record& record) {
        const Record* at = &record;
        for (std::size_t hop = 0; at && hop < hops; ++hop) {
            const ExpressionStep& step = node.path[hop];
            if (step.position >= at->values.size()) return nullptr;
            const auto* id = std::get_if<RecordId>(&at->values[step.position]);
            if (!id) return nullptr;
            at = TRY(source_.find_linked(step.field().target, *id));
        }
        return at;
    }

    Result<Value> through(const ExpressionNode& node, const Record& record) {
        const Record* at = TRY(follow(node, node.path.size(), record));
        return at ? operand(node, 0, *at) : Value();
    }

    Result<Value> field(const ExpressionNode& node, const Record& record) {
        const Record* at = TRY(follow(node, node.path.size() - 1, record));
        if (!at) return Value();
        const std::size_t position = node.path.back().position;
        if (position >= at->values.size()) return Value();
        const Value& value = at->values[position];
        return is_of_kind(value, node.type.kind) ? value : Value();
    }

    Result<Value> connected(const ExpressionNode& node, const Record& record) {
        // The answer that decides alone: false for "and", true for "or".
        const bool decisive = node.operation == Operation::Or;
        const Truth left = truth_of(TRY(operand(node, 0, record)));
        if (left == decisive) return value_of(decisive);
        const Truth right = truth_of(TRY(operand(node, 1, record)));
        if (right == decisive) return value_of(decisive);
        return left && right ? value_of(!decisive) : Value();
    }

    Result<Value> negated(const ExpressionNode& node, const Record& record) {
        const Truth truth = truth_of(TRY(operand(node, 0, record)));
        return truth ? value_of(!*truth) : Value();
    }

    Result<Value> compared(const Comparison& comparison, const ExpressionNode& node,
                           const Record& record) {
        const Value left = TRY(operand(node, 0, record));
        if (is_null(left)) return Value();
        const Value right = TRY(operand(node, 1, record));
        if (is_null(right)) return Value();
        return value_of(holds(comparison, left, right));
    }

    Result<Value> found(const ExpressionNode& node, const Record& record) {
        const Value wanted = TRY(operand(node, 0, record));
        if (is_null(wanted)) return Value();
        Truth answer = false;
        for (std::size_t item = 1; item < node.operands.size(); ++item) {
            const Value candidate = TRY(operand(node, item, record));
            if (candidate == wanted) return value_of(true);
            if (is_null(candidate)) answer = std::nullopt;
        }
        return value_of(answer);
    }

    Result<Value> is_missing(const ExpressionNode& node, const Record& record) {
        return value_of(is_null(TRY(operand(node, 0, record))));
    }

    Result<Value> first_known(const ExpressionNode& node, const Record& record) {
        Value left = TRY(operand(node, 0, record));
        if (!is_null(left)) return left;
        return operand(node, 1, record);
    }

    Result<Value> chosen(const ExpressionNode& node, const Record& record) {
        const Truth truth = truth_of(TRY(operand(node, 0, record)));
        return operand(node, truth == true ? 1 : 2, record);
    }

    Result<Value> applied(const ExpressionNode& node, const Record& record) {
        std::vector<Value> arguments;
        arguments.reserve(node.operands.size() + node.settings.size());
        for (const ExpressionIndex index : node.operands) {
            arguments.push_back(TRY(value(index, record)));
            if (is_null(arguments.back())) return Value();
        }
        arguments.insert(arguments.end(), node.settings.begin(), node.settings.end());
        return apply_operation(node.operation, arguments);
    }

    Result<std::vector<const Record*>> find_children(const ExpressionNode& node,
                                                     const RecordId& parent) {
        auto children = TRY(source_.find_linking(node.child->id, node.link->id, parent));
        records_ += children.size();
        // Computed fields can sum over what sums itself: children times children.
        if (records_ > kExpressionRecordsMax)
            return fail(ErrorCode::LimitExceeded, "expression.records");
        return children;
    }

    Result<Value> aggregate(const ExpressionNode& node, const Record& record) {
        const std::vector<const Record*> children = TRY(find_children(node, record.id));
        ExpressionTotal total;
        Extreme extreme(node.operation);
        for (const Record* child : children) {
            Value item = TRY(item_of(node, *child));
            if (is_null(item)) continue;
            total.add(integer_or(item, 0));
            extreme.add(std::move(item));
        }
        if (node.operation == Operation::Count) return Value(total.count);
        if (node.operation == Operation::Sum) return total.sum();
        if (node.operation == Operation::Average) return total.average(node.settings[0]);
        return extreme.take();
    }

    static Value held(const ExpressionStep& step, const Record& record) {
        if (!step.entity || step.position >= record.values.size()) return {};
        return record.values[step.position];
    }

    Result<Value> totals(const ExpressionNode& node, const Record& record) {
        const Record* document = TRY(follow(node, node.path.size(), record));
        if (!document) return Value();
        const std::vector<ExpressionStep>& columns = node.columns;
        const DocumentTerms terms{held(columns[0], *document), held(columns[1], *document),
                                  held(columns[2], *document), held(columns[3], *document)};
        std::vector<DocumentLine> lines;
        for (const Record* line : TRY(find_children(node, document->id)))
            lines.push_back({line->id, held(columns[4], *line), held(columns[5], *line),
                             held(columns[6], *line), held(columns[7], *line)});
        const DerivedField field{static_cast<Derive>(node.settings[0]),
                                 static_cast<std::int32_t>(node.settings[1]),
                                 static_cast<std::int32_t>(node.settings[2])};
        return derive_value(field, terms, std::move(lines), record.id);
    }

    /// Null: the child does not count.
    Result<Value> item_of(const ExpressionNode& node, const Record& child) {
        if (node.condition != kNoExpression) {
            const Truth counts = truth_of(TRY(value(node.condition, child)));
            if (counts != true) return Value();
        }
        if (node.item == kNoExpression) return Value(std::int64_t{1});
        return value(node.item, child);
    }

    const ExpressionTree& tree_;
    ExpressionSource& source_;
    std::int64_t today_;
    std::size_t records_ = 0;  // That aggregates went over.
};

}  // namespace

Result<Value> Expression::evaluate(const Record& record, ExpressionSource& source,
                                   std::int64_t today) const {
    return Evaluator(*tree_, source, today).value(tree_->root, record);
}

}  // namespace holdfast
