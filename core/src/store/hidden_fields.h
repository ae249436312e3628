// HiddenFields: what a person may not see of a module. Private to core/src.
#pragma once

#include "core/policy.h"
#include "core/registry.h"

namespace holdfast {

/// Whether the field is hidden from the policy's person, or by the administrator from everybody,
/// also while nobody has users (`policy` null). What does not exist is hidden.
[[nodiscard]] inline bool is_hidden(const Policy* policy, const EntityDef& entity, FieldId id) {
    const FieldDef* field = entity.find_any(id);
    if (field == nullptr || field->presence == Presence::Hidden) return true;
    return policy != nullptr && policy->field_access(entity.id, id) == FieldAccess::Hidden;
}

}  // namespace holdfast
