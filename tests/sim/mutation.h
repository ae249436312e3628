// Mutations: faults planted on purpose, one at a time. A simulator that lets one live is broken.
//
// All of them live in tests: in the memory stores, in the world around them, in wrappers of the
// server store and in the definitions the server is given. Product code knows none of them.
#pragma once

#include <cstdint>
#include <span>

#include "manners.h"

namespace holdfast::sim {

enum class Mutation : std::uint8_t {
    None,
    NoDedupe,
    RebaseMovesBase,
    CursorBeforeData,
    PartsAsTheyArrive,
    DroppedOnAcknowledgement,
    SeqBeforeCommit,
    SecondEditTakesNewBase,
    NoEpochAfterRestore,
    AcknowledgedNotRetained,
    SeqReusedAfterRestore,
    RefusalLost,
    ConflictNotRecorded,
    ConflictClosedUnseen,
    GroupSplit,
    OnceOverwritten,
    StrictOverwritten,
    AnyTransition,
    DependentsApplied,
    OwnWritesForeign,
    DeltaBeforeCommit,
    TornCommit,
    ServerValueOverPending,
    CounterAsScalar,
    ClockTrusted,
    WithdrawnNumberSkipped,
    FormForgetsPending,
    SeriesBeforeCommit,
    NumbersGoOnAfterRestore,
    NumbersNotReported,
    NumberNotLookedUp,
    RaceByArrival,
    RaceRefused,
    RaceFactsDropped,
    RaceSeenByAll,
    DisputeLeftUnseen,
    BlockStartedAgain,
    BlockKeptAfterRestore,
    BlockNotNoted,
    VoidNotLogged,
    VoidNotTakenBack,
    PushNeverShrinks,
    FlushForgotten,
    LiveToItsAuthor,
    LiveFromElsewhere,
};

/// What the devices keep their data in.
enum class StoreKind : std::uint8_t {
    Memory,
    Sqlite,  ///< The product's store, on a disk that fails.
};

struct MutationInfo {
    Mutation mutation;
    const char* name;
    std::uint64_t seeds_max;  ///< It must be found within so many seeds.
    Habit habit = Habit::SaveSoon;
    StoreKind store = StoreKind::Memory;
};

/// Every mutation but None.
[[nodiscard]] std::span<const MutationInfo> all_mutations();

}  // namespace holdfast::sim
