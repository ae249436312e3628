// BackOff: when to try again after failures. Full jitter, so that a thousand devices spread out.
#pragma once

#include <cstdint>

#include "core/environment.h"

namespace holdfast::sync {

inline constexpr std::int64_t kBackOffBaseMs = 500;
inline constexpr std::int64_t kBackOffVisibleMsMax = 60'000;
inline constexpr std::int64_t kBackOffHiddenMsMax = 300'000;
/// Before every moment, also for a clock that stands before 1970.
inline constexpr std::int64_t kLongAgoMs = INT64_MIN / 2;

class BackOff {
public:
    /// One more failure: waits between nothing and base * 2^failures, at most `cap_ms`, and at
    /// least `least_ms` (what a server asked for).
    void fail(Environment& environment, std::int64_t cap_ms, std::int64_t least_ms);
    /// Not before `at_ms`, without counting a failure.
    void wait_until(std::int64_t at_ms) { retry_at_ms_ = at_ms; }
    void reset();
    /// The clock went back by `by_ms`: what was to come soon still comes soon.
    void shift(std::int64_t by_ms) { retry_at_ms_ -= by_ms; }

    [[nodiscard]] std::int64_t retry_at_ms() const { return retry_at_ms_; }
    [[nodiscard]] int failures() const { return failures_; }

private:
    int failures_ = 0;
    std::int64_t retry_at_ms_ = kLongAgoMs;
};

}  // namespace holdfast::sync
