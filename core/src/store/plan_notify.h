// PlanNotify: what followers of a record are told about a change. Private to core/src/store.
#pragma once

#include <deque>
#include <vector>

#include "store/draft_plan.h"

namespace holdfast {

/// Creations of records of `notification` that belong into the same draft: one for each person who
/// follows a record that `rows` change, or of which they change a part. Nobody is told what he did
/// himself, or may not read. As long as one lies unread, the changes of that hour by the same
/// device make no other, and one commit makes 200 at most. Nothing where it is not known who the
/// author is, or by small definitions without followers. Blocks on disk.
[[nodiscard]] Result<std::vector<Operation>> find_notifications(Store::Impl& store,
                                                                const std::deque<PlannedRow>& rows,
                                                                const Draft& draft);

}  // namespace holdfast
