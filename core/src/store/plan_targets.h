// PlanTargets: where the links that a draft writes lead. Private to core/src/store.
#pragma once

#include <map>
#include <vector>

#include "core/record_source.h"
#include "store/draft_plan.h"

namespace holdfast {

class PlanTargets {
public:
    /// `plan` has all rows of the draft; null `policy`: everything may be read.
    PlanTargets(Store::Impl& store, DraftPlan& plan, const Policy* policy)
        : store_(&store), plan_(&plan), policy_(policy), stored_(store) {}

    /// Links of `wanted` that say something else than what is stored: to what lies in the recycle
    /// bin, or what the person may not read, which is told as if it did not exist. Whether there is
    /// a target at all is asked elsewhere.
    [[nodiscard]] Status check(const PlannedRow& planned, const Operation& wanted);
    [[nodiscard]] std::vector<FieldIssue> take_issues() { return std::move(issues_); }

private:
    enum class Reach : std::uint8_t { Open, Removed, Hidden };
    [[nodiscard]] Result<Reach> reach(const EntityDef& entity, const RecordId& id);
    [[nodiscard]] Result<Reach> find_reach(const EntityDef& entity, const RecordId& id);
    [[nodiscard]] Result<bool> may_read(const EntityDef& entity, const Record& record);
    [[nodiscard]] Result<bool> is_removed(const EntityDef& entity, const RecordId& id);

    Store::Impl* store_;
    DraftPlan* plan_;
    const Policy* policy_;
    RecordSource stored_;
    std::map<std::pair<EntityId, RecordId>, Reach> known_;
    std::vector<FieldIssue> issues_;
};

}  // namespace holdfast
