// Merge: what happens to one unit of fields whose author had not seen the last write of it.
//
// A unit is one field, or all fields of a merge group. Pure; the table is sync, section 2.5.
#pragma once

#include <cstdint>
#include <string>

#include "core/registry.h"
#include "sync/server_store.h"

namespace holdfast::sync {

/// Who writes; `hlc` is already clamped by the server.
struct Author {
    DeviceNo device = DeviceNo::None;
    TransactionNo no = TransactionNo::None;
    Hlc hlc;
    std::string user;
    std::string code{};         ///< Of the device, in its document numbers.
    bool owes_numbers = false;  ///< DeviceState::owes_numbers.
};

/// Whether the author of an edit made at checkpoint `base` had seen the write `last` at `seq`: it
/// lies at or before the base, or it is the same device's earlier transaction: people know their
/// own work, whichever form they had open. (A lower bound by the edit's own_no raised false
/// conflicts: an own write that changed nothing leaves the write before it as the last one.)
[[nodiscard]] bool has_seen(const Author& author, ServerSeq base, ServerSeq seq,
                            const LogEntry& last);

enum class Verdict : std::uint8_t {
    Win,     ///< The new value is shown, the old one goes to a conflict record.
    Lose,    ///< The current value stays, the new one goes to a conflict record.
    Refuse,  ///< The whole transaction is refused as stale.
};
enum class Current : std::uint8_t { Empty, Filled };

/// Judges a write that did not know of `last`.
[[nodiscard]] Verdict judge_concurrent(MergeKind kind, const Author& author, const LogEntry& last,
                                       Current current);

}  // namespace holdfast::sync
