// What stands in the way of a change set that is published or taken back, besides the text itself.
// Private to core/src/store.
#pragma once

#include <optional>

#include "core/customization.h"
#include "core/sqlite.h"

namespace holdfast {

/// A field of `next` whose number was an earlier field's, under another key.
[[nodiscard]] Result<std::optional<CustomizationIssue>> find_earlier_owner(Database& db,
                                                                           const Registry& next);

/// Records that would be in a state which they cannot leave.
struct StuckQuestion {
    Database& db;
    const Registry& here;    ///< What this device was started with: other modules have no table.
    const Registry& before;  ///< With the set.
    const Registry& after;   ///< Without it.
};
[[nodiscard]] Result<std::optional<CustomizationIssue>> find_stuck(const StuckQuestion& question);

/// What sets are refused for in `after` that were not in `before`; null when there is none.
[[nodiscard]] const CustomizationIssue* find_new_issue(const Customization& before,
                                                       const Customization& after);

}  // namespace holdfast
