// PlanRights: what the author of a draft has no right to. Private to core/src/store.
#pragma once

#include <deque>
#include <vector>

#include "core/policy.h"
#include "core/record_source.h"
#include "store/draft_plan.h"

namespace holdfast {

class PlanRights {
public:
    PlanRights(Store::Impl& store, const Policy& policy, const std::deque<PlannedRow>& rows);

    /// `wanted`: as its author drafted it. What the engine adds to it needs no right.
    [[nodiscard]] Status check(const PlannedRow& planned, const Operation& wanted);
    /// Merging into `winner`, or taking that back, changes what it is, even where no value of it is
    /// written; of modules that rights are made of it changes who may do what.
    [[nodiscard]] Status check_merge(const EntityDef& entity, const Record& winner);
    /// Whether its author may move a record where only those get it who may approve.
    [[nodiscard]] Result<bool> may_approve(const PlannedRow& planned);
    [[nodiscard]] std::vector<FieldIssue> take_issues() { return std::move(issues_); }

private:
    [[nodiscard]] Result<bool> may(Action action, const PlannedRow& planned);
    void check_fields(const PlannedRow& planned, const Operation& wanted);

    const Policy* policy_;
    RecordSource drafted_;
    RecordSource stored_;  ///< Without the draft.
    std::vector<FieldIssue> issues_;
};

/// A record that is nobody's becomes its maker's: its owner, or, where only that allows the maker
/// to create it, whoever else it is of.
[[nodiscard]] Status claim(Store::Impl& store, const Policy& policy, Record& record);

}  // namespace holdfast
