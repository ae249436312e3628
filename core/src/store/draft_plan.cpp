#include "store/draft_plan.h"

#include <algorithm>

#include "core/kept_choices.h"
#include "store/field_edit.h"
#include "store/plan_links.h"
#include "store/plan_notify.h"
#include "store/plan_only_one.h"
#include "store/plan_rights.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

/// "No value" has one form in the store: NULL.
Value normalised(const Value& value) {
    return value == Value(std::string()) ? Value() : value;
}

bool is_read_only(const FieldDef& field, OperationKind kind) {
    if (field.merge == MergeKind::Counter) return kind == OperationKind::Set;
    if (field.access == Access::Writable) return false;
    // History that is brought along may fill what the engine would have written.
    return kind != OperationKind::Create || field.merge == MergeKind::Server;
}

/// Whoever corrects a state by hand corrects when it was entered, too.
bool is_corrected_stamp(const EntityDef& entity, FieldId field, const Operation& wanted) {
    const auto corrects = [&](const FieldEdit& edit) { return edit.field == entity.state_field; };
    const auto stamps = [&](const StateDef& state) { return state.stamp == field; };
    return std::any_of(entity.states.begin(), entity.states.end(), stamps) &&
           std::any_of(wanted.edits.begin(), wanted.edits.end(), corrects);
}

}  // namespace

std::vector<std::size_t> PlannedRow::changed_positions() const {
    std::vector<std::size_t> positions;
    for (std::size_t position = 0; position < stored.values.size(); ++position)
        if (stored.values[position] != row.record.values[position]) positions.push_back(position);
    return positions;
}

bool PlannedRow::is_changed() const {
    return origin == Origin::Created || row.record.life != stored.life ||
           stored.values != row.record.values;
}

void DraftPlan::report(FieldIssue issue) {
    if (std::find(issues_.begin(), issues_.end(), issue) == issues_.end())
        issues_.push_back(std::move(issue));
}

PlannedRow* DraftPlan::find(EntityId entity, const RecordId& id) {
    const auto found = index_.find({entity, id});
    return found == index_.end() ? nullptr : found->second;
}

Result<PlannedRow*> DraftPlan::load(const EntityDef& entity, const RecordId& id) {
    if (PlannedRow* planned = find(entity.id, id)) return planned;
    auto stored = TRY(store_->table(entity).read(store_->db, id));
    if (!stored) return fail(ErrorCode::NotFound, "commit.record");
    PlannedRow planned;
    planned.entity = &entity;
    planned.stored = stored->record;
    planned.row = *std::move(stored);
    rows_.push_back(std::move(planned));
    index_[{entity.id, id}] = &rows_.back();
    return &rows_.back();
}

Status DraftPlan::make() {
    if (draft_->operations().size() > kOperationsPerTransactionMax)
        return fail(ErrorCode::LimitExceeded, "commit.operations");
    policy_ = TRY(store_->person.get(*store_));
    for (const Operation& wanted : draft_->operations()) TRY(plan(wanted));
    TRY(check_rights());
    TRY(follow_states());
    for (const Operation& wanted : TRY(PlanLinks(*store_, rows_).find_changes())) TRY(plan(wanted));
    for (const Operation& wanted : TRY(find_only_one_changes(*store_, rows_, *draft_)))
        TRY(plan(wanted));
    TRY(give_numbers());
    if (tells_) TRY(tell_followers());
    TRY(put_change_sets_last());
    if (operations_.size() > kOperationsPerTransactionMax)
        return fail(ErrorCode::LimitExceeded, "commit.operations");
    for (const Operation& operation : operations_)
        TRY(check_links(*find(operation.entity, operation.record), operation));
    TRY(check_targets());
    for (const PlannedRow& planned : rows_) check_values(planned);
    for (const Entered& entered : entered_) check_entered(*entered.planned, *entered.state);
    TRY(check_moves());
    // First why nothing of it may change, then what is wrong with it.
    TRY(check_frozen());
    return check_rules();
}

Status DraftPlan::tell_followers() {
    for (const Operation& wanted : TRY(find_notifications(*store_, rows_, *draft_))) {
        if (operations_.size() >= kOperationsPerTransactionMax) break;  // Work comes before news.
        TRY(plan(wanted));
        find(wanted.entity, wanted.record)->is_message = true;
    }
    return {};
}

Status DraftPlan::plan(const Operation& wanted) {
    const EntityDef* entity = store_->registry->find(wanted.entity);
    if (!entity || wanted.record.is_none()) return fail(ErrorCode::BadInput, "commit.entity");
    if (wanted.kind == OperationKind::Create) return plan_create(*entity, wanted);
    PlannedRow& planned = *TRY(load(*entity, wanted.record));
    switch (wanted.kind) {
        case OperationKind::Set:
            return plan_set(planned, wanted);
        case OperationKind::Increment:
            return plan_increment(planned, wanted);
        case OperationKind::Transition:
            plan_transition(planned, wanted);
            return {};
        default:
            plan_life(planned, wanted);
            return {};
    }
}

Status DraftPlan::plan_create(const EntityDef& entity, const Operation& wanted) {
    if (find(entity.id, wanted.record) ||
        TRY(store_->table(entity).exists(store_->db, wanted.record)))
        return fail(ErrorCode::Conflict, "commit.create");
    PlannedRow planned;
    planned.entity = &entity;
    planned.origin = PlannedRow::Origin::Created;
    Record& record = planned.row.record;
    record.entity = entity.id;
    record.id = wanted.record;
    record.values.reserve(entity.fields.size());
    for (const FieldDef& field : entity.fields) record.values.push_back(field.initial);
    if (entity.state_field != FieldId::None)
        record.values[entity.index_of(entity.state_field)] = entity.initial_state;
    for (const FieldEdit& given : wanted.edits) {
        const FieldDef* field = entity.find_field(given.field);
        if (!field) return fail(ErrorCode::BadInput, "commit.field");
        if (is_read_only(*field, wanted.kind)) report(record.id, field->id, IssueKind::ReadOnly);
        record.values[entity.index_of(field->id)] = normalised(given.value);
    }
    if (entity.number_field != FieldId::None) {
        Value& number = record.values[entity.index_of(entity.number_field)];
        if (is_null(number)) number = TRY(first_number(entity));
    }
    if (policy_) TRY(claim(*store_, *policy_, record));
    Operation operation;
    operation.kind = wanted.kind;
    operation.entity = wanted.entity;
    operation.record = wanted.record;
    operation.base = wanted.base;
    operation.own_no = wanted.own_no;
    operation.edits.reserve(wanted.edits.size() + 4);
    for (std::size_t position = 0; position < entity.fields.size(); ++position) {
        const FieldDef& field = entity.fields[position];
        // A default that was cleared has to be said, or the server would fill it in again.
        if (is_null(record.values[position]) && is_null(field.initial)) continue;
        operation.edits.push_back(edit_of(field.id, record.values[position], draft_->seen()));
    }
    rows_.push_back(std::move(planned));
    index_[{entity.id, wanted.record}] = &rows_.back();
    operations_.push_back(std::move(operation));
    return {};
}

Status DraftPlan::plan_set(PlannedRow& planned, const Operation& wanted) {
    const EntityDef& entity = *planned.entity;
    Operation operation = wanted;
    operation.edits.clear();
    for (const FieldEdit& given : wanted.edits) {
        const FieldDef* field = entity.find_field(given.field);
        if (!field) return fail(ErrorCode::BadInput, "commit.field");
        Value& current = planned.row.record.values[entity.index_of(field->id)];
        FieldEdit edit = edit_of(field->id, normalised(given.value), draft_->seen());
        if (edit.value == current) continue;
        if (is_read_only(*field, wanted.kind) && !is_corrected_stamp(entity, field->id, wanted) &&
            !is_moved_link(planned, edit) && !is_of_conversion(planned, field->id))
            report(wanted.record, field->id, IssueKind::ReadOnly);
        edit.seen = current;
        operation.edits.push_back(std::move(edit));
    }
    if (operation.edits.empty()) return {};
    complete_groups(entity, planned.row.record.values, operation.edits);
    for (FieldEdit& edit : operation.edits) {
        edit.base = draft_->seen();
        planned.row.record.values[entity.index_of(edit.field)] = edit.value;
        note_conversion(planned, edit);
    }
    add_operation(std::move(operation));
    return {};
}

Status DraftPlan::plan_increment(PlannedRow& planned, const Operation& wanted) {
    const EntityDef& entity = *planned.entity;
    const FieldEdit& given = wanted.edits.front();
    const FieldDef* field = entity.find_field(given.field);
    if (!field || field->merge != MergeKind::Counter)
        return fail(ErrorCode::BadInput, "commit.increment");
    Value& current = planned.row.record.values[entity.index_of(field->id)];
    std::int64_t total = 0;
    if (__builtin_add_overflow(integer_or(current, 0), integer_or(given.value, 0), &total)) {
        report(wanted.record, field->id, IssueKind::OutOfRange);
        return {};
    }
    current = total;
    operations_.push_back(wanted);
    return {};
}

void DraftPlan::plan_transition(PlannedRow& planned, const Operation& wanted) {
    const EntityDef& entity = *planned.entity;
    const std::string_view to = text_or_empty(wanted.edits.front().value);
    const StateDef* target = entity.find_state(to);
    if (!target) return report(wanted.record, entity.state_field, IssueKind::NotAllowed);
    Value& current = planned.row.record.values[entity.index_of(entity.state_field)];
    if (text_or_empty(current) == to) return;
    if (!entity.allows(text_or_empty(current), to))
        return report(wanted.record, entity.state_field, IssueKind::NotAllowed);
    const TransitionDef* move = entity.find_transition(text_or_empty(current), to);
    Operation operation = wanted;
    operation.edits.resize(1);
    operation.edits.front().field = entity.state_field;
    operation.edits.front().seen = current;
    current = target->key;
    add_stamp(planned, *target, wanted, operation);
    entered_.push_back({&planned, target, move});
    operations_.push_back(std::move(operation));
}

void DraftPlan::add_stamp(PlannedRow& planned, const StateDef& state, const Operation& wanted,
                          Operation& operation) const {
    if (state.stamp == FieldId::None) return;
    Value& stamp = planned.row.record.values[planned.entity->index_of(state.stamp)];
    if (state.stamp_rule == StampRule::FirstTime && !is_null(stamp)) return;
    const auto given =
        std::find_if(wanted.edits.begin(), wanted.edits.end(),
                     [&](const FieldEdit& each) { return each.field == state.stamp; });
    const Value time = given == wanted.edits.end() ? Value(store_->environment->now_ms())
                                                   : normalised(given->value);
    FieldEdit edit = edit_of(state.stamp, time, draft_->seen());
    edit.seen = stamp;
    stamp = edit.value;
    operation.edits.push_back(std::move(edit));
}

void DraftPlan::plan_life(PlannedRow& planned, const Operation& wanted) {
    const Record::Life life =
        wanted.kind == OperationKind::Remove ? Record::Life::Deleted : Record::Life::Living;
    if (planned.row.record.life == life) return;
    planned.row.record.life = life;
    operations_.push_back(wanted);
}

void DraftPlan::add_operation(Operation operation) {
    const bool joins = !operations_.empty() && operation.kind == OperationKind::Set &&
                       operations_.back().record == operation.record &&
                       operations_.back().entity == operation.entity &&
                       (operations_.back().kind == OperationKind::Set ||
                        operations_.back().kind == OperationKind::Create);
    if (!joins) return operations_.push_back(std::move(operation));
    std::vector<FieldEdit>& edits = operations_.back().edits;
    for (FieldEdit& edit : operation.edits) {
        const auto same = std::find_if(edits.begin(), edits.end(), [&](const FieldEdit& earlier) {
            return earlier.field == edit.field;
        });
        if (same == edits.end())
            edits.push_back(std::move(edit));
        else
            same->value = std::move(edit.value);
    }
}

void DraftPlan::check_values(const PlannedRow& planned) {
    const EntityDef& entity = *planned.entity;
    const Record& record = planned.row.record;
    for (std::size_t position = 0; position < entity.fields.size(); ++position) {
        const FieldDef& field = entity.fields[position];
        const Value& value = record.values[position];
        const bool stored = planned.origin == PlannedRow::Origin::Stored;
        if (stored && planned.stored.values[position] == value) continue;
        for (const FieldIssue& issue : find_value_issues(field, value, record.id)) {
            const bool kept = issue.kind == IssueKind::NotAChoice && stored &&
                              keeps_choices(field, planned.stored.values[position], value);
            if (!kept) report(issue.record, issue.field, issue.kind);
        }
        if (field.id == entity.state_field && !entity.find_state(text_or_empty(value)))
            report(record.id, field.id, IssueKind::NotAChoice);
    }
}

void DraftPlan::check_entered(const PlannedRow& planned, const StateDef& state) {
    for (const FieldId field : state.required)
        if (is_null(planned.row.record.values[planned.entity->index_of(field)]))
            report(planned.row.record.id, field, IssueKind::Missing);
}

Status DraftPlan::check_links(const PlannedRow& planned, const Operation& operation) {
    for (const FieldEdit& edit : operation.edits) {
        const FieldDef& field = *planned.entity->find_field(edit.field);
        if (field.type == FieldType::Entity && !is_null(edit.value) &&
            !store_->registry->find(text_or_empty(edit.value)))
            report(operation.record, field.id, IssueKind::NotAChoice);
        const RecordId target = link_or_none(edit.value);
        if (target.is_none()) continue;
        const EntityDef* entity =
            link_target(*store_->registry, *planned.entity, field, planned.row.record.values);
        if (entity &&
            (find(entity->id, target) || TRY(store_->table(*entity).exists(store_->db, target))))
            continue;
        report(operation.record, field.id, IssueKind::UnknownLink);
    }
    return {};
}

}  // namespace holdfast
