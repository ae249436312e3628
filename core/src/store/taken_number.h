// Whether a stored record has a document number already.
#pragma once

#include <string>

#include "core/registry.h"

namespace holdfast {

/// A query with a row when a record of the entity, in the recycle bin too, has the number ?1; ?2 is
/// the entity's number. `entity` has a number field.
[[nodiscard]] std::string taken_number_sql(const EntityDef& entity);

}  // namespace holdfast
