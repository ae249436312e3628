// ExchangeContext: who takes data in and out: language, clock and rights of one person.
#pragma once

#include "core/strings.h"

namespace holdfast {

class Policy;
struct PresetDef;

struct ExchangeContext {
    Strings strings{};
    int zone_offset_minutes = 0;  ///< Where the person is, of times without a zone.
    /// Whose rights count; null: everything is allowed. Outlives the import or export.
    const Policy* policy = nullptr;
    /// The second name under which an import makes records; null: none. Outlives the import.
    const PresetDef* preset = nullptr;
};

}  // namespace holdfast
