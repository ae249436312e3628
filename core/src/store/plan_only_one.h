// PlanOnlyOne: what one of several has, the others lose. Private to core/src/store.
#pragma once

#include <deque>
#include <vector>

#include "store/draft_plan.h"

namespace holdfast {

/// Set operations that belong into the same draft, so that EntityRules::only_one() holds. What is
/// given the boolean has it from then on; what only comes to the others with it (restored, or moved
/// to another record) loses it when one of them has it. `rows`: of the whole draft. Blocks on disk.
[[nodiscard]] Result<std::vector<Operation>> find_only_one_changes(
    Store::Impl& store, const std::deque<PlannedRow>& rows, const Draft& draft);

}  // namespace holdfast
