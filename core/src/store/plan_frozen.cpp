#include "store/plan_frozen.h"

#include <algorithm>

namespace holdfast {
namespace {

/// Parts of parts of parts: deeper than any module goes.
constexpr int kPartDepthMax = 8;

RecordId parent_of(const EntityDef& entity, const Record& record) {
    if (entity.parent_field == FieldId::None) return {};
    return link_or_none(record.values[entity.index_of(entity.parent_field)]);
}

const EntityDef* parent_module(const Registry& registry, const EntityDef& entity) {
    const FieldDef* parent = entity.find_field(entity.parent_field);
    return parent ? registry.find(parent->target) : nullptr;
}

/// By definition alone, so that most records cost nothing.
bool may_be_part_of_frozen(const Registry& registry, const EntityDef& entity) {
    const EntityDef* above = parent_module(registry, entity);
    for (int depth = 0; above && depth < kPartDepthMax; ++depth) {
        if (!above->frozen_in.empty()) return true;
        above = parent_module(registry, *above);
    }
    return false;
}

/// Whether the draft leads the document out of the states in which it is issued, along its machine.
bool leads_out(const PlannedRow* planned) {
    if (!planned || planned->origin == PlannedRow::Origin::Created) return false;
    const EntityDef& entity = *planned->entity;
    const std::size_t position = entity.index_of(entity.state_field);
    const std::string_view to = text_or_empty(planned->row.record.values[position]);
    return !entity.freezes(to) &&
           entity.allows(text_or_empty(planned->stored.values[position]), to);
}

/// `undoing`: the plan of an undo, which may take back lines with the move that issued them; null:
/// documents are judged as they are stored.
Result<bool> find_frozen_above(Store::Impl& store, const EntityDef& entity, RecordId id,
                               DraftPlan* undoing) {
    const EntityDef* above = parent_module(*store.registry, entity);
    for (int depth = 0; above && !id.is_none() && depth < kPartDepthMax; ++depth) {
        const auto stored = TRY(store.table(*above).read(store.db, id));
        if (!stored) return false;
        // Only what can be frozen has states to be led out of.
        if (is_frozen(*above, stored->record) &&
            !(undoing && leads_out(undoing->find(above->id, id))))
            return true;
        id = parent_of(*above, stored->record);
        above = parent_module(*store.registry, *above);
    }
    return false;
}

bool is_life(OperationKind kind) {
    return kind == OperationKind::Remove || kind == OperationKind::Restore;
}

/// Whether the operation leaves anything else than is stored.
bool changes_stored(const PlannedRow& planned, const Operation& wanted) {
    if (planned.origin == PlannedRow::Origin::Created) return true;
    if (is_life(wanted.kind)) return planned.row.record.life != planned.stored.life;
    const EntityDef& entity = *planned.entity;
    return std::any_of(wanted.edits.begin(), wanted.edits.end(), [&](const FieldEdit& edit) {
        const FieldId field = edit.field == FieldId::None ? entity.state_field : edit.field;
        if (!entity.find_field(field)) return false;
        const std::size_t position = entity.index_of(field);
        return planned.row.record.values[position] != planned.stored.values[position];
    });
}

/// Whether the operation lets a part come to its parent or leave it.
bool moves_part(const EntityDef& entity, const Operation& wanted) {
    if (entity.parent_field == FieldId::None) return false;
    return wanted.kind != OperationKind::Set ||
           std::any_of(wanted.edits.begin(), wanted.edits.end(),
                       [&](const FieldEdit& edit) { return edit.field == entity.parent_field; });
}

}  // namespace

bool is_frozen(const EntityDef& entity, const Record& record) {
    if (entity.frozen_in.empty()) return false;
    return entity.freezes(text_or_empty(record.values[entity.index_of(entity.state_field)]));
}

Result<bool> is_part_of_frozen(Store& store, const EntityDef& entity, const Record& record) {
    if (!may_be_part_of_frozen(store.registry(), entity)) return false;
    return find_frozen_above(store.internals(), entity, parent_of(entity, record), nullptr);
}

Result<bool> PlanFrozen::is_part_of_frozen(const EntityDef& entity, const Record& record) {
    const std::pair<EntityId, RecordId> parent{entity.id, parent_of(entity, record)};
    const auto known = frozen_.find(parent);
    if (known != frozen_.end()) return known->second;
    const bool frozen = TRY(
        find_frozen_above(*store_, entity, parent.second, draft_->takes_back() ? plan_ : nullptr));
    frozen_[parent] = frozen;
    return frozen;
}

// A log says what was; what was wrong is put right by another entry. A mistake of a moment ago is
// taken back all the same.
void PlanFrozen::check_log(const PlannedRow& planned, const Operation& wanted) {
    if (planned.entity->kind != EntityKind::Log) return;
    if (planned.origin == PlannedRow::Origin::Created) return;
    const bool edits = wanted.kind == OperationKind::Set || wanted.kind == OperationKind::Increment;
    const bool removes = wanted.kind == OperationKind::Remove && !draft_->takes_back();
    if (edits || removes) report(wanted.record, FieldId::None, IssueKind::AddOnly);
}

// Setting a state is how people correct it. What was issued goes its machine's ways only: any other
// state could be a step on the way to one that was never issued.
void PlanFrozen::check_document(const PlannedRow& planned, const Operation& wanted) {
    const EntityDef& entity = *planned.entity;
    if (planned.origin == PlannedRow::Origin::Created || !is_frozen(entity, planned.stored)) return;
    if (wanted.kind == OperationKind::Remove)
        report(wanted.record, FieldId::None, IssueKind::Frozen);
    if (wanted.kind != OperationKind::Set) return;
    const std::size_t position = entity.index_of(entity.state_field);
    const std::string_view from = text_or_empty(planned.stored.values[position]);
    const std::string_view to = text_or_empty(planned.row.record.values[position]);
    if (from != to && !entity.allows(from, to))
        report(wanted.record, FieldId::None, IssueKind::Frozen);
}

// What comes with a new document, or with the move that issues it, is part of what is issued:
// documents are judged as they are stored. Undo takes back in one go what came in one go.
Status PlanFrozen::check_part(const PlannedRow& planned) {
    const EntityDef& entity = *planned.entity;
    if (!may_be_part_of_frozen(*store_->registry, entity)) return {};
    bool frozen = TRY(is_part_of_frozen(entity, planned.row.record));
    if (!frozen && planned.origin == PlannedRow::Origin::Stored)
        frozen = TRY(is_part_of_frozen(entity, planned.stored));
    if (frozen) report(planned.row.record.id, FieldId::None, IssueKind::Frozen);
    return {};
}

Status PlanFrozen::check(const PlannedRow& planned, const Operation& wanted) {
    if (!changes_stored(planned, wanted)) return {};
    check_log(planned, wanted);
    check_document(planned, wanted);
    return check_part(planned);
}

// A merge moves what leads to its records, but no line comes to or leaves an issued document.
Status DraftPlan::check_frozen() {
    PlanFrozen frozen(*store_, *draft_, *this);
    for (const Operation& wanted : draft_->operations()) {
        const PlannedRow& planned = *find(wanted.entity, wanted.record);
        if (is_of_merge(planned, wanted) && !moves_part(*planned.entity, wanted)) continue;
        TRY(frozen.check(planned, wanted));
    }
    for (FieldIssue& issue : frozen.take_issues()) report(std::move(issue));
    return {};
}

}  // namespace holdfast
