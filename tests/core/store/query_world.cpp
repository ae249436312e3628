#include "core/store/query_world.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "base/utf8.h"
#include "core/random.h"
#include "core/rules.h"
#include "store/entity_table.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

constexpr std::int64_t kDay = 86'400'000;
constexpr std::uint64_t kPeople = 8;
constexpr std::uint64_t kThings = 40;

constexpr std::string_view kPerson = R"json({"id":1,"key":"person","icon":"box","title":["name"],
    "fields":[{"id":1,"key":"name","type":"text"},{"id":2,"key":"score","type":"decimal","scale":3},
    {"id":3,"key":"born","type":"date"},
    {"id":4,"key":"boss","type":"link","to":"person","inverse":"reports"},
    {"id":5,"key":"initial","type":"text","compute":"concat(name, '/', boss.name)"}],
    "list":{"columns":["name"],"order":"name"},
    "form":[{"section":"main","fields":["name"]}]})json";

constexpr std::string_view kThing = R"json({"id":2,"key":"thing","icon":"box","menu":"test",
    "title":["f_text"],"number":{"field":"f_number","prefix":"T"},
    "state":{"field":"f_state","initial":"new","states":[{"key":"new","category":"open"},
        {"key":"done","category":"done"}],"transitions":["new > done"]},
    "fields":[{"id":1,"key":"f_text","type":"text","index":true},
    {"id":2,"key":"f_longtext","type":"longtext"},{"id":3,"key":"f_markdown","type":"markdown"},
    {"id":4,"key":"f_email","type":"email"},{"id":5,"key":"f_phone","type":"phone"},
    {"id":6,"key":"f_url","type":"url"},{"id":7,"key":"f_integer","type":"integer","index":true},
    {"id":8,"key":"f_decimal","type":"decimal","scale":3},
    {"id":9,"key":"f_money","type":"money","scale":2},
    {"id":10,"key":"f_quantity","type":"quantity","scale":6},
    {"id":11,"key":"f_percent","type":"percent","scale":4},
    {"id":12,"key":"f_boolean","type":"boolean"},
    {"id":13,"key":"f_date","type":"date","index":true},
    {"id":14,"key":"f_datetime","type":"datetime"},{"id":15,"key":"f_time","type":"time"},
    {"id":16,"key":"f_duration","type":"duration"},
    {"id":17,"key":"f_choice","type":"choice","choices":["a","b"],"index":true},
    {"id":18,"key":"f_choices","type":"choices","choices":["a","ab","b"]},
    {"id":19,"key":"f_state","type":"state","index":true},
    {"id":20,"key":"f_link","type":"link","to":"person","index":true,"inverse":"things"},
    {"id":21,"key":"f_any","type":"link_any","entity":"f_entity","group":"any"},
    {"id":22,"key":"f_entity","type":"entity","group":"any"},
    {"id":23,"key":"f_number","type":"number","readonly":true},
    {"id":24,"key":"f_json","type":"json"},
    {"id":25,"key":"c_sum","type":"money","scale":2,"compute":"f_money + f_link.score"},
    {"id":26,"key":"c_label","type":"text","compute":"concat(f_choice, ' ', f_link.initial)"},
    {"id":27,"key":"c_late","type":"boolean","compute":"f_date < date('2026-11-22')"}],
    "list":{"columns":["f_text"],"order":"f_text"},
    "form":[{"section":"main","fields":["f_text","f_longtext","f_markdown","f_email","f_phone",
    "f_url","f_integer","f_decimal","f_money","f_quantity","f_percent","f_boolean","f_date",
    "f_datetime","f_time","f_duration","f_choice","f_choices","f_state","f_link","f_any",
    "f_entity","f_json"]}]})json";

const Registry& registry() {
    static const Registry compiled = [] {
        std::string reason;
        auto made = Registry::compile({{"person.json", kPerson}, {"thing.json", kThing}}, &reason);
        if (!made) FAIL(reason);
        return *std::move(made);
    }();
    return compiled;
}

Value any_value(Random& random, const FieldDef& field) {
    static const std::vector<std::string> texts = {"", "a", "A", "Ab", "é", "E", "東京", "b a"};
    static const std::vector<std::string> lists = {"", R"(["a"])", R"(["ab","b"])"};
    if (random.below(4) == 0) return {};
    if (field.type == FieldType::Choices) return lists[random.below(lists.size())];
    switch (info_of(field.type).kind) {
        case ValueKind::Text:
            return texts[random.below(texts.size())];
        case ValueKind::Link:
            return RecordId{1, random.below(kPeople + 2)};
        default:
            break;
    }
    const auto around = static_cast<std::int64_t>(random.below(90)) - 45;
    if (field.type == FieldType::Boolean) return around > 0 ? 1 : 0;
    if (field.type == FieldType::Date) return QueryWorld::kToday + around;
    if (field.type == FieldType::DateTime)
        return (QueryWorld::kToday * 24 + around) * (kDay / 24) + 1;
    constexpr std::int64_t kEdges[] = {INT64_MAX, INT64_MIN, 0, 5, -5};
    return random.below(3) == 0 ? kEdges[random.below(std::size(kEdges))] : around;
}

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

QueryWorld::QueryWorld()
    : store(must(Store::open(must(Database::open(":memory:")), registry(), environment_))) {
    const EntityDef& thing = *registry().find("thing");
    for (const auto* fields : {&thing.fields, &thing.computed})
        for (const FieldDef& field : *fields) paths_.push_back(field.key);
    for (const char* path : {"f_link.name", "f_link.score", "f_link.born", "f_link.boss",
                             "f_link.initial", "f_link.boss.name", "f_link.boss.boss.boss.name"})
        paths_.emplace_back(path);
    fill(kPeople, kThings);
}

void QueryWorld::fill(std::uint64_t people, std::uint64_t things) {
    Random random(3);
    const auto make = [&](const EntityDef& entity, std::uint64_t number) {
        Record record;
        record.entity = entity.id;
        record.id = {raw(entity.id), number};
        if (random.below(8) == 0) record.life = Record::Life::Deleted;
        for (const FieldDef& field : entity.fields)
            record.values.push_back(any_value(random, field));
        const std::int64_t pk = must(EntityTable(entity).insert(store.database(), record));
        if (entity.key == "thing") ids_[pk] = record.id;
        return record;
    };
    for (std::uint64_t number = 0; number < people; ++number)
        people_.push_back(make(*registry().find("person"), number));
    // Rows do not stand in the order of their ids.
    for (std::uint64_t number = 0; number < things; ++number)
        things_.push_back(make(*registry().find("thing"), number * 17 % 41));
}

Query QueryWorld::query() const {
    Query query;
    query.entity = registry().find("thing")->id;
    query.today = kToday;
    query.zone_offset_minutes = kZone;
    return query;
}

const FieldDef& QueryWorld::field_at(std::string_view path) const {
    const EntityDef* entity = registry().find("thing");
    for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
        entity = registry().find(entity->find_field(path.substr(0, dot))->target);
        path.remove_prefix(dot + 1);
    }
    const FieldDef* field = entity->find_field(path);
    return field ? *field : *entity->find_computed(path);
}

Value QueryWorld::value_at(const Record& thing, std::string_view path) {
    const Record* record = &thing;
    for (;;) {
        const EntityDef& entity = *registry().find(record->entity);
        const std::size_t dot = path.find('.');
        const FieldDef* field = entity.find_field(path.substr(0, dot));
        if (!field) {
            const FieldDef* computed = entity.find_computed(path);
            return must(registry()
                            .rules(entity.id)
                            .computed(computed->id)
                            ->evaluate(*record, *this, kToday));
        }
        const Value& value = record->values[entity.index_of(field->id)];
        if (dot == std::string_view::npos) return value;
        path.remove_prefix(dot + 1);
        record = must(find_linked(field->target, link_or_none(value)));
        if (!record || is_null(value)) return {};
    }
}

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
                Expression::compile(registry(), *registry().find("thing"), leaf.expression,
                                    {ExpressionToday::Allowed, std::nullopt});
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

std::vector<RecordId> QueryWorld::ids_of(const std::vector<RowHandle>& rows) const {
    std::vector<RecordId> ids;
    for (const RowHandle row : rows) ids.push_back(ids_.at(raw(row)));
    return ids;
}

Result<const Record*> QueryWorld::find_linked(EntityId entity, const RecordId& id) {
    if (entity != registry().find("person")->id) return nullptr;
    for (const Record& person : people_)
        if (person.id == id) return &person;
    return nullptr;
}

Result<std::vector<const Record*>> QueryWorld::find_linking(EntityId, FieldId, const RecordId&) {
    return std::vector<const Record*>{};
}

}  // namespace holdfast::test
