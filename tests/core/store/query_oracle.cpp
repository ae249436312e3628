// The oracle of QueryWorld: what queries must give, by looking at every record.
#include <algorithm>
#include <chrono>

#include "core/store/brute_force.h"
#include "core/store/query_world.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

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
    if (leaf.op == FilterOperator::During)
        return !is_null(value) && is_during(leaf.during, local_day(field, value));
    return leaf_holds_for(leaf, field, value);
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
    return aggregated_over(aggregate.kind, field_at(aggregate.path), values);
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
