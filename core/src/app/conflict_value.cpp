#include "conflict_value.h"

#include <nlohmann/json.hpp>

namespace holdfast {

Result<std::vector<Draft::FieldValue>> read_unit(const EntityDef& entity, std::string_view json) {
    const auto object = nlohmann::json::parse(json, nullptr, false);
    if (!object.is_object()) return fail(ErrorCode::Corrupt, "conflict.value");
    std::vector<Draft::FieldValue> values;
    for (const auto& [key, member] : object.items()) {
        const FieldDef* field = entity.find_field(std::string_view(key));
        if (field == nullptr) continue;
        Value value = TRY(value_from_json(member.dump()));
        values.push_back({field->id, std::move(value)});
    }
    return values;
}

bool read_life(std::string_view json) {
    const auto object = nlohmann::json::parse(json, nullptr, false);
    if (!object.is_object()) return false;
    const auto member = object.find(kLifeUnit);
    return member != object.end() && *member == 1;
}

std::string label_of_unit(const Strings& strings, const EntityDef& entity, std::string_view unit) {
    if (unit == kLifeUnit) return std::string(strings.get("ui.recycle_bin"));
    for (const FormSection& section : entity.form) {
        if (section.key == unit) return std::string(strings.label_of(entity, section));
    }
    const FieldDef* field = entity.find_field(unit);
    return field == nullptr ? std::string(unit) : std::string(strings.label_of(entity, *field));
}

Result<std::string> show_unit(const Strings& strings, LinkTitles& titles, const UnitText& text,
                              int zone_offset_minutes) {
    if (text.unit == kLifeUnit) {
        return std::string(
            strings.get(read_life(text.json) ? "conflict.life.deleted" : "conflict.life.living"));
    }
    std::string out;
    for (const Draft::FieldValue& given : TRY(read_unit(*text.entity, text.json))) {
        const FieldDef* field = text.entity->find_field(given.field);
        const std::string shown = TRY(
            show_value(strings, titles, {text.entity, field, &given.value}, zone_offset_minutes));
        if (shown.empty()) continue;
        if (!out.empty()) out += ", ";
        out += shown;
    }
    return out.empty() ? std::string(strings.get("conflict.empty_value")) : out;
}

}  // namespace holdfast
