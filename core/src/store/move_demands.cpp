#include "store/move_demands.h"

#include <algorithm>

#include "core/record_source.h"

namespace holdfast {

const TransitionDef* find_demands(const EntityDef& entity, std::string_view from,
                                  std::string_view to) {
    if (from == to) return nullptr;
    if (const TransitionDef* direct = entity.find_transition(from, to)) return direct;
    for (const TransitionDef& move : entity.transitions)
        if (move.to == to && move.right != MoveRight::Edit) return &move;
    return nullptr;
}

bool is_for_server(const StoreState& state, const TransitionDef& move) {
    return move.place == MovePlace::Authority && state.authority == Authority::Enrolled;
}

Result<std::optional<FieldIssue>> find_move_issue(Store& store, const Policy& policy,
                                                  const Record& record, std::string_view to) {
    const EntityDef& entity = *store.registry().find(record.entity);
    const FieldId field = entity.state_field;
    const std::string_view from = text_or_empty(record.values[entity.index_of(field)]);
    const TransitionDef* move = find_demands(entity, from, to);
    if (move == nullptr) return std::optional<FieldIssue>();
    if (is_for_server(store.state(), *move))
        return std::optional(FieldIssue{record.id, field, IssueKind::NotAllowed, "authority"});
    if (move->right == MoveRight::Edit) return std::optional<FieldIssue>();
    RecordSource source(store);
    if (TRY(policy.can(Action::Approve, record, source))) return std::optional<FieldIssue>();
    return std::optional(FieldIssue{record.id, field, IssueKind::NoRight, "approve"});
}

}  // namespace holdfast
