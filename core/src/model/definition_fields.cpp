// Fields of definitions.
#include <algorithm>
#include <set>

#include "model/definition_json.h"

namespace holdfast {
namespace {

/// Columns that the store keeps beside the fields.
bool is_reserved(std::string_view key) {
    return key == "pk" || key == "id";
}

bool holds_text(const FieldDef& field) {
    return info_of(field.type).kind == ValueKind::Text;
}

FieldType type_of_word(DefinitionJson& reader, std::string_view word, const std::string& path) {
    for (const FieldTypeInfo& info : field_types())
        if (info.word == word) return info.type;
    reader.refuse(path, "\"" + std::string(word) + "\" is not a known word");
    return FieldType::Text;
}

Value read_default(DefinitionJson& reader, const FieldDef& field, const Json& json,
                   const std::string& path) {
    const auto found = json.find("default");
    if (found == json.end()) return {};
    if (found->is_string() && holds_text(field)) return found->get<std::string>();
    const bool integer = info_of(field.type).kind == ValueKind::Integer;
    if (found->is_number_integer() && integer) return found->get<std::int64_t>();
    reader.refuse(path + ".default", "does not fit the field's type");
    return {};
}

void read_merge(DefinitionJson& reader, FieldDef& field, const Json& json,
                const std::string& path) {
    field.group = reader.optional_text(json, "group", path);
    const std::string merge = reader.optional_text(json, "merge", path);
    if (!field.group.empty() && !merge.empty())
        return reader.refuse(path, "a field has a merge group or a merge kind, not both");
    if (!field.group.empty())
        field.merge = MergeKind::Group;
    else if (merge.empty())
        field.merge = info_of(field.type).merge;
    else
        field.merge = reader.word<MergeKind>(merge, kMergeWords, path + ".merge");
}

void read_options(DefinitionJson& reader, FieldDef& field, const Json& json,
                  const std::string& path) {
    if (!json.contains("options_if")) return;
    const Json& options = reader.object_or_array(json, "options_if", path, Json::value_t::object);
    for (const auto& [choice, expression] : options.items()) {
        const bool known =
            std::find(field.choices.begin(), field.choices.end(), choice) != field.choices.end();
        if (!known || !expression.is_string())
            return reader.refuse(path + ".options_if." + choice, "must be a choice's condition");
        field.logic.options_if.emplace_back(choice, expression.get<std::string>());
    }
}

/// What administrators say of a field; base definitions have their words in catalogues.
void read_own_words(DefinitionJson& reader, FieldDef& field, const Json& json,
                    const std::string& path) {
    field.words = read_words(reader, json, "label", path);
    if (reader.flag(json, "hidden", path)) field.presence = Presence::Hidden;
    if (!json.contains("choice_labels")) return;
    const Json& labels = reader.object_or_array(json, "choice_labels", path, Json::value_t::object);
    for (const auto& [choice, words] : labels.items())
        field.choice_words.emplace_back(
            choice, read_words(reader, labels, choice.c_str(), path + ".choice_labels"));
}

void read_logic(DefinitionJson& reader, FieldDef& field, const Json& json,
                const std::string& path) {
    field.logic.compute = reader.optional_text(json, "compute", path);
    field.logic.visible_if = reader.optional_text(json, "visible_if", path);
    field.logic.required_if = reader.optional_text(json, "required_if", path);
    field.logic.readonly_if = reader.optional_text(json, "readonly_if", path);
    read_options(reader, field, json, path);
    const std::string derive = reader.optional_text(json, "derive", path);
    if (derive.empty()) return;
    field.derive = reader.word<Derive>(derive, kDeriveWords, path + ".derive");
    field.access = Access::ReadOnly;
    if (field.type != FieldType::Money) reader.refuse(path + ".derive", "must be a money field");
    if (!field.logic.compute.empty())
        reader.refuse(path, "a field is computed or derived, not both");
}

/// What a text has to say; all but change sets can speak of one module.
void read_content(DefinitionJson& reader, FieldDef& field, const Json& json,
                  const std::string& path) {
    const std::string content = reader.optional_text(json, "content", path);
    field.logic.content_of = reader.optional_text(json, "content_of", path);
    if (!content.empty())
        field.content = reader.word<Content>(content, kContentWords, path + ".content");
    if (field.content != Content::Free && !holds_text(field))
        reader.refuse(path + ".content", "only texts have a content");
    const bool alone = field.content == Content::Free || field.content == Content::Changes;
    if (alone != field.logic.content_of.empty())
        reader.refuse(path + ".content_of", "belongs to a condition, formula, field or query");
}

void read_flags(DefinitionJson& reader, FieldDef& field, const Json& json,
                const std::string& path) {
    if (reader.flag(json, "required", path)) field.need = Need::Required;
    if (reader.flag(json, "readonly", path)) field.access = Access::ReadOnly;
    if (field.type == FieldType::Number) field.access = Access::ReadOnly;
    if (reader.flag(json, "index", path)) field.indexing = Indexing::Index;
    if (reader.flag(json, "search", path)) field.searching = Searching::Yes;
    field.critical = reader.flag(json, "critical", path);
    if (field.searching == Searching::Yes && !holds_text(field))
        reader.refuse(path + ".search", "only texts can be searched");
}

void read_bounds(DefinitionJson& reader, FieldDef& field, const Json& json,
                 const std::string& path) {
    field.bytes_max = info_of(field.type).bytes_max;
    if (json.contains("max"))
        field.bytes_max = static_cast<std::int32_t>(reader.number(json, "max", path, 1 << 20));
    if (json.contains("scale"))
        field.scale = static_cast<std::int32_t>(reader.number(json, "scale", path, 9));
    if (field.type == FieldType::Choice || field.type == FieldType::Choices)
        field.choices = reader.texts(json, "choices", path);
    if (reader.flag(json, "open", path)) field.choice_list = ChoiceList::Open;
}

FieldDef read_field(DefinitionJson& reader, const Json& json, const std::string& path) {
    FieldDef field;
    // 65,534 is the store's own field kFieldExists, 65,535 is None.
    constexpr std::int64_t kIdMax = 65'533;
    field.id = static_cast<FieldId>(reader.number(json, "id", path, kIdMax));
    field.key = reader.text(json, "key", path);
    if (!is_definition_key(field.key) || is_reserved(field.key))
        reader.refuse(path + ".key", "must be a free snake_case word");
    if (field.id == kFieldDeleted) reader.refuse(path + ".id", "must be 1 or more");
    field.type = type_of_word(reader, reader.text(json, "type", path), path + ".type");
    read_merge(reader, field, json, path);
    read_flags(reader, field, json, path);
    read_bounds(reader, field, json, path);
    read_logic(reader, field, json, path);
    read_content(reader, field, json, path);
    field.widget = reader.optional_text(json, "widget", path);
    field.inverse = reader.optional_text(json, "inverse", path);
    const std::string on_delete = reader.optional_text(json, "on_delete", path);
    if (!on_delete.empty())
        field.on_delete = reader.word<OnDelete>(on_delete, kOnDeleteWords, path + ".on_delete");
    field.initial = read_default(reader, field, json, path);
    read_own_words(reader, field, json, path);
    return field;
}

/// A neighbour named by `key`: the currency of money, the entity of a link.
FieldId read_neighbour(DefinitionJson& reader, const EntityDef& entity, const Json& json,
                       const char* key, const std::string& path) {
    const std::string name = reader.optional_text(json, key, path);
    return name.empty() ? FieldId::None : reader.field(entity, name, path + "." + key);
}

void read_neighbours(DefinitionJson& reader, EntityDef& entity, const Json& json,
                     const std::string& path) {
    const std::string key = reader.text(json, "key", path);
    for (FieldDef& computed : entity.computed)
        if (computed.key == key)
            computed.currency_field = read_neighbour(reader, entity, json, "currency", path);
    const FieldDef* known = entity.find_field(key);
    if (!known) return;
    FieldDef& field = entity.fields[entity.index_of(known->id)];
    field.currency_field = read_neighbour(reader, entity, json, "currency", path);
    field.unit_field = read_neighbour(reader, entity, json, "unit", path);
    field.entity_field = read_neighbour(reader, entity, json, "entity", path);
    if (field.type != FieldType::LinkAny) return;
    const FieldDef* named = entity.find_field(field.entity_field);
    if (!named || named->type != FieldType::Entity || named->group != field.group)
        reader.refuse(path + ".entity", "must be an entity field of the same group");
}

void sort_by_id(std::vector<FieldDef>& fields) {
    std::sort(fields.begin(), fields.end(),
              [](const FieldDef& a, const FieldDef& b) { return a.id < b.id; });
}

}  // namespace

void read_fields(DefinitionJson& reader, const Json& json, ReadDefinition& definition) {
    EntityDef& entity = definition.entity;
    std::set<FieldId> ids;
    std::set<std::string> keys;
    std::vector<std::pair<std::string, std::string>> targets;
    const Json& items = reader.object_or_array(json, "fields", "$", Json::value_t::array);
    const auto path_of = [](std::size_t index) {
        return "$.fields[" + std::to_string(index) + "]";
    };
    for (std::size_t index = 0; index < items.size(); ++index) {
        const std::string path = path_of(index);
        if (!items[index].is_object()) return reader.refuse(path, "must be an object");
        FieldDef field = read_field(reader, items[index], path);
        if (!ids.insert(field.id).second) reader.refuse(path + ".id", "is taken already");
        if (!keys.insert(field.key).second) reader.refuse(path + ".key", "is taken already");
        const bool computed = !field.logic.compute.empty() || field.derive != Derive::None;
        if (field.type == FieldType::Link && computed)
            return reader.refuse(path + ".compute", "a link cannot be computed");
        if (field.type == FieldType::Link)
            targets.emplace_back(field.key, reader.text(items[index], "to", path));
        (computed ? entity.computed : entity.fields).push_back(std::move(field));
    }
    if (!reader.ok()) return;
    sort_by_id(entity.fields);
    sort_by_id(entity.computed);
    for (const auto& [key, target_key] : targets)
        definition.links.push_back({entity.index_of(entity.find_field(key)->id), target_key});
    for (std::size_t index = 0; index < items.size(); ++index)
        read_neighbours(reader, entity, items[index], path_of(index));
}

}  // namespace holdfast
