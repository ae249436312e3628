// Retention: how long acknowledged transactions stay, so that a restored server can have them back.
#pragma once

#include "store/store_impl.h"

namespace holdfast {

/// Where a clock that counts lived time is kept: keys of sync_state.
struct LivedClock {
    std::string_view clock;
    std::string_view seen;  ///< The environment's time when it was last moved on.
};
/// Moves the clock on to the environment's time and returns it, in ms. Time that passed unseen
/// counts for a day at most, and time that went back not at all. A clock that was never moved on
/// begins at the environment's time. To be called in a transaction.
[[nodiscard]] Result<std::int64_t> advance_clock(Store::Impl& store, const LivedClock& lived);

/// Moves the age clock on to the environment's time and returns it, in ms. Time that passed unseen
/// since the last call counts for a day at most, and time that went back not at all, so that a
/// device's clock set to another year does not make its transactions old. To be called once in
/// every transaction that applies a delta.
[[nodiscard]] Result<std::int64_t> advance_age_clock(Store::Impl& store);
/// Forgets acknowledged transactions that were decided seven days ago by the age clock.
[[nodiscard]] Status forget_aged(Database& db, std::int64_t age_clock_ms);

}  // namespace holdfast
