// What a draft's moves between states need: a right, a reason, the server.
#include <algorithm>

#include "store/draft_plan.h"
#include "store/move_demands.h"
#include "store/plan_rights.h"

namespace holdfast {

Status DraftPlan::check_move(const PlannedRow& planned, const TransitionDef& move) {
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

// Also who corrects the state as any other field decides what the transition would have decided; a
// correction needs no reason, as it needs no guard. What is made in a state, as an import brings
// history along, is judged by its right alone.
Status DraftPlan::check_state_by_hand(const PlannedRow& planned) {
    const EntityDef& entity = *planned.entity;
    if (entity.state_field == FieldId::None || planned.is_message) return {};
    const std::size_t position = entity.index_of(entity.state_field);
    const bool created = planned.origin == PlannedRow::Origin::Created;
    const std::string_view before = created ? std::string_view(entity.initial_state)
                                            : text_or_empty(planned.stored.values[position]);
    const TransitionDef* move =
        find_demands(entity, before, text_or_empty(planned.row.record.values[position]));
    if (move == nullptr || (created && move->right == MoveRight::Edit)) return {};
    TransitionDef demands = *move;
    demands.reason = FieldId::None;
    if (created) demands.place = MovePlace::Device;
    return check_move(planned, demands);
}

Status DraftPlan::check_moves() {
    if (merge_) return {};
    for (const Entered& entered : entered_)
        if (entered.move != nullptr) TRY(check_move(*entered.planned, *entered.move));
    for (const PlannedRow& planned : rows_) {
        const bool moved = std::any_of(entered_.begin(), entered_.end(), [&](const Entered& each) {
            return each.planned == &planned;
        });
        if (!moved) TRY(check_state_by_hand(planned));
    }
    return {};
}

}  // namespace holdfast
