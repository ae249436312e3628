// PlanChanges: what a draft does to the change sets of a workspace, judged as the next start of
// this device will judge it. Private to core/src/store.
#pragma once

#include <deque>
#include <vector>

#include "core/customization.h"
#include "store/draft_plan.h"

namespace holdfast {

/// Time of the next publication: sets count in that order, and a new one is checked on top of the
/// others, so it comes last, whatever the clocks of the devices say that made them.
[[nodiscard]] Result<std::int64_t> next_publication(Store::Impl& store);
/// Whether the draft takes the record in among the change sets that count.
[[nodiscard]] bool starts_to_count(const PlannedRow& planned);

class PlanChanges {
public:
    /// `rows`: of the whole draft, so that sets are judged as they will stand beside each other.
    PlanChanges(Store::Impl& store, const std::deque<PlannedRow>& rows)
        : store_(&store), rows_(&rows) {}

    /// A text of a set must fit on top of what counts; a set that stops to count must not be
    /// needed by another one or by records in its states. Compiles definitions: some 10 ms, where
    /// the draft touches change sets at all.
    [[nodiscard]] Status check();
    [[nodiscard]] std::vector<FieldIssue> take_issues() { return std::move(issues_); }
    /// Of the definitions that a set was checked on top of which begins to count; 0: none does.
    [[nodiscard]] std::int64_t base_version() const { return base_version_; }

private:
    [[nodiscard]] Status check_counting(const std::vector<const PlannedRow*>& touched,
                                        const std::vector<ChangeSet>& before,
                                        const Customization& next);
    void report(const PlannedRow& planned, FieldId field, CustomizationIssue issue);

    Store::Impl* store_;
    const std::deque<PlannedRow>* rows_;
    std::vector<FieldIssue> issues_;
    std::int64_t base_version_ = 0;
};

}  // namespace holdfast
