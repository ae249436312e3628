// PresetScope: the conditions of a preset as a filter. Private to core/src/app.
#pragma once

#include "core/filter.h"
#include "core/policy.h"
#include "core/registry.h"

namespace holdfast {

/// Always true when the preset has no condition.
[[nodiscard]] FilterNode scope_of(const PresetDef& preset);
/// Both must hold. What says the scope already does not say it twice.
[[nodiscard]] FilterNode within(const FilterNode& scope, FilterNode filter);
/// Whether the person sees what the preset's condition looks at.
[[nodiscard]] bool opens(const Registry& registry, const Policy& policy, const ModulePlace& place);
/// Whether the person may write what new records get under this name.
[[nodiscard]] bool fills(const Policy& policy, const EntityDef& entity, const PresetDef& preset);

}  // namespace holdfast
