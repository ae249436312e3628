// CheckDraft: what a commit would say. Private to core.
#pragma once

#include <vector>

#include "core/store.h"

namespace holdfast {

/// What commit() would say to the draft, and nothing is written. Fails as commit() does, with
/// LimitExceeded when the transaction would be too long.
[[nodiscard]] Result<std::vector<FieldIssue>> check_draft(Store& store, const Draft& draft);

}  // namespace holdfast
