// What a draft's moves between states need: a right, a reason, the server.
#include <algorithm>

#include "store/draft_plan.h"
#include "store/move_demands.h"
#include "store/plan_rights.h"

namespace holdfast {

Status DraftPlan::check_move(const PlannedRow& planned, const MoveDemands& move) {
    const EntityDef& entity = *planned.entity;
    const RecordId& id = planned.row.record.id;
    if (is_for_server(store_->state, move))
        report({id, entity.state_field, IssueKind::NotAllowed, "authority"});
    if (move.reason != FieldId::None &&
        is_null(planned.row.record.values[entity.index_of(move.reason)]))
        report(id, move.reason, IssueKind::Missing);
    if (move.right != MoveRight::Approve || !policy_) return {};
    PlanRights rights(*store_, *policy_, rows_);
    if (!TRY(rights.may_approve(planned)))
        report({id, entity.state_field, IssueKind::NoRight, "approve"});
    return {};
}

// Also who corrects the state as any other field, or converts the record, decides what a transition
// would have decided; neither needs a reason, nor a guard. What is made in a state, as an import
// brings history along, is judged by its right alone.
Status DraftPlan::check_by_hand(const PlannedRow& planned, std::string_view from,
                                std::string_view to) {
    MoveDemands demands = find_demands(*planned.entity, from, to);
    demands.reason = FieldId::None;
    if (planned.origin == PlannedRow::Origin::Created) demands.place = MovePlace::Device;
    return check_move(planned, demands);
}

// Every step counts: a draft can correct a state before it moves the record, and after.
Status DraftPlan::check_steps(const PlannedRow& planned) {
    const EntityDef& entity = *planned.entity;
    if (entity.state_field == FieldId::None || planned.is_message) return {};
    const std::size_t position = entity.index_of(entity.state_field);
    const bool created = planned.origin == PlannedRow::Origin::Created;
    std::string_view at = created ? std::string_view(entity.initial_state)
                                  : text_or_empty(planned.stored.values[position]);
    for (const Entered& entered : entered_) {
        if (entered.planned != &planned) continue;
        const TransitionDef* move = entered.move;
        TRY(check_by_hand(planned, at, move != nullptr ? move->from : entered.state->key));
        if (move != nullptr) TRY(check_move(planned, {move->right, move->place, move->reason}));
        at = entered.state->key;
    }
    return check_by_hand(planned, at, text_or_empty(planned.row.record.values[position]));
}

Status DraftPlan::check_moves() {
    if (merge_) return {};
    for (const PlannedRow& planned : rows_) TRY(check_steps(planned));
    return {};
}

}  // namespace holdfast
