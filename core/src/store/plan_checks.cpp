// What a draft has to meet: rights, rules, what may stand once only, texts about definitions.
#include <algorithm>

#include "core/rules.h"
#include "store/draft_plan.h"
#include "store/plan_content.h"
#include "store/plan_duplicates.h"
#include "store/plan_integrity.h"
#include "store/plan_rights.h"
#include "store/plan_rules.h"

namespace holdfast {

Status DraftPlan::check_rights() {
    if (!policy_) return {};
    PlanRights rights(*store_, *policy_, rows_);
    if (merge_) {
        const EntityDef& entity = *store_->registry->find(merge_->entity);
        const auto winner = TRY(store_->table(entity).read(store_->db, merge_->records.front()));
        if (!winner) return fail(ErrorCode::NotFound, "merge.record");
        TRY(rights.check_merge(entity, winner->record));
    }
    for (const Operation& wanted : draft_->operations()) {
        const PlannedRow& planned = *find(wanted.entity, wanted.record);
        if (!is_of_merge(planned, wanted)) TRY(rights.check(planned, wanted));
    }
    for (FieldIssue& issue : rights.take_issues()) report(std::move(issue));
    return {};
}

bool DraftPlan::is_moved_link(const PlannedRow& planned, const FieldEdit& edit) const {
    const FieldDef* field = planned.entity->find_field(edit.field);
    if (!merge_ || !field || planned.origin == PlannedRow::Origin::Created) return false;
    if (field->type != FieldType::Link && field->type != FieldType::LinkAny) return false;
    const Value& before = planned.stored.values[planned.entity->index_of(edit.field)];
    const auto is_merged = [&](const Value& value) { return merge_->holds(link_or_none(value)); };
    return (is_merged(before) && (is_null(edit.value) || is_merged(edit.value))) ||
           (is_null(before) && is_merged(edit.value));
}

bool DraftPlan::is_of_conversion(const PlannedRow& planned, FieldId field) const {
    const Record& record = planned.row.record;
    const bool converts =
        conversion_ && conversion_->entity == record.entity && conversion_->source == record.id;
    return (converts || draft_->takes_back()) &&
           store_->registry->rules(record.entity).is_conversion_link(field);
}

void DraftPlan::note_conversion(PlannedRow& planned, const FieldEdit& edit) {
    const EntityDef& entity = *planned.entity;
    if (!conversion_ || edit.field != entity.state_field) return;
    if (const StateDef* state = entity.find_state(text_or_empty(edit.value)))
        entered_.push_back({&planned, state, nullptr});
}

bool DraftPlan::is_of_merge(const PlannedRow& planned, const Operation& operation) const {
    if (!merge_) return false;
    if (operation.entity == merge_->log) return true;
    const EntityDef& entity = *planned.entity;
    if (operation.kind == OperationKind::Set)
        return std::all_of(operation.edits.begin(), operation.edits.end(),
                           [&](const FieldEdit& edit) {
                               const std::size_t position = entity.index_of(edit.field);
                               return planned.origin == PlannedRow::Origin::Stored &&
                                      (planned.stored.values[position] == edit.value ||
                                       is_moved_link(planned, edit));
                           });
    const bool joins = entity.id != merge_->entity && entity.kind != EntityKind::Record &&
                       planned.origin == PlannedRow::Origin::Stored;
    return joins &&
           std::any_of(planned.stored.values.begin(), planned.stored.values.end(),
                       [&](const Value& value) { return merge_->holds(link_or_none(value)); });
}

Status DraftPlan::check_rules() {
    PlanRules rules(*store_, rows_);
    for (const PlannedRow& planned : rows_) TRY(rules.check(planned));
    for (const Entered& entered : entered_)
        TRY(rules.check_entered(*entered.planned, *entered.state));
    for (const Operation& operation : operations_) {
        const PlannedRow& planned = *find(operation.entity, operation.record);
        if (!is_of_merge(planned, operation))
            TRY(rules.check_writable(planned, operation, *draft_));
    }
    for (FieldIssue& issue : rules.take_issues()) report(std::move(issue));
    PlanIntegrity integrity(*store_, rows_);
    for (const PlannedRow& planned : rows_)
        if (planned.is_changed()) TRY(integrity.check(planned));
    for (FieldIssue& issue : integrity.take_issues()) report(std::move(issue));
    TRY(check_contents());
    return check_duplicates();
}

// A merge makes one of two: what else they are like is no reason to leave both. A field that is
// wrong anyway is not compared with others as well.
Status DraftPlan::check_duplicates() {
    if (merge_) return {};
    PlanDuplicates duplicates(*store_, rows_);
    for (const PlannedRow& planned : rows_) TRY(duplicates.check(planned));
    for (FieldIssue& issue : duplicates.take_issues()) {
        const bool wrong_anyway =
            std::any_of(issues_.begin(), issues_.end(), [&](const FieldIssue& known) {
                return known.record == issue.record && known.field == issue.field;
            });
        if (!wrong_anyway) report(std::move(issue));
    }
    return {};
}

Status DraftPlan::check_contents() {
    PlanContent content(*store_, rows_);
    for (const PlannedRow& planned : rows_) TRY(content.check(planned));
    for (FieldIssue& issue : content.take_issues()) report(std::move(issue));
    return check_change_sets();
}

}  // namespace holdfast
