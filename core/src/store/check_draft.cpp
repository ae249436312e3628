#include "store/check_draft.h"

#include "store/commit.h"
#include "store/draft_plan.h"

namespace holdfast {

Result<std::vector<FieldIssue>> check_draft(Store& store, const Draft& draft) {
    DraftPlan plan(store.internals(), draft);
    TRY(plan.make());
    if (plan.issues().empty()) TRY(check_length(store.internals(), plan, draft.reason()));
    return std::move(plan.issues());
}

}  // namespace holdfast
