// PlanIntegrity: what rows demand of each other before they are written: unique values, trees
// without circles, links that nobody may cut. Private to core/src/store.
#pragma once

#include <deque>
#include <vector>

#include "store/draft_plan.h"

namespace holdfast {

class PlanIntegrity {
public:
    /// `rows`: of the whole draft.
    PlanIntegrity(Store::Impl& store, const std::deque<PlannedRow>& rows)
        : store_(&store), rows_(&rows) {}

    [[nodiscard]] Status check(const PlannedRow& planned);
    [[nodiscard]] std::vector<FieldIssue> take_issues() { return std::move(issues_); }

private:
    [[nodiscard]] Status check_unique(const PlannedRow& planned,
                                      const std::vector<FieldId>& fields);
    [[nodiscard]] Status check_tree(const PlannedRow& planned, const FieldDef& field);
    [[nodiscard]] Status check_removal(const PlannedRow& planned);
    /// Ids of living rows with these values, as they are stored; a draft's own rows not included.
    [[nodiscard]] Result<std::vector<RecordId>> find_equal(const EntityDef& entity,
                                                           const std::vector<FieldId>& fields,
                                                           const Record& record);
    [[nodiscard]] const PlannedRow* find_planned(EntityId entity, const RecordId& id) const;
    [[nodiscard]] Result<RecordId> parent_of(const EntityDef& entity, const FieldDef& field,
                                             const RecordId& id);

    Store::Impl* store_;
    const std::deque<PlannedRow>* rows_;
    std::vector<FieldIssue> issues_;
};

}  // namespace holdfast
