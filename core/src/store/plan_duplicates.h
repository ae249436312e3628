// PlanDuplicates: rules of duplicates before rows are written: those that block, and records that
// are rules themselves. Private to core/src/store.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "store/draft_plan.h"
#include "store/duplicate_rules.h"

namespace holdfast {

class PlanDuplicates {
public:
    /// `rows`: of the whole draft.
    PlanDuplicates(Store::Impl& store, const std::deque<PlannedRow>& rows)
        : store_(&store), rows_(&rows), module_(find_rule_module(*store.registry)) {}

    /// A rule that is switched on has to make sense. Any other record must not agree, by a rule
    /// that blocks, with a living one that the person may see.
    [[nodiscard]] Status check(const PlannedRow& planned);
    [[nodiscard]] std::vector<FieldIssue> take_issues() { return std::move(issues_); }

private:
    [[nodiscard]] Status check_kept_rule(const PlannedRow& planned);
    /// Of records of the module of rules.
    [[nodiscard]] bool counts(const Record& record) const;
    [[nodiscard]] bool begins_to_count(const PlannedRow& planned) const;
    [[nodiscard]] std::size_t count_planned(const PlannedRow& planned) const;
    [[nodiscard]] Result<bool> are_too_many(const PlannedRow& planned);
    [[nodiscard]] Status check_blocked(const PlannedRow& planned);
    /// One rule of a module, by its number.
    using RuleKey = std::pair<EntityId, std::size_t>;
    using PlannedByKey = std::multimap<std::uint32_t, const PlannedRow*>;
    [[nodiscard]] Result<bool> has_planned_like(const PlannedRow& planned, std::size_t number,
                                                const CountingRule& rule,
                                                const std::vector<std::uint32_t>& keys);
    [[nodiscard]] Result<bool> has_stored_like(const PlannedRow& planned, const CountingRule& rule,
                                               const std::vector<std::uint32_t>& keys);
    [[nodiscard]] const PlannedByKey& planned_by_key(const EntityDef& entity, std::size_t number,
                                                     const DuplicateRule& rule);
    [[nodiscard]] bool is_planned(EntityId entity, const RecordId& id);

    Store::Impl* store_;
    const std::deque<PlannedRow>* rows_;
    RuleModule module_;
    std::map<RuleKey, PlannedByKey> planned_by_key_;
    std::set<std::pair<EntityId, RecordId>> planned_ids_;
    std::vector<FieldIssue> issues_;
};

}  // namespace holdfast
