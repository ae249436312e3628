// Races of states: two people moved a record without knowing of each other.
//
// Pure; the server decides by it, and whoever asks gets the same answer.
#pragma once

#include <optional>
#include <string_view>

#include "core/registry.h"

namespace holdfast {

/// A move that arrives at a record.
struct ArrivingMove {
    std::string_view current;  ///< Where the record is.
    std::string_view target;   ///< Where its author wants it.
    std::string_view seen;     ///< Where its author saw it.
};

/// The state that the record gets by the module's race rules. Nothing: its author saw where it is,
/// or no rule fits; the state machine judges then. What a race led to stays until somebody moves
/// the record who has seen it there.
[[nodiscard]] std::optional<std::string_view> find_race_result(const EntityDef& entity,
                                                               const ArrivingMove& move);

/// The task that the race between two states makes: its occasion, RaceDef::task. Empty: none.
[[nodiscard]] std::string_view find_race_task(const EntityDef& entity, std::string_view first,
                                              std::string_view second);

}  // namespace holdfast
