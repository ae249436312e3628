// PlanContent: what texts that speak of definitions have to say (FieldDef::content), judged before
// they are written. Private to core/src/store.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "core/record_source.h"
#include "store/draft_plan.h"

namespace holdfast {

class PlanContent {
public:
    /// `rows`: of the whole draft, so that a step is judged by the workflow that it comes with.
    PlanContent(Store::Impl& store, const std::deque<PlannedRow>& rows)
        : store_(&store), rows_(&rows) {}

    /// Of what the draft changes: a text that was kept already keeps nobody from editing something
    /// else.
    [[nodiscard]] Status check(const PlannedRow& planned);
    [[nodiscard]] std::vector<FieldIssue> take_issues() { return std::move(issues_); }

private:
    [[nodiscard]] Status check_content(const PlannedRow& planned, const FieldDef& field,
                                       const std::string& text);
    /// The module that the content speaks of; null when none is named, which is another issue.
    [[nodiscard]] Result<const EntityDef*> module_of(const PlannedRow& planned,
                                                     const Expression& names);
    [[nodiscard]] bool is_up_for_judgement(const PlannedRow& planned, const FieldDef& field) const;

    Store::Impl* store_;
    const std::deque<PlannedRow>* rows_;
    std::optional<RecordSource> source_;  ///< Made when a text is judged: most drafts have none.
    std::vector<FieldIssue> issues_;
};

}  // namespace holdfast
