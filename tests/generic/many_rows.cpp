#include "generic/many_rows.h"

#include "store/entity_table.h"

namespace holdfast::test {
namespace {

std::string json_list(const std::vector<std::string>& keys) {
    std::string list = "'[";
    for (const std::string& key : keys) list += (list.size() > 2 ? ",\"" : "\"") + key + "\"";
    return list + "]'";
}

std::string one_of(const std::vector<std::string>& keys) {
    return "json_extract(" + json_list(keys) + ", '$[' || (i % " + std::to_string(keys.size()) +
           ") || ']')";
}

std::string copied(const EntityDef& entity, const FieldDef& field) {
    const std::string column = "copy." + quoted(field.key);
    if (field.type == FieldType::Entity) return column;
    if (field.type == FieldType::Choice) return one_of(field.choices);
    if (field.type == FieldType::State) {
        std::vector<std::string> keys;
        for (const StateDef& state : entity.states) keys.push_back(state.key);
        return one_of(keys);
    }
    if (field.type == FieldType::Boolean) return "i % 2";
    switch (info_of(field.type).kind) {
        case ValueKind::Integer:
            return "coalesce(" + column + ", 20000) + i * 7919 % 1000";
        case ValueKind::Link:
            return "CAST(printf('%016d', i / " + std::to_string(ManyRows::kPerTarget) +
                   ") AS BLOB)";
        default:
            return column + " || ' ' || (i * 7919 % 10007)";
    }
}

}  // namespace

RecordId ManyRows::target(std::int64_t number) {
    // As the text of copied() is read: sixteen digits.
    std::string digits = std::to_string(number / kPerTarget);
    digits.insert(0, 16 - digits.size(), '0');
    RecordId id;
    for (std::size_t index = 0; index < 16; ++index) {
        std::uint64_t& half = index < 8 ? id.high : id.low;
        half = (half << 8) | static_cast<std::uint8_t>(digits[index]);
    }
    return id;
}

std::int64_t ManyRows::count_for(const EntityDef& entity) {
    const EntityDef* at = &entity;
    while (at->parent_field != FieldId::None)
        at = Registry::base().find(at->find_field(at->parent_field)->target);
    return at->kind == EntityKind::Config ? 1'000 : 10'000;
}

Record ManyRows::fill(const EntityDef& entity) {
    const RecordId copy = maker_.create(entity, 3);
    std::string columns = "id, _v, _deleted";
    std::string values = "CAST(printf('%016d', i + 1000000) AS BLOB), 0, 0";
    for (const FieldDef& field : entity.fields) {
        columns += ", " + quoted(field.key);
        values += ", " + copied(entity, field);
    }
    Statement last =
        must(store.database().prepare("SELECT coalesce(max(pk), 0) FROM " + quoted(entity.key)));
    REQUIRE(must(last.step()));
    first_pk_ = last.integer(0);
    Statement insert = must(store.database().prepare(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)"
        " INSERT INTO " +
        quoted(entity.key) + " (" + columns + ") SELECT " + values + " FROM n, " +
        quoted(entity.key) + " AS copy WHERE copy.id = ?2"));
    insert.bind(0, count_for(entity)).bind(1, copy);
    must(insert.run());
    return *must(store.read(entity.id, copy));
}

void ManyRows::empty(const EntityDef& entity) {
    Statement remove =
        must(store.database().prepare("DELETE FROM " + quoted(entity.key) + " WHERE pk > ?1"));
    remove.bind(0, first_pk_);
    must(remove.run());
}

}  // namespace holdfast::test
