#include "back_off.h"

#include <algorithm>

namespace holdfast::sync {
namespace {

constexpr int kDoublingsMax = 10;

}  // namespace

void BackOff::fail(Environment& environment, std::int64_t cap_ms, std::int64_t least_ms) {
    const int doublings = std::min(failures_, kDoublingsMax);
    ++failures_;
    const std::int64_t span = std::min(cap_ms, kBackOffBaseMs << doublings);
    const auto jitter =
        static_cast<std::int64_t>(environment.random() % static_cast<std::uint64_t>(span));
    // A moment at least: an answer that fails at once must not become a busy loop.
    const std::int64_t wait_ms = std::max({jitter, least_ms, kBackOffBaseMs / 10});
    retry_at_ms_ = environment.now_ms() + wait_ms;
}

void BackOff::reset() {
    failures_ = 0;
    retry_at_ms_ = kLongAgoMs;
}

}  // namespace holdfast::sync
