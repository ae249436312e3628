// FieldFormat: how values of one field type are shown, edited and read. Private to core/src/app.
#pragma once

#include <string>
#include <string_view>

#include "core/strings.h"

namespace holdfast {

/// Whose value it is, and who looks at it.
struct FieldContext {
    const Strings& strings;
    const EntityDef& entity;
    const FieldDef& field;
    int zone_offset_minutes;
};

/// One row of the table of formats. Values given are not null, texts not blank.
struct FieldFormat {
    FieldType type;
    std::string (*show)(const FieldContext& context, const Value& value);
    /// What parse() reads back unchanged.
    std::string (*edit)(const FieldContext& context, const Value& value);
    ParsedValue (*parse)(const FieldContext& context, std::string_view text);
};
[[nodiscard]] const FieldFormat& format_of(FieldType type);

}  // namespace holdfast
