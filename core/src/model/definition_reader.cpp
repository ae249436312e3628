#include "model/definition_reader.h"

#include <algorithm>

#include "core/document_number.h"
#include "model/definition_json.h"

namespace holdfast {
namespace {

FieldId read_optional_field(DefinitionJson& reader, const EntityDef& entity, const Json& owner,
                            const char* key) {
    const std::string name = reader.optional_text(owner, key, "$.number");
    if (name.empty()) return FieldId::None;
    return reader.field(entity, name, std::string("$.number.") + key);
}

void read_series_states(DefinitionJson& reader, EntityDef& entity, const Json& number) {
    if (!number.contains("when")) return;
    entity.number_series.states = reader.texts(number, "when", "$.number");
    for (const std::string& state : entity.number_series.states)
        if (!entity.find_state(state))
            reader.refuse("$.number.when", "there is no state \"" + state + "\"");
}

void read_number_series(DefinitionJson& reader, EntityDef& entity, const Json& number) {
    NumberSeriesDef& series = entity.number_series;
    series.format = reader.optional_text(number, "format", "$.number");
    if (series.format.empty() && entity.number_policy != NumberPolicy::Provisional)
        series.format = entity.number_prefix + "-{n:5}";
    if (series.format.empty()) {
        for (const char* key : {"when", "date", "keep"})
            if (number.contains(key))
                reader.refuse(std::string("$.number.") + key, "needs a format");
        return;
    }
    if (std::string mistake = find_format_mistake(series.format); !mistake.empty())
        reader.refuse("$.number.format", mistake);
    if (series.format.rfind(entity.number_prefix, 0) != 0)
        reader.refuse("$.number.format", "must begin with the prefix");
    read_series_states(reader, entity, number);
    series.date = read_optional_field(reader, entity, number, "date");
    const FieldDef* date = entity.find_field(series.date);
    if (date && date->type != FieldType::Date && date->type != FieldType::DateTime)
        reader.refuse("$.number.date", "must be a date or datetime field");
    series.kept = read_optional_field(reader, entity, number, "keep");
    const FieldDef* kept = entity.find_field(series.kept);
    if (kept && (kept->type != FieldType::Text || kept->merge != MergeKind::Server))
        reader.refuse("$.number.keep", "must be a text field with merge server");
    const bool replaces = entity.number_policy == NumberPolicy::Provisional;
    if (replaces != (series.kept != FieldId::None))
        reader.refuse("$.number.keep", "belongs to provisional numbers that are replaced");
}

void read_number(DefinitionJson& reader, EntityDef& entity, const Json& json) {
    if (!json.contains("number")) return;
    const Json& number = reader.object_or_array(json, "number", "$", Json::value_t::object);
    entity.number_field =
        reader.field(entity, reader.text(number, "field", "$.number"), "$.number.field");
    entity.number_prefix = reader.text(number, "prefix", "$.number");
    const std::string policy = reader.optional_text(number, "policy", "$.number");
    if (!policy.empty())
        entity.number_policy =
            reader.word<NumberPolicy>(policy, kNumberPolicyWords, "$.number.policy");
    const FieldDef* field = entity.find_field(entity.number_field);
    if (field && field->type != FieldType::Number)
        reader.refuse("$.number.field", "must be a field of type number");
    read_number_series(reader, entity, number);
}

void read_parent(DefinitionJson& reader, ReadDefinition& definition, const Json& json) {
    if (!json.contains("parent")) return;
    EntityDef& entity = definition.entity;
    entity.parent_field = reader.field(entity, reader.text(json, "parent", "$"), "$.parent");
    for (const ReadDefinition::Link& link : definition.links)
        if (entity.fields[link.field_index].id == entity.parent_field)
            definition.parent_target_key = link.target_key;
    if (definition.parent_target_key.empty())
        return reader.refuse("$.parent", "must be a field of type link");
    FieldDef& parent = entity.fields[entity.index_of(entity.parent_field)];
    if (parent.inverse.empty()) parent.inverse = entity.key;
}

void read_identity(DefinitionJson& reader, EntityDef& entity, const Json& json) {
    constexpr std::int64_t kIdMax = 65'534;
    entity.id = static_cast<EntityId>(reader.number(json, "id", "$", kIdMax));
    if (entity.id == EntityId::None) reader.refuse("$.id", "must be 1 or more");
    entity.key = reader.text(json, "key", "$");
    if (!is_definition_key(entity.key)) reader.refuse("$.key", "must be a snake_case word");
    const std::string kind = reader.optional_text(json, "kind", "$");
    if (!kind.empty()) entity.kind = reader.word<EntityKind>(kind, kEntityKindWords, "$.kind");
    if (kind.empty() && json.contains("parent")) entity.kind = EntityKind::Part;
    entity.icon = reader.text(json, "icon", "$");
    entity.menu = reader.optional_text(json, "menu", "$");
    entity.pinned = reader.flag(json, "pinned", "$");
    entity.singular = read_words(reader, json, "label", "$");
    entity.plural = read_words(reader, json, "plural", "$");
    if (json.contains("purposes")) entity.purposes = reader.texts(json, "purposes", "$");
}

}  // namespace

bool is_definition_key(std::string_view text) {
    const auto fits = [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') ||
               character == '_';
    };
    return !text.empty() && text.size() <= 63 && text[0] >= 'a' && text[0] <= 'z' &&
           std::all_of(text.begin(), text.end(), fits);
}

OwnWords read_words(DefinitionJson& reader, const Json& owner, const char* key,
                    const std::string& path) {
    if (!owner.contains(key)) return {};
    const Json& words = reader.object_or_array(owner, key, path, Json::value_t::object);
    OwnWords read(std::size(kLanguageTags));
    for (const auto& [tag, text] : words.items()) {
        const auto found = std::find(std::begin(kLanguageTags), std::end(kLanguageTags), tag);
        if (found == std::end(kLanguageTags) || !text.is_string())
            reader.refuse(path + "." + key, "\"" + tag + "\" is not a language with a text");
        else
            read[static_cast<std::size_t>(found - kLanguageTags)] = text.get<std::string>();
    }
    return read;
}

std::optional<ReadDefinition> read_definition(std::string_view json_text,
                                              DefinitionMistake& mistake) {
    DefinitionJson reader(mistake);
    const Json json = Json::parse(json_text, nullptr, false);
    if (!json.is_object()) {
        reader.refuse("$", "is not a JSON object");
        return std::nullopt;
    }
    ReadDefinition definition;
    EntityDef& entity = definition.entity;
    read_identity(reader, entity, json);
    read_fields(reader, json, definition);
    read_state_machine(reader, entity, json);
    read_number(reader, entity, json);
    read_parent(reader, definition, json);
    read_rules(reader, definition, json);
    read_views(reader, entity, json);
    read_presets(reader, entity, json);
    read_starter(reader, entity, json);
    if (!reader.ok()) return std::nullopt;
    return definition;
}

}  // namespace holdfast
