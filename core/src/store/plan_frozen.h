// PlanFrozen: what a draft may not touch any more: issued documents with their parts, and what was
// written to a log. Private to core/src/store.
#pragma once

#include <map>
#include <vector>

#include "core/frozen.h"
#include "store/draft_plan.h"

namespace holdfast {

class PlanFrozen {
public:
    /// `plan`: of the draft; not owned.
    PlanFrozen(Store::Impl& store, const Draft& draft, DraftPlan& plan)
        : store_(&store), draft_(&draft), plan_(&plan) {}

    /// `wanted`: as its author drafted it; what the engine adds to it is free.
    [[nodiscard]] Status check(const PlannedRow& planned, const Operation& wanted);
    [[nodiscard]] std::vector<FieldIssue> take_issues() { return std::move(issues_); }

private:
    void check_log(const PlannedRow& planned, const Operation& wanted);
    void check_document(const PlannedRow& planned, const Operation& wanted);
    [[nodiscard]] Status check_part(const PlannedRow& planned);
    /// Remembered by parent: all lines of a document have one answer.
    [[nodiscard]] Result<bool> is_part_of_frozen(const EntityDef& entity, const Record& record);
    void report(const RecordId& record, FieldId field, IssueKind kind) {
        issues_.push_back({record, field, kind, {}});
    }

    Store::Impl* store_;
    const Draft* draft_;
    DraftPlan* plan_;
    std::map<std::pair<EntityId, RecordId>, bool> frozen_;
    std::vector<FieldIssue> issues_;
};

}  // namespace holdfast
