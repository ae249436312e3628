#include "core/kept_choices.h"

#include "core/record.h"

namespace holdfast {
namespace {

std::vector<std::string> keys_of(const FieldDef& field, const Value& value) {
    if (field.type == FieldType::Choices) return read_choices(text_or_empty(value));
    return {std::string(text_or_empty(value))};
}

bool has_choices(const FieldDef& field) {
    return field.type == FieldType::Choice || field.type == FieldType::Choices;
}

/// As if these were offered, too.
bool is_right_with(const FieldDef& field, std::vector<std::string> keys, const Value& value) {
    FieldDef known = field;
    for (std::string& key : keys) known.choices.push_back(std::move(key));
    return find_value_issues(known, value, RecordId{}).empty();
}

}  // namespace

bool keeps_choices(const FieldDef& field, const Value& before, const Value& after) {
    return has_choices(field) && is_right_with(field, keys_of(field, before), after);
}

bool may_have_been_offered(const FieldDef& field, const Value& value) {
    if (!has_choices(field)) return false;
    std::vector<std::string> keys = keys_of(field, value);
    std::erase_if(keys,
                  [&](const std::string& key) { return !is_custom(field.id) && !is_own_key(key); });
    return is_right_with(field, std::move(keys), value);
}

}  // namespace holdfast
