#include "core/store/query_world.h"

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
