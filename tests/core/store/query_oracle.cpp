// The oracle of QueryWorld: what queries must give, by looking at every record.
#include <algorithm>
#include <chrono>
#include <set>

#include "base/utf8.h"
#include "core/store/query_world.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

std::string fold(std::string_view text) {
    std::string out;
    append_folded(out, text);
    return out;
}

bool is_empty(const Value& value) {
    return is_null(value) || value == Value(std::string());
}

bool contains(const FieldDef& field, const Value& value, std::string_view part) {
    if (field.type == FieldType::Choices) {
        const std::vector<std::string> keys = read_choices(text_or_empty(value));
        return std::find(keys.begin(), keys.end(), part) != keys.end();
    }
    return fold(text_or_empty(value)).find(fold(part)) != std::string::npos;
}

std::chrono::year_month_day date_of(std::int64_t day) {
    return std::chrono::sys_days(std::chrono::days(static_cast<int>(day)));
}

std::int64_t monday_of(std::int64_t day) {
    using namespace std::chrono;
    const sys_days date{days(static_cast<int>(day))};
    return day - (weekday(date) - Monday).count();
}

std::int64_t local_day(const FieldDef& field, const Value& value) {
    const std::int64_t number = integer_or(value, 0);
    if (field.type != FieldType::DateTime) return number;
    using namespace std::chrono;
    const milliseconds local(number + QueryWorld::kZone * 60'000);
    return floor<days>(local).count();
}

bool is_during(DateRange range, std::int64_t day) {
    constexpr std::int64_t today = QueryWorld::kToday;
    switch (range) {
        case DateRange::Today:
            return day == today;
        case DateRange::ThisWeek:
            return monday_of(day) == monday_of(today);
        case DateRange::ThisMonth:
            return date_of(day).year() == date_of(today).year() &&
                   date_of(day).month() == date_of(today).month();
        case DateRange::Last30Days:
            return day <= today && day > today - 30;
        default:
            return day >= today && day < today + 7;
    }
}

Value bucket_of(const FieldDef& field, DateBucket bucket, const Value& value) {
    if (bucket == DateBucket::None || is_null(value)) return value;
    const std::int64_t day = local_day(field, value);
    const std::chrono::year_month_day date = date_of(day);
    const unsigned month = unsigned{date.month()};
    const auto first = [&](unsigned number) {
        using namespace std::chrono;
        return std::int64_t{
            sys_days(date.year() / std::chrono::month(number) / 1).time_since_epoch().count()};
    };
    if (bucket == DateBucket::Week) return monday_of(day);
    if (bucket == DateBucket::Month) return first(month);
    if (bucket == DateBucket::Quarter) return first((month - 1) / 3 * 3 + 1);
    if (bucket == DateBucket::Year) return first(1);
    return day;
}

/// As lists show it: the case of A to Z does not matter.
Value sorted_as(const FieldDef& field, Value value) {
    auto* text = std::get_if<std::string>(&value);
    if (!text || !info_of(field.type).free_text) return value;
    for (char& letter : *text)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 32);
    return value;
}

bool compares(FilterOperator op, const Value& left, const Value& right) {
    if (is_null(left)) return false;
    if (op == FilterOperator::Less) return left < right;
    if (op == FilterOperator::LessOrEqual) return left <= right;
    if (op == FilterOperator::Greater) return left > right;
    return left >= right;
}

Value total_of(const std::vector<Value>& values) {
    __extension__ __int128 total = 0;
    for (const Value& value : values) total += integer_or(value, 0);
    if (total > INT64_MAX || total < INT64_MIN) return {};
    return static_cast<std::int64_t>(total);
}

Value average_of(const std::vector<Value>& values, std::int32_t decimals) {
    if (values.empty()) return {};
    __extension__ __int128 total = 0;
    for (const Value& value : values) total += integer_or(value, 0);
    for (; decimals > 0; --decimals) total *= 10;
    const auto count = static_cast<std::int64_t>(values.size());
    const bool negative = total < 0;
    total = ((negative ? -total : total) * 2 + count) / (2 * count);
    if (negative) total = -total;
    if (total > INT64_MAX || total < INT64_MIN) return {};
    return static_cast<std::int64_t>(total);
}

}  // namespace

bool QueryWorld::holds(const FilterNode& node, const Record& thing) {
    const auto child_holds = [&](const FilterNode& child) { return holds(child, thing); };
    switch (node.kind) {
        case FilterNode::Kind::And:
            return std::all_of(node.children.begin(), node.children.end(), child_holds);
        case FilterNode::Kind::Or:
            return std::any_of(node.children.begin(), node.children.end(), child_holds);
        case FilterNode::Kind::Not:
            return !holds(node.children.at(0), thing);
        default:
            return leaf_holds(node, thing);
    }
}

bool QueryWorld::leaf_holds(const FilterNode& leaf, const Record& thing) {
    if (!leaf.expression.empty()) {
        auto known = conditions_.find(leaf.expression);
        if (known == conditions_.end()) {
            auto compiled =
                Expression::compile(store.registry(), *store.registry().find(thing.entity),
                                    leaf.expression, {ExpressionToday::Allowed, std::nullopt});
            REQUIRE(compiled.has_value());
            known = conditions_.emplace(leaf.expression, *std::move(compiled)).first;
        }
        return integer_or(must(known->second.evaluate(thing, *this, kToday)), 0) != 0;
    }
    const FieldDef& field = field_at(leaf.path);
    const Value value = value_at(thing, leaf.path);
    const auto is_this = [&](const Value& wanted) {
        return is_empty(wanted) ? is_empty(value) : value == wanted;
    };
    switch (leaf.op) {
        case FilterOperator::Equal:
            return is_this(leaf.values[0]);
        case FilterOperator::NotEqual:
            return !is_this(leaf.values[0]);
        case FilterOperator::IsEmpty:
            return is_empty(value);
        case FilterOperator::IsNotEmpty:
            return !is_empty(value);
        case FilterOperator::Contains:
            return contains(field, value, text_or_empty(leaf.values[0]));
        case FilterOperator::StartsWith:
            return fold(text_or_empty(value)).starts_with(fold(text_or_empty(leaf.values[0])));
        case FilterOperator::InList:
            return std::any_of(leaf.values.begin(), leaf.values.end(), is_this);
        case FilterOperator::During:
            return !is_null(value) && is_during(leaf.during, local_day(field, value));
        default:
            return compares(leaf.op, value, leaf.values[0]);
    }
}

bool QueryWorld::is_before(const Query& query, const Record& left, const Record& right) {
    if (query.sort.empty()) {
        // A plain list turns round exactly: missing values first, or last.
        const FieldDef& field = *store.registry().find(query.entity)->find_any(query.sort_field);
        const auto key = [&](const Record& record) {
            return std::pair(sorted_as(field, value_at(record, field.key)), record.id);
        };
        return query.direction == SortDirection::Descending ? key(right) < key(left)
                                                            : key(left) < key(right);
    }
    for (const SortKey& key : query.sort) {
        const FieldDef& field = field_at(key.path);
        const Value a = sorted_as(field, value_at(left, key.path));
        const Value b = sorted_as(field, value_at(right, key.path));
        if (a == b) continue;
        if (is_null(a) || is_null(b)) return is_null(b);
        return key.direction == SortDirection::Descending ? b < a : a < b;
    }
    return left.id < right.id;
}

std::vector<RecordId> QueryWorld::find(const Query& query) {
    std::vector<const Record*> found;
    for (const Record& thing : things_)
        if (thing.life == Record::Life::Living && holds(query.filter, thing))
            found.push_back(&thing);
    std::sort(found.begin(), found.end(), [&](const Record* left, const Record* right) {
        return is_before(query, *left, *right);
    });
    std::vector<RecordId> ids;
    for (const Record* record : found) ids.push_back(record->id);
    return ids;
}

Value QueryWorld::aggregated(const Aggregate& aggregate, const std::vector<const Record*>& group) {
    if (aggregate.path.empty()) return static_cast<std::int64_t>(group.size());
    std::vector<Value> values;
    for (const Record* record : group)
        if (Value value = value_at(*record, aggregate.path); !is_null(value))
            values.push_back(std::move(value));
    const FieldDef& field = field_at(aggregate.path);
    switch (aggregate.kind) {
        case AggregateKind::Count:
            return static_cast<std::int64_t>(values.size());
        case AggregateKind::Sum:
            return total_of(values);
        case AggregateKind::Average:
            return average_of(values, field.type == FieldType::Duration
                                          ? 0
                                          : std::max(0, kExpressionQuotientScale - field.scale));
        case AggregateKind::Distinct:
            return static_cast<std::int64_t>(std::set<Value>(values.begin(), values.end()).size());
        case AggregateKind::Minimum:
            return values.empty() ? Value() : *std::min_element(values.begin(), values.end());
        default:
            return values.empty() ? Value() : *std::max_element(values.begin(), values.end());
    }
}

std::vector<Summary::Row> QueryWorld::summarize(const Query& query,
                                                const std::vector<GroupKey>& keys,
                                                const std::vector<Aggregate>& aggregates) {
    std::map<std::vector<Value>, std::vector<const Record*>> groups;
    if (keys.empty()) groups[{}];
    for (const Record& thing : things_) {
        if (thing.life != Record::Life::Living || !holds(query.filter, thing)) continue;
        std::vector<Value> values;
        for (const GroupKey& key : keys)
            values.push_back(bucket_of(field_at(key.path), key.bucket, value_at(thing, key.path)));
        groups[values].push_back(&thing);
    }
    std::vector<Summary::Row> rows;
    for (const auto& [key, group] : groups) {
        Summary::Row row{key, {}};
        for (const Aggregate& aggregate : aggregates)
            row.values.push_back(aggregated(aggregate, group));
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace holdfast::test
