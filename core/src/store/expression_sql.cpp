// The second back end of Expression: as SQL over the entities' tables.
#include "model/comparison.h"
#include "model/expression_tree.h"
#include "store/entity_table.h"

namespace holdfast {
namespace {

using Operation = ExpressionOperation;

std::string_view symbol_of(Operation operation) {
    if (operation == Operation::And) return " AND ";
    if (operation == Operation::Or) return " OR ";
    const Comparison* comparison = find_comparison(operation);
    HOLDFAST_ASSERT(comparison != nullptr);
    return comparison->sql;
}

/// Writes each node once, so that the text grows no faster than the tree.
class SqlWriter {
public:
    SqlWriter(const ExpressionTree& tree, const ExpressionSqlOptions& options)
        : tree_(tree), options_(options) {}

    /// `row` is the SQL name of the row that the node's fields belong to.
    std::string write(ExpressionIndex index, const std::string& row) {
        const ExpressionNode& node = tree_.nodes[index];
        switch (node.operation) {
            case Operation::Literal:
                return parameter(node.literal);
            case Operation::Today:
                return parameter(options_.today);
            case Operation::Field:
                return field(node, row);
            case Operation::Through:
                return through(node, row);
            case Operation::Not:
                return "(NOT " + write(node.operands[0], row) + ")";
            case Operation::IsNull:
                return "(" + write(node.operands[0], row) + " IS NULL)";
            case Operation::In:
                return found(node, row);
            case Operation::Coalesce:
                return "coalesce(" + list(node.operands, 0, row) + ")";
            case Operation::If:
                return chosen(node, row);
            case Operation::DocumentTotals:
                return totals(node, row);
            default:
                break;
        }
        if (node.child) return aggregate(node, row);
        if (const StrictOperation* strict = find_strict_operation(node.operation))
            return applied(*strict, node, row);
        const std::string left = write(node.operands[0], row);
        return "(" + left + std::string(symbol_of(node.operation)) + write(node.operands[1], row) +
               ")";
    }

    std::vector<Value> take_parameters() { return std::move(parameters_); }

private:
    std::string parameter(Value value) {
        parameters_.push_back(std::move(value));
        const auto count = static_cast<std::int64_t>(parameters_.size());
        return "?" + std::to_string(options_.first_parameter + count - 1);
    }

    /// Names that no table has: entities begin with a letter.
    std::string new_row() { return "_row" + std::to_string(++rows_); }

    static std::string column(const std::string& row, const ExpressionStep& step) {
        return row + "." + quoted(step.field().key);
    }

    /// Where the path's first `hops` links lead from `row`.
    struct Joined {
        std::string row;
        std::string from_where;
    };
    Joined join(const ExpressionNode& node, std::size_t hops, const std::string& row) {
        Joined joined{row, " FROM "};
        std::string first_condition;
        for (std::size_t hop = 0; hop < hops; ++hop) {
            const std::string next = new_row();
            const std::string table = quoted(node.path[hop].target->key) + " AS " + next;
            const std::string condition = next + ".id = " + column(joined.row, node.path[hop]);
            if (hop == 0)
                first_condition = condition;
            else
                joined.from_where += " JOIN ";
            joined.from_where += table + (hop == 0 ? "" : " ON " + condition);
            joined.row = next;
        }
        joined.from_where += " WHERE " + first_condition;
        return joined;
    }

    std::string field(const ExpressionNode& node, const std::string& row) {
        if (node.path.size() == 1) return column(row, node.path[0]);
        const Joined joined = join(node, node.path.size() - 1, row);
        return "(SELECT " + column(joined.row, node.path.back()) + joined.from_where + ")";
    }

    std::string through(const ExpressionNode& node, const std::string& row) {
        const Joined joined = join(node, node.path.size(), row);
        return "(SELECT " + write(node.operands[0], joined.row) + joined.from_where + ")";
    }

    std::string list(const std::vector<ExpressionIndex>& nodes, std::size_t first,
                     const std::string& row) {
        std::string text;
        for (std::size_t position = first; position < nodes.size(); ++position) {
            if (position > first) text += ", ";
            text += write(nodes[position], row);
        }
        return text;
    }

    std::string found(const ExpressionNode& node, const std::string& row) {
        const std::string wanted = write(node.operands[0], row);
        return "(" + wanted + " IN (" + list(node.operands, 1, row) + "))";
    }

    std::string chosen(const ExpressionNode& node, const std::string& row) {
        std::string text = "(CASE WHEN " + write(node.operands[0], row);
        text += " THEN " + write(node.operands[1], row);
        return text + " ELSE " + write(node.operands[2], row) + " END)";
    }

    std::string applied(const StrictOperation& strict, const ExpressionNode& node,
                        const std::string& row) {
        std::string text = strict.sql_name + ("(" + list(node.operands, 0, row));
        for (const std::int64_t setting : node.settings) text += ", " + std::to_string(setting);
        return text + ")";
    }

    std::string aggregate(const ExpressionNode& node, const std::string& row) {
        const std::string child = new_row();
        std::string text = "(SELECT " + aggregated(node, child) + " FROM " +
                           quoted(node.child->key) + " AS " + child + " WHERE " + child +
                           "._deleted = 0 AND " + child + "." + quoted(node.link->key) + " = " +
                           row + ".id";
        if (node.condition != kNoExpression) text += " AND " + write(node.condition, child);
        return text + ")";
    }

    static std::string column_or_null(const std::string& row, const ExpressionStep& step) {
        return step.entity ? column(row, step) : "NULL";
    }

    std::string totals(const ExpressionNode& node, const std::string& row) {
        const std::string line = new_row();
        const bool of_line = !node.path.empty();
        const std::string document = of_line ? new_row() : row;
        std::string text = "(SELECT holdfast_totals(";
        for (const std::int64_t setting : node.settings) text += std::to_string(setting) + ", ";
        for (std::size_t term = 0; term < 4; ++term)
            text += column_or_null(document, node.columns[term]) + ", ";
        text += (of_line ? row + ".id" : "NULL") + ", " + line + ".id";
        for (std::size_t term = 4; term < 8; ++term)
            text += ", " + column_or_null(line, node.columns[term]);
        text += ") FROM ";
        if (of_line) text += quoted(node.path[0].target->key) + " AS " + document + " JOIN ";
        text += quoted(node.child->key) + " AS " + line;
        const std::string own = line + "." + quoted(node.link->key) + " = " + document + ".id";
        if (of_line)
            text += " ON " + own + " WHERE " + document + ".id = " + column(row, node.path[0]);
        else
            text += " WHERE " + own;
        return text + " AND " + line + "._deleted = 0)";
    }

    std::string aggregated(const ExpressionNode& node, const std::string& child) {
        const std::string item = node.item == kNoExpression ? "*" : write(node.item, child);
        switch (node.operation) {
            case Operation::Count:
                return "count(" + item + ")";
            case Operation::Sum:
                return "holdfast_sum(" + item + ")";
            case Operation::Minimum:
                return "min(" + item + ")";
            case Operation::Maximum:
                return "max(" + item + ")";
            default:
                return "holdfast_average(" + item + ", " + std::to_string(node.settings[0]) + ")";
        }
    }

    const ExpressionTree& tree_;
    const ExpressionSqlOptions& options_;
    std::vector<Value> parameters_;
    int rows_ = 0;
};

}  // namespace

ExpressionSql Expression::to_sql(const ExpressionSqlOptions& options) const {
    SqlWriter writer(*tree_, options);
    ExpressionSql sql;
    sql.text =
        writer.write(tree_->root, options.row.empty() ? quoted(tree_->entity->key) : options.row);
    sql.parameters = writer.take_parameters();
    return sql;
}

}  // namespace holdfast
