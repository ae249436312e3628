// What a definition demands of its records: uniqueness, duplicates, checks, totals.
#include <set>

#include "model/definition_json.h"

namespace holdfast {
namespace {

std::string item_path(const char* key, std::size_t index) {
    return std::string("$.") + key + "[" + std::to_string(index) + "]";
}

void read_unique(DefinitionJson& reader, EntityDef& entity, const Json& json) {
    if (!json.contains("unique")) return;
    const Json& items = reader.object_or_array(json, "unique", "$", Json::value_t::array);
    for (std::size_t index = 0; index < items.size(); ++index) {
        const std::string path = item_path("unique", index);
        std::vector<FieldId>& fields = entity.unique.emplace_back();
        if (!items[index].is_array()) return reader.refuse(path, "must be a list");
        for (const Json& name : items[index]) {
            if (!name.is_string()) return reader.refuse(path, "must be a list of texts");
            fields.push_back(reader.field(entity, name.get<std::string>(), path));
        }
    }
}

void read_only_one(DefinitionJson& reader, ReadDefinition& definition, const Json& json) {
    if (!json.contains("only_one")) return;
    const EntityDef& entity = definition.entity;
    const Json& items = reader.object_or_array(json, "only_one", "$", Json::value_t::array);
    for (std::size_t index = 0; index < items.size(); ++index) {
        const std::string path = item_path("only_one", index);
        if (!items[index].is_object()) return reader.refuse(path, "must be an object");
        OnlyOneRule& rule = definition.only_one.emplace_back();
        rule.field =
            reader.field(entity, reader.text(items[index], "field", path), path + ".field");
        rule.per = reader.field(entity, reader.text(items[index], "per", path), path + ".per");
        const FieldDef* field = entity.find_field(rule.field);
        const FieldDef* per = entity.find_field(rule.per);
        if (field != nullptr && field->type != FieldType::Boolean)
            return reader.refuse(path + ".field", "must be a boolean");
        if (per != nullptr && info_of(per->type).kind != ValueKind::Link)
            return reader.refuse(path + ".per", "must be a link");
    }
}

void read_duplicates(DefinitionJson& reader, EntityDef& entity, const Json& json) {
    if (!json.contains("duplicates")) return;
    const Json& items = reader.object_or_array(json, "duplicates", "$", Json::value_t::array);
    for (std::size_t index = 0; index < items.size(); ++index) {
        const std::string path = item_path("duplicates", index);
        if (!items[index].is_object()) return reader.refuse(path, "must be an object");
        DuplicateRule& rule = entity.duplicates.emplace_back();
        rule.fields = reader.fields(entity, items[index], "fields", path);
        const std::string match = reader.optional_text(items[index], "match", path);
        if (!match.empty())
            rule.match = reader.word<MatchKind>(match, kMatchWords, path + ".match");
    }
}

void read_checks(DefinitionJson& reader, EntityDef& entity, const Json& json) {
    if (!json.contains("checks")) return;
    const Json& items = reader.object_or_array(json, "checks", "$", Json::value_t::array);
    for (std::size_t index = 0; index < items.size(); ++index) {
        const std::string path = item_path("checks", index);
        if (!items[index].is_object()) return reader.refuse(path, "must be an object");
        CheckDef& check = entity.checks.emplace_back();
        check.key = reader.text(items[index], "key", path);
        check.field =
            reader.field(entity, reader.text(items[index], "field", path), path + ".field");
        check.holds = reader.text(items[index], "holds", path);
    }
}

FieldId totals_field(DefinitionJson& reader, const EntityDef& entity, const Json& totals,
                     const char* key) {
    const std::string name = reader.optional_text(totals, key, "$.totals");
    if (name.empty()) return FieldId::None;
    return reader.field(entity, name, std::string("$.totals.") + key);
}

void read_totals(DefinitionJson& reader, ReadDefinition& definition, const Json& json) {
    if (!json.contains("totals")) return;
    const Json& totals = reader.object_or_array(json, "totals", "$", Json::value_t::object);
    EntityDef& entity = definition.entity;
    definition.totals_lines = reader.text(totals, "lines", "$.totals");
    entity.totals.discount = totals_field(reader, entity, totals, "discount");
    entity.totals.prices_include_tax = totals_field(reader, entity, totals, "prices_include_tax");
    entity.totals.currency = totals_field(reader, entity, totals, "currency");
}

// They speak of other modules, which may not be read yet.
void read_conversions(DefinitionJson& reader, ReadDefinition& definition, const Json& json) {
    if (!json.contains("convert")) return;
    definition.conversions =
        reader.object_or_array(json, "convert", "$", Json::value_t::array).dump();
}

void read_freeze(DefinitionJson& reader, EntityDef& entity, const Json& json) {
    if (!json.contains("freeze")) return;
    if (entity.state_field == FieldId::None)
        return reader.refuse("$.freeze", "there is no state to freeze in");
    const Json& freeze = reader.object_or_array(json, "freeze", "$", Json::value_t::object);
    std::set<StateCategory> open;
    for (const std::string& word : reader.texts(freeze, "except", "$.freeze"))
        open.insert(reader.word<StateCategory>(word, kCategoryWords, "$.freeze.except"));
    for (const Word<StateCategory>& category : kCategoryWords)
        if (!open.contains(category.meaning)) entity.frozen_in.push_back(category.meaning);
    if (entity.freezes(entity.initial_state))
        reader.refuse("$.freeze", "a new record would be frozen");
}

}  // namespace

void read_rules(DefinitionJson& reader, ReadDefinition& definition, const Json& json) {
    read_unique(reader, definition.entity, json);
    read_only_one(reader, definition, json);
    read_duplicates(reader, definition.entity, json);
    read_checks(reader, definition.entity, json);
    read_totals(reader, definition, json);
    read_conversions(reader, definition, json);
    read_freeze(reader, definition.entity, json);
}

}  // namespace holdfast
