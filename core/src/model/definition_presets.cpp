// Values that a definition gives records: under second names (presets), and to begin with
// (starter).
#include "core/record.h"
#include "model/definition_json.h"

namespace holdfast {
namespace {

/// Nothing when the JSON is no value that a definition can give the field.
Value default_of(const FieldDef& field, const Json& json) {
    const FieldTypeInfo& info = info_of(field.type);
    if (json.is_boolean() && field.type == FieldType::Boolean)
        return std::int64_t{json.get<bool>()};
    if (json.is_number_integer() && info.kind == ValueKind::Integer)
        return json.get<std::int64_t>();
    if (json.is_string() && info.kind == ValueKind::Text) return json.get<std::string>();
    return {};
}

GivenValues read_given(DefinitionJson& reader, const EntityDef& entity, const Json& json,
                       const std::string& path) {
    GivenValues given;
    for (const auto& [key, json_value] : json.items()) {
        const std::string at = path + "." + key;
        const FieldDef* field = entity.find_field(key);
        if (field == nullptr) {
            reader.refuse(at, "there is no field \"" + key + "\"");
            return given;
        }
        if (field->access == Access::ReadOnly || field->merge == MergeKind::Server)
            reader.refuse(at, "people do not write this field");
        Value value = default_of(*field, json_value);
        if (is_null(value) || !find_value_issues(*field, value, {}).empty())
            reader.refuse(at, "does not fit the field");
        given.emplace_back(field->id, std::move(value));
    }
    return given;
}

void read_list(DefinitionJson& reader, const EntityDef& entity, PresetDef& preset, const Json& json,
               const std::string& path) {
    if (!json.contains("list")) return;
    const Json& list = reader.object_or_array(json, "list", path, Json::value_t::object);
    const std::string at = path + ".list";
    if (list.contains("columns")) {
        preset.list_columns = reader.shown_fields(entity, list, "columns", at);
        if (preset.list_columns.empty()) reader.refuse(at + ".columns", "must not be empty");
    }
    const std::string order = reader.optional_text(list, "order", at);
    if (!order.empty()) preset.list_order = reader.field(entity, order, at + ".order");
}

PresetDef read_preset(DefinitionJson& reader, const EntityDef& entity, const Json& json,
                      const std::string& path) {
    PresetDef preset;
    preset.key = reader.text(json, "key", path);
    if (!is_definition_key(preset.key)) reader.refuse(path + ".key", "must be a snake_case word");
    preset.icon = reader.optional_text(json, "icon", path);
    if (preset.icon.empty()) preset.icon = entity.icon;
    preset.menu = reader.optional_text(json, "menu", path);
    if (preset.menu.empty()) preset.menu = entity.menu;
    preset.shown = !reader.flag(json, "hidden", path);
    preset.where = reader.optional_text(json, "where", path);
    preset.singular = read_words(reader, json, "label", path);
    preset.plural = read_words(reader, json, "plural", path);
    if (json.contains("defaults"))
        preset.defaults = read_given(
            reader, entity, reader.object_or_array(json, "defaults", path, Json::value_t::object),
            path + ".defaults");
    read_list(reader, entity, preset, json, path);
    return preset;
}

}  // namespace

void read_presets(DefinitionJson& reader, EntityDef& entity, const Json& json) {
    entity.called = reader.optional_text(json, "called", "$");
    if (json.contains("presets")) {
        if (entity.menu.empty())
            return reader.refuse("$.presets", "a module without a menu has no second name");
        const Json& items = reader.object_or_array(json, "presets", "$", Json::value_t::array);
        for (std::size_t index = 0; index < items.size(); ++index) {
            const std::string path = "$.presets[" + std::to_string(index) + "]";
            if (!items[index].is_object()) return reader.refuse(path, "must be an object");
            entity.presets.push_back(read_preset(reader, entity, items[index], path));
        }
    }
    if (!entity.called.empty() && entity.find_preset(entity.called) == nullptr)
        reader.refuse("$.called", "there is no preset \"" + entity.called + "\"");
}

void read_starter(DefinitionJson& reader, EntityDef& entity, const Json& json) {
    if (!json.contains("starter")) return;
    const Json& records = reader.object_or_array(json, "starter", "$", Json::value_t::array);
    if (records.size() > kStarterRecordsMax)
        return reader.refuse("$.starter",
                             "has more than " + std::to_string(kStarterRecordsMax) + " records");
    for (std::size_t index = 0; index < records.size(); ++index) {
        const std::string path = "$.starter[" + std::to_string(index) + "]";
        if (!records[index].is_object()) return reader.refuse(path, "must be an object");
        entity.starter.push_back(read_given(reader, entity, records[index], path));
    }
}

}  // namespace holdfast
