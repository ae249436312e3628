// Custom columns: where the values of administrators' fields stand, also of fields that the
// definitions in use do not have. A column belongs to a field's number, not to its name.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/registry.h"
#include "core/sqlite.h"

namespace holdfast {

/// As the tables hold them.
[[nodiscard]] inline std::int64_t number_of(EntityId entity) {
    return static_cast<std::int64_t>(raw(entity));
}
[[nodiscard]] inline std::int64_t number_of(FieldId field) {
    return static_cast<std::int64_t>(raw(field));
}

/// Columns of a table with their SQLite types.
using Columns = std::map<std::string, std::string>;

struct CustomColumn {
    FieldId field = FieldId::None;
    std::string name;
};
/// Columns of the entity's table that hold values of administrators' fields, by name.
[[nodiscard]] Result<std::vector<CustomColumn>> read_custom_columns(Database& db, EntityId entity,
                                                                    std::string_view table);
/// Before columns are added: puts aside what stands under the name of one of the entity's fields
/// and is another field's, and brings back what this one had before. Brings `present` up to date.
[[nodiscard]] Status settle_custom_columns(Database& db, const EntityDef& entity, Columns& present);
/// After columns were added: keeps in mind whose they are.
[[nodiscard]] Status note_custom_columns(Database& db, const EntityDef& entity);

/// Tables of entities that administrators once added and that the registry does not have.
[[nodiscard]] Result<std::vector<std::string>> read_unknown_tables(Database& db,
                                                                   const Registry& registry);

}  // namespace holdfast
