#include "store/retention.h"

#include <algorithm>

#include "store/kept_days.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

constexpr std::int64_t kAcknowledgedKeptMs = 7 * kDayMs;
/// What a jump of the device's clock costs. A device that is used only now and then keeps its
/// transactions longer for it, which costs room but loses nothing.
constexpr std::int64_t kUnseenMsMax = kDayMs;

constexpr LivedClock kAgeClock{"age_clock_ms", "age_seen_ms"};

}  // namespace

Result<std::int64_t> advance_clock(Store::Impl& store, const LivedClock& lived) {
    const std::int64_t now_ms = store.environment->now_ms();
    const Value seen = TRY(read_state_value(store.db, lived.seen));
    const Value before = TRY(read_state_value(store.db, lived.clock));
    const std::int64_t passed_ms =
        std::clamp<std::int64_t>(now_ms - integer_or(seen, now_ms), 0, kUnseenMsMax);
    const std::int64_t clock_ms = integer_or(before, now_ms) + passed_ms;
    TRY(write_state_value(store.db, lived.seen, now_ms));
    TRY(write_state_value(store.db, lived.clock, clock_ms));
    return clock_ms;
}

Result<std::int64_t> advance_age_clock(Store::Impl& store) {
    return advance_clock(store, kAgeClock);
}

Status forget_aged(Database& db, std::int64_t age_clock_ms) {
    return forget_acknowledged(db, age_clock_ms - kAcknowledgedKeptMs);
}

}  // namespace holdfast
