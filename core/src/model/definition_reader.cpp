#include "model/definition_reader.h"

#include <algorithm>

#include "model/definition_json.h"

namespace holdfast {
namespace {

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
    if (!reader.ok()) return std::nullopt;
    definition.canonical_text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    return definition;
}

}  // namespace holdfast
