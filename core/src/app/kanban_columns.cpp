#include "kanban_columns.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/query.h"
#include "core/summary.h"
#include "currency.h"
#include "shown_fields.h"

namespace holdfast {
namespace {

constexpr std::int64_t kTargetsRead = 200;

/// What is added up in one column, by currency.
struct Amount {
    std::string currency;
    std::int64_t sum = 0;
};
struct Group {
    Value value;
    std::int64_t count = 0;
    std::vector<Amount> amounts;
};

class BoardReader {
public:
    explicit BoardReader(const BoardQuestion& question)
        : store_(*question.store),
          query_(*question.query),
          entity_(*store_.registry().find(query_.entity)),
          column_(*question.column),
          strings_(*question.strings),
          titles_(*question.titles) {}

    Result<BoardColumns> read() {
        TRY(read_groups());
        std::vector<Value> values = TRY(values_in_order());
        add_unlisted(values);
        BoardColumns board;
        for (const Value& value : values) {
            if (board.columns.size() == kKanbanColumnsMax) {
                ++board.left_out;
                continue;
            }
            board.columns.push_back(TRY(column_of(value)));
        }
        return board;
    }

private:
    Group& group_of(const Value& value) {
        const auto [known, added] = group_index_.try_emplace(value, groups_.size());
        if (added) groups_.push_back({value, 0, {}});
        return groups_[known->second];
    }

    [[nodiscard]] bool shows(const EntityDef& entity, FieldId field) const {
        return shows_field(store_, entity, field);
    }

    /// Null when the module adds nothing up, or not for this person. Who does not see in which
    /// currency an amount is cannot be told a sum.
    [[nodiscard]] const FieldDef* sum_field() const {
        const FieldDef* sum = entity_.find_any(entity_.kanban.sum);
        if (sum == nullptr || !shows(entity_, sum->id)) return nullptr;
        const FieldDef* currency = entity_.find_field(sum->currency_field);
        return currency == nullptr || shows(entity_, currency->id) ? sum : nullptr;
    }

    /// A stored currency stands beside a stored amount; other sums have none.
    [[nodiscard]] FieldId currency_field() const {
        const FieldDef* sum = sum_field();
        return sum != nullptr && entity_.find_field(sum->currency_field) != nullptr
                   ? sum->currency_field
                   : FieldId::None;
    }

    Status read_groups() {
        const FieldDef* sum = sum_field();
        const bool stored = sum != nullptr && entity_.find_field(sum->id) != nullptr;
        std::vector<FieldId> keys{column_.id};
        if (stored && currency_field() != FieldId::None) keys.push_back(currency_field());
        std::int64_t total = 0;
        for (const ReportRow& row :
             TRY(report(store_, query_, keys, stored ? sum->id : FieldId::None))) {
            Group& group = group_of(row.keys[0]);
            group.count += row.count;
            total += row.count;
            if (!stored || row.sum == 0) continue;
            const std::string currency(row.keys.size() > 1 ? text_or_empty(row.keys[1])
                                                           : std::string_view());
            group.amounts.push_back({currency, row.sum});
        }
        if (sum == nullptr || stored || total > kComputedSumsMax) return {};
        return read_computed_sums(*sum);
    }

    Status read_computed_sums(const FieldDef& sum) {
        std::vector<GroupKey> keys{{column_.key, DateBucket::None}};
        const FieldDef* currency = entity_.find_field(currency_field());
        if (currency != nullptr) keys.push_back({currency->key, DateBucket::None});
        const Summary summary =
            TRY(summarize(store_, query_, keys, {{AggregateKind::Sum, sum.key}}));
        for (const Summary::Row& row : summary.rows) {
            const std::int64_t amount = integer_or(row.values[0], 0);
            if (amount == 0) continue;
            const std::string code(row.keys.size() > 1 ? text_or_empty(row.keys[1])
                                                       : std::string_view());
            group_of(row.keys[0]).amounts.push_back({code, amount});
        }
        return {};
    }

    Result<std::vector<Value>> values_in_order() {
        std::vector<Value> values;
        switch (column_.type) {
            case FieldType::State:
                for (const StateDef& state : entity_.states) values.emplace_back(state.key);
                break;
            case FieldType::Choice:
                for (const std::string& choice : column_.choices) values.emplace_back(choice);
                break;
            case FieldType::Boolean:
                values = {Value(std::int64_t{0}), Value(std::int64_t{1})};
                break;
            default:
                if (column_.target != EntityId::None) return linked_in_order();
        }
        return values;
    }

    /// Where a part has a place among its siblings, that is its place on the board.
    Result<std::vector<Value>> linked_in_order() {
        const EntityDef& target = *store_.registry().find(column_.target);
        Query query;
        query.entity = target.id;
        query.policy = query_.policy;
        if (shows(target, target.list_order)) query.sort_field = target.list_order;
        if (const FieldDef* parent = target.find_field(target.parent_field))
            query.sort.push_back({parent->key, SortDirection::Ascending});
        for (const FieldDef& field : target.fields)
            if (field.merge == MergeKind::Position && shows(target, field.id))
                query.sort.push_back({field.key, SortDirection::Ascending});
        std::vector<Value> values;
        if (TRY(count_rows(store_, query)) > kTargetsRead) return values;
        const auto rows = TRY(find_rows(store_, query, kTargetsRead));
        for (const Record& record : TRY(read_rows(store_, target.id, rows, query.policy)))
            values.emplace_back(record.id);
        return values;
    }

    /// Other short texts of an open list, links to what is gone, and nothing at all.
    void add_unlisted(std::vector<Value>& values) {
        const std::set<Value> known(values.begin(), values.end());
        std::vector<const Group*> others;
        bool empty = false;
        for (const Group& group : groups_) {
            if (is_null(group.value)) empty = true;
            if (!known.contains(group.value) && !is_null(group.value)) others.push_back(&group);
        }
        std::stable_sort(others.begin(), others.end(), [](const Group* left, const Group* right) {
            return left->count > right->count;
        });
        for (const Group* group : others) values.push_back(group->value);
        const bool may_be_empty =
            column_.need == Need::Optional && column_.type != FieldType::State;
        if (!empty && !may_be_empty) return;
        // People look for what nobody has taken yet first.
        values.insert(column_.target == EntityId::None ? values.end() : values.begin(), Value());
    }

    Result<KanbanColumn> column_of(const Value& value) {
        KanbanColumn column;
        column.value = value;
        column.tone = tone_of(entity_, column_, value);
        if (is_null(value)) {
            column.label = strings_.get("board.nothing_set");
        } else {
            const ShownField shown{&entity_, &column_, &value, nullptr};
            column.label = TRY(show_value(strings_, titles_, shown, 0));
        }
        if (column.label.empty()) column.label = strings_.get("board.unknown");
        const auto group = group_index_.find(value);
        if (group == group_index_.end()) return column;
        column.count = groups_[group->second].count;
        column.sum = sum_text(groups_[group->second]);
        return column;
    }

    [[nodiscard]] std::string sum_text(const Group& group) const {
        constexpr std::size_t kCurrenciesShown = 2;
        const FieldDef* sum = sum_field();
        std::string text;
        for (std::size_t index = 0; index < group.amounts.size(); ++index) {
            if (index == kCurrenciesShown) return text + " +";
            const Amount& amount = group.amounts[index];
            if (!text.empty()) text += " + ";
            text +=
                sum->type == FieldType::Money
                    ? format_amount(strings_.language(), {amount.sum, sum->scale, amount.currency})
                    : strings_.format_value(entity_, *sum, Value(amount.sum), 0);
        }
        return text;
    }

    Store& store_;
    const Query& query_;
    const EntityDef& entity_;
    const FieldDef& column_;
    const Strings& strings_;
    LinkTitles& titles_;
    std::vector<Group> groups_;
    std::map<Value, std::size_t> group_index_;
};

}  // namespace

Result<BoardColumns> read_board_columns(const BoardQuestion& question) {
    return BoardReader(question).read();
}

}  // namespace holdfast
