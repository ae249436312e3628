// MoveDemands: what a move between states needs beside the right to edit the record.
// docs/adr/0029 has the rules.
#pragma once

#include <optional>
#include <string_view>

#include "core/policy.h"
#include "core/store.h"

namespace holdfast {

/// The transition whose demands count when a record gets from one state to another. Without one
/// that leads there directly, as when a state is set by hand: the first that leads there and needs
/// a right. Null: there are no demands.
[[nodiscard]] const TransitionDef* find_demands(const EntityDef& entity, std::string_view from,
                                                std::string_view to);

/// Where moves are made.
[[nodiscard]] bool is_for_server(const StoreState& state, const TransitionDef& move);

/// Why the person cannot make the move here, whatever else the record says; nothing: it is open.
/// Blocks on disk shortly.
[[nodiscard]] Result<std::optional<FieldIssue>> find_move_issue(Store& store, const Policy& policy,
                                                                const Record& record,
                                                                std::string_view to);

}  // namespace holdfast
