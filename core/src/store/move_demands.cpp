#include "store/move_demands.h"

#include <algorithm>

#include "core/record_source.h"

namespace holdfast {

namespace {

bool needs_approval(const TransitionDef& move) {
    return move.right == MoveRight::Approve;
}

/// By moves that whoever edits the record makes, one or several.
bool gets_there_freely(const EntityDef& entity, std::string_view from, std::string_view to) {
    std::vector<std::string_view> reached{from};
    for (std::size_t at = 0; at < reached.size(); ++at) {
        if (reached[at] == to) return true;
        for (const std::string_view next : entity.states_after(reached[at])) {
            const TransitionDef* move = entity.find_transition(reached[at], next);
            const bool open =
                move == nullptr || (!needs_approval(*move) && move->place == MovePlace::Device);
            if (open && std::find(reached.begin(), reached.end(), next) == reached.end())
                reached.push_back(next);
        }
    }
    return false;
}

}  // namespace

MoveDemands find_demands(const EntityDef& entity, std::string_view from, std::string_view to) {
    if (from == to) return {};
    if (const TransitionDef* direct = entity.find_transition(from, to))
        return {direct->right, direct->place, direct->reason};
    MoveDemands by_hand;
    const bool guarded =
        std::any_of(entity.transitions.begin(), entity.transitions.end(), needs_approval);
    if (guarded && !gets_there_freely(entity, from, to)) by_hand.right = MoveRight::Approve;
    return by_hand;
}

bool is_for_server(const StoreState& state, const MoveDemands& move) {
    return move.place == MovePlace::Authority && state.authority == Authority::Enrolled;
}

Result<std::optional<FieldIssue>> find_move_issue(Store& store, const Policy& policy,
                                                  const Record& record, std::string_view to) {
    const EntityDef& entity = *store.registry().find(record.entity);
    const FieldId field = entity.state_field;
    const std::string_view from = text_or_empty(record.values[entity.index_of(field)]);
    const MoveDemands move = find_demands(entity, from, to);
    if (is_for_server(store.state(), move))
        return std::optional(FieldIssue{record.id, field, IssueKind::NotAllowed, "authority"});
    if (move.right == MoveRight::Edit) return std::optional<FieldIssue>();
    RecordSource source(store);
    if (TRY(policy.can(Action::Approve, record, source))) return std::optional<FieldIssue>();
    return std::optional(FieldIssue{record.id, field, IssueKind::NoRight, "approve"});
}

}  // namespace holdfast
