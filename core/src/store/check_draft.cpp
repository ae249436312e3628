#include "store/check_draft.h"

#include "store/draft_plan.h"

namespace holdfast {

Result<std::vector<FieldIssue>> check_draft(Store& store, const Draft& draft) {
    DraftPlan plan(store.internals(), draft);
    TRY(plan.make());
    return std::move(plan.issues());
}

}  // namespace holdfast
