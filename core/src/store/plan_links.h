// PlanLinks: what removing and restoring records does to the links of others. Private to
// core/src/store.
#pragma once

#include <deque>
#include <vector>

#include "store/draft_plan.h"

namespace holdfast {

class PlanLinks {
public:
    /// `rows`: of the whole draft, as its own operations leave them.
    PlanLinks(Store::Impl& store, const std::deque<PlannedRow>& rows)
        : store_(&store), rows_(&rows) {}

    /// Links that say `on_delete: clear` lose a target that is removed, and have it back when it is
    /// restored, unless they lead somewhere else by then. As Set operations for the same draft.
    [[nodiscard]] Result<std::vector<Operation>> find_changes();

private:
    [[nodiscard]] Result<std::vector<RecordId>> find_linking(const EntityDef& other,
                                                             const FieldDef& link,
                                                             const RecordId& target);
    [[nodiscard]] Status clear_links_to(const PlannedRow& removed);
    [[nodiscard]] Status restore_links_to(const PlannedRow& restored);
    [[nodiscard]] const PlannedRow* find_planned(EntityId entity, const RecordId& id) const;
    void set_link(EntityId entity, const RecordId& record, FieldId field, Value target);

    Store::Impl* store_;
    const std::deque<PlannedRow>* rows_;
    std::vector<Operation> changes_;
};

}  // namespace holdfast
