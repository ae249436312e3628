// ConflictValue: the JSON objects inside conflict records, as values and in words. Private.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "presentation.h"

namespace holdfast {

/// Name of the unit that stands for a record's life: {"deleted":1}.
inline constexpr std::string_view kLifeUnit = "deleted";

/// {"field key": value, ...} as fields of `entity`; unknown keys are left out. Corrupt when it is
/// not such an object.
[[nodiscard]] Result<std::vector<Draft::FieldValue>> read_unit(const EntityDef& entity,
                                                               std::string_view json);
/// Whether {"deleted":n} means "in the recycle bin".
[[nodiscard]] bool read_life(std::string_view json);

/// Label of a field, of a merge group, or of the record's life.
[[nodiscard]] std::string label_of_unit(const Strings& strings, const EntityDef& entity,
                                        std::string_view unit);

struct UnitText {
    const EntityDef* entity;
    std::string_view unit;
    std::string_view json;
};
/// The values in words, joined by commas; "(empty)" when there are none.
[[nodiscard]] Result<std::string> show_unit(const Strings& strings, LinkTitles& titles,
                                            const UnitText& text, int zone_offset_minutes);

}  // namespace holdfast
