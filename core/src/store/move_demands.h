// MoveDemands: what a move between states needs beside the right to edit the record.
// docs/adr/0029 has the rules.
#pragma once

#include <optional>
#include <string_view>

#include "core/policy.h"
#include "core/store.h"

namespace holdfast {

struct MoveDemands {
    MoveRight right = MoveRight::Edit;
    MovePlace place = MovePlace::Device;
    FieldId reason = FieldId::None;
};
/// Those of the transition from one state to another. Where none leads there directly, as when a
/// state is corrected by hand: the right to approve, if the module has transitions that need it
/// and no others lead there, however many are made one after the other. So nobody who may not
/// approve gets by hand where his moves do not take him.
[[nodiscard]] MoveDemands find_demands(const EntityDef& entity, std::string_view from,
                                       std::string_view to);

/// Whether the move is not made here.
[[nodiscard]] bool is_for_server(const StoreState& state, const MoveDemands& move);

/// Why the person cannot make the move here, whatever else the record says; nothing: it is open.
/// Blocks on disk shortly.
[[nodiscard]] Result<std::optional<FieldIssue>> find_move_issue(Store& store, const Policy& policy,
                                                                const Record& record,
                                                                std::string_view to);

}  // namespace holdfast
