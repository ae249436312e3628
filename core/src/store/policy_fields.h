// Which fields of a module a user reads and writes. Private to core/src/store.
#pragma once

#include <map>

#include "store/policy_impl.h"
#include "store/policy_levels.h"

namespace holdfast {

/// Of every field of the module; computed ones as if they read nothing.
[[nodiscard]] std::map<FieldId, FieldAccess> compile_access(const PolicyLevels& levels,
                                                            const EntityPolicy& module);
/// Hides the computed fields that would tell of a hidden one.
void hide_computed_fields(const Registry& registry, std::map<EntityId, EntityPolicy>& modules);

}  // namespace holdfast
