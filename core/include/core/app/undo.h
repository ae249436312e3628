// UndoStep: how to take back one committed change of a person, as long as nobody built on it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/store.h"

namespace holdfast {

/// Plain data; holds no view and no database. Made by FormView, kept by Workspace's toast.
struct UndoStep {
    enum class Kind : std::uint8_t { Set, Transition, Remove, Restore };
    struct Change {
        Kind kind = Kind::Set;
        EntityId entity = EntityId::None;
        RecordId record;
        std::vector<Draft::FieldValue> expected;  ///< What must still stand there.
        std::vector<Draft::FieldValue> restored;  ///< Set: what is written instead.
        std::string from;                         ///< Transition back: the state that must stand.
        std::string to;
    };
    std::vector<Change> changes;
};

/// Takes the step back in one ordinary transaction. Fails with Conflict, changing nothing, when a
/// value is no longer what the step left behind.
[[nodiscard]] Result<CommitOutcome> take_back(Store& store, const UndoStep& step);

}  // namespace holdfast
