// Hybrid logical clock: picks winners between concurrent edits and sorts history; never gates sync.
#pragma once

#include <compare>
#include <cstdint>

namespace holdfast {

/// 48 bits of Unix milliseconds and 16 bits of counter in one integer, so that it sorts and packs.
struct Hlc {
    std::uint64_t packed = 0;
    auto operator<=>(const Hlc&) const = default;
    [[nodiscard]] std::int64_t wall_ms() const { return static_cast<std::int64_t>(packed >> 16); }
};

/// The stamp of a new local transaction: later than `last`, and not before `now_ms`.
/// A clock that was set back keeps counting from `last`.
[[nodiscard]] Hlc next_hlc(Hlc last, std::int64_t now_ms);

/// What a server accepts from a device: not before `last_from_device`, not more than
/// kHlcFutureMsMax ahead of `now_ms`. Never refuses; `moved` tells how far it had to go (ms).
struct ClampedHlc {
    Hlc hlc;
    std::int64_t moved_ms = 0;
};
inline constexpr std::int64_t kHlcFutureMsMax = 2 * 60 * 1000;
[[nodiscard]] ClampedHlc clamp_hlc(Hlc reported, Hlc last_from_device, std::int64_t now_ms);

}  // namespace holdfast
