// Whether a living record has a document number already.
#pragma once

#include <string>

#include "core/registry.h"

namespace holdfast {

/// A query with a row when a living record of the entity, which has a number field, has the number
/// ?1.
[[nodiscard]] std::string taken_number_sql(const EntityDef& entity);

}  // namespace holdfast
