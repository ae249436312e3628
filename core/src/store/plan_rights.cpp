#include "store/plan_rights.h"

#include "store/policy_modules.h"

namespace holdfast {
namespace {

struct ActionWord {
    Action action;
    std::string_view word;  ///< What of FieldIssue::detail stands for it.
};
constexpr ActionWord kCreate{Action::Create, "create"};
constexpr ActionWord kEdit{Action::Edit, "edit"};
constexpr ActionWord kDelete{Action::Delete, "delete"};

const ActionWord& action_of(const PlannedRow& planned, OperationKind kind) {
    if (planned.origin == PlannedRow::Origin::Created) return kCreate;
    const bool removes = kind == OperationKind::Remove || kind == OperationKind::Restore;
    return removes ? kDelete : kEdit;
}

/// What the author wants the field to hold is what it holds anyway.
bool changes_nothing(const PlannedRow& planned, const FieldEdit& edit) {
    const std::size_t position = planned.entity->index_of(edit.field);
    const Value& before = planned.origin == PlannedRow::Origin::Created
                              ? planned.entity->fields[position].initial
                              : planned.stored.values[position];
    return before == planned.row.record.values[position];
}

/// Fields of the engine are for nobody to write; where history may bring them along, all may.
FieldAccess needed_for(const FieldDef& field) {
    return field.access == Access::ReadOnly ? FieldAccess::Read : FieldAccess::Write;
}

Value name_of(const PolicyUser& user, const FieldDef& field) {
    return field.type == FieldType::Link ? Value(user.id) : Value(user.login);
}

}  // namespace

PlanRights::PlanRights(Store::Impl& store, const Policy& policy, const std::deque<PlannedRow>& rows)
    : policy_(&policy), drafted_(store), stored_(store) {
    for (const PlannedRow& planned : rows) drafted_.put(planned.row.record);
}

// What is made is judged as it will be, what is changed as it was: nobody gets a right to a record
// by writing his name into it.
Result<bool> PlanRights::may(Action action, const PlannedRow& planned) {
    if (action == Action::Create) return policy_->can(action, planned.row.record, drafted_);
    return policy_->can(action, planned.stored, stored_);
}

Result<bool> PlanRights::may_approve(const PlannedRow& planned) {
    if (planned.origin == PlannedRow::Origin::Created)
        return policy_->can(Action::Approve, planned.row.record, drafted_);
    return may(Action::Approve, planned);
}

Status PlanRights::check(const PlannedRow& planned, const Operation& wanted) {
    const ActionWord& needed = action_of(planned, wanted.kind);
    if (!TRY(may(needed.action, planned)))
        issues_.push_back(
            {wanted.record, FieldId::None, IssueKind::NoRight, std::string(needed.word)});
    else
        check_fields(planned, wanted);
    return {};
}

Status PlanRights::check_merge(const EntityDef& entity, const Record& winner) {
    // Records follow their owner: whoever merges a colleague into himself would have what was his.
    if (carries_rights(entity) && !policy_->is_unlimited())
        issues_.push_back({winner.id, FieldId::None, IssueKind::NoRight, "merge"});
    else if (!TRY(policy_->can(Action::Edit, winner, stored_)))
        issues_.push_back({winner.id, FieldId::None, IssueKind::NoRight, std::string(kEdit.word)});
    return {};
}

void PlanRights::check_fields(const PlannedRow& planned, const Operation& wanted) {
    const EntityDef& entity = *planned.entity;
    for (const FieldEdit& edit : wanted.edits) {
        const FieldId field =
            wanted.kind == OperationKind::Transition ? entity.state_field : edit.field;
        const FieldDef* def = entity.find_field(field);
        if (!def || policy_->field_access(entity.id, field) >= needed_for(*def)) continue;
        if (changes_nothing(planned, {field, {}, {}, {}})) continue;
        issues_.push_back({wanted.record, field, IssueKind::NoRight, "field"});
    }
}

Status claim(Store::Impl& store, const Policy& policy, Record& record) {
    const EntityDef& entity = *store.registry->find(record.entity);
    const PolicyUser& user = store.person.user();
    if (user.id.is_none()) return {};
    const std::vector<const FieldDef*> people = person_fields_of(*store.registry, entity);
    for (const FieldDef* field : people)
        if (!is_null(record.values[entity.index_of(field->id)])) return {};
    RecordSource source(store);
    for (const FieldDef* field : people) {
        if (field->key != "owner" && TRY(policy.can(Action::Create, record, source))) continue;
        record.values[entity.index_of(field->id)] = name_of(user, *field);
        return {};
    }
    return {};
}

}  // namespace holdfast
