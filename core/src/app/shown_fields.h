// ShownFields: what the store's person may see of a module. Private to core/src/app.
#pragma once

#include "core/policy.h"
#include "core/store.h"

namespace holdfast {

/// Whether the person sees the field; not when it does not exist.
[[nodiscard]] inline bool shows_field(Store& store, const EntityDef& entity, FieldId field) {
    const Result<Policy> policy = store.policy();
    return policy && policy->field_access(entity.id, field) != FieldAccess::Hidden;
}

}  // namespace holdfast
