// Invariants: what must hold in every world, counted so that a run shows how often each was judged.
#pragma once

#include <array>
#include <cstdint>

namespace holdfast::sim {

enum class Invariant : std::uint8_t {
    // At any time.
    Atomicity,       ///< No part of a transaction is visible without the rest.
    ReadYourWrites,  ///< A device shows its own undecided writes.
    PendingCounter,  ///< A counter is the server's value and the own undecided changes.
    Monotonic,       ///< Within an epoch a checkpoint never goes back.
    ClockBound,      ///< The server takes no stamp from far in the future.
    OneNumber,       ///< A document number stands on one record, for good.
    RaceDecided,     ///< A move that a race rule decides is not refused.
    ProvedLoss,      ///< Only a history that was lost is proved lost.
    OwnOnce,         ///< No own work is in the server's values and on top of them as well.
    // When everything has come to rest.
    Liveness,      ///< It comes to rest.
    ExactlyOnce,   ///< What a device sent was applied once, or refused, and nothing twice.
    Dependents,    ///< Nothing is applied that builds on what was refused.
    Existence,     ///< A record exists when its creation was accepted, and only then.
    LostUpdate,    ///< A write is there, or was overwritten by somebody who knew, or is a conflict.
    Strict,        ///< A strict field was overwritten by those only who had seen it.
    Once,          ///< A field written once keeps its first value.
    CounterSum,    ///< A counter is the sum of its accepted changes.
    States,        ///< The state is where the accepted moves lead.
    Groups,        ///< No address mixes what two people wrote.
    Series,        ///< Document numbers have no gaps and no twins.
    GivenNumbers,  ///< A number that a device gave is taken.
    Convergence,   ///< Every device shows what the server has.
    NothingLost,   ///< What was refused waits under "needs attention".
    FalseConflict,  ///< Who works alone has no conflicts.
    Count,
};
[[nodiscard]] const char* name_of(Invariant invariant);
using InvariantCounts = std::array<std::uint64_t, static_cast<std::size_t>(Invariant::Count)>;

}  // namespace holdfast::sim
