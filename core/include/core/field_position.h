// Where a module's values have a field that the program knows by its key.
#pragma once

#include <string_view>

#include "core/registry.h"

namespace holdfast {

/// Position in EntityDef::fields of the field with this key, which the module has.
[[nodiscard]] inline std::size_t position_of(const EntityDef& definition, std::string_view key) {
    const FieldDef* field = definition.find_field(key);
    HOLDFAST_ASSERT(field != nullptr);
    return definition.index_of(field->id);
}

}  // namespace holdfast
