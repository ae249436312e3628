#include "store/plan_targets.h"

#include "core/policy.h"

namespace holdfast {
namespace {

constexpr int kPartDepthMax = 8;

}  // namespace

// Whoever makes a record may link to it; and everybody may name himself.
Result<bool> PlanTargets::may_read(const EntityDef& entity, const Record& record) {
    if (!policy_ || record.id == store_->person.user().id) return true;
    const PlannedRow* planned = plan_->find(entity.id, record.id);
    if (planned && planned->origin == PlannedRow::Origin::Created) return true;
    return policy_->can(Action::Read, record, stored_);
}

/// A part is in the recycle bin with its parent.
Result<bool> PlanTargets::is_removed(const EntityDef& entity, const RecordId& id) {
    const EntityDef* module = &entity;
    RecordId at = id;
    for (int depth = 0; module && !at.is_none() && depth < kPartDepthMax; ++depth) {
        Record record;
        if (const PlannedRow* planned = plan_->find(module->id, at)) {
            record = planned->row.record;
        } else {
            auto stored = TRY(store_->table(*module).read(store_->db, at));
            if (!stored) return false;
            record = std::move(stored->record);
        }
        if (record.life == Record::Life::Deleted) return true;
        const FieldDef* parent = module->find_field(module->parent_field);
        if (!parent) return false;
        at = link_or_none(record.values[module->index_of(parent->id)]);
        module = store_->registry->find(parent->target);
    }
    return false;
}

Result<PlanTargets::Reach> PlanTargets::find_reach(const EntityDef& entity, const RecordId& id) {
    const auto stored = TRY(store_->table(entity).read(store_->db, id));
    if (stored && !TRY(may_read(entity, stored->record))) return Reach::Hidden;
    return TRY(is_removed(entity, id)) ? Reach::Removed : Reach::Open;
}

Result<PlanTargets::Reach> PlanTargets::reach(const EntityDef& entity, const RecordId& id) {
    const auto known = known_.find({entity.id, id});
    if (known != known_.end()) return known->second;
    const Reach found = TRY(find_reach(entity, id));
    known_[{entity.id, id}] = found;
    return found;
}

Status PlanTargets::check(const PlannedRow& planned, const Operation& wanted) {
    const EntityDef& entity = *planned.entity;
    const std::vector<Value>& values = planned.row.record.values;
    for (const FieldEdit& edit : wanted.edits) {
        const FieldDef* field = entity.find_field(edit.field);
        if (!field) continue;
        const std::size_t position = entity.index_of(field->id);
        const bool created = planned.origin == PlannedRow::Origin::Created;
        if (!created && planned.stored.values[position] == values[position]) continue;
        const RecordId target = link_or_none(values[position]);
        const EntityDef* module =
            target.is_none() ? nullptr : link_target(*store_->registry, entity, *field, values);
        if (!module) continue;
        const Reach found = TRY(reach(*module, target));
        if (found == Reach::Open) continue;
        issues_.push_back({wanted.record, field->id, IssueKind::UnknownLink,
                           found == Reach::Removed ? "removed" : ""});
    }
    return {};
}

// A merge invents no link: it takes over what the merged records had.
Status DraftPlan::check_targets() {
    if (merge_) return {};
    PlanTargets targets(*store_, *this, policy_);
    for (const Operation& wanted : draft_->operations())
        TRY(targets.check(*find(wanted.entity, wanted.record), wanted));
    for (FieldIssue& issue : targets.take_issues()) report(std::move(issue));
    return {};
}

}  // namespace holdfast
