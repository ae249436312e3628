#include "store/retention.h"

#include <algorithm>

#include "store/sync_tables.h"

namespace holdfast {
namespace {

constexpr std::int64_t kDayMs = std::int64_t{24} * 3'600 * 1'000;
constexpr std::int64_t kAcknowledgedKeptMs = 7 * kDayMs;
/// What a jump of the device's clock costs. A device that is used only now and then keeps its
/// transactions longer for it, which costs room but loses nothing.
constexpr std::int64_t kUnseenMsMax = kDayMs;

constexpr char kAgeClock[] = "age_clock_ms";
constexpr char kAgeSeen[] = "age_seen_ms";

}  // namespace

Result<std::int64_t> advance_age_clock(Store::Impl& store) {
    const std::int64_t now_ms = store.environment->now_ms();
    const Value seen = TRY(read_state_value(store.db, kAgeSeen));
    const Value before = TRY(read_state_value(store.db, kAgeClock));
    const std::int64_t passed_ms =
        std::clamp<std::int64_t>(now_ms - integer_or(seen, now_ms), 0, kUnseenMsMax);
    const std::int64_t age_clock_ms = integer_or(before, now_ms) + passed_ms;
    TRY(write_state_value(store.db, kAgeSeen, now_ms));
    TRY(write_state_value(store.db, kAgeClock, age_clock_ms));
    return age_clock_ms;
}

Status forget_aged(Database& db, std::int64_t age_clock_ms) {
    return forget_acknowledged(db, age_clock_ms - kAcknowledgedKeptMs);
}

}  // namespace holdfast
