#include "core/hlc.h"

#include <algorithm>

namespace holdfast {
namespace {

constexpr std::int64_t kWallMsMax = (std::int64_t{1} << 48) - 1;

std::uint64_t pack(std::int64_t wall_ms) {
    return static_cast<std::uint64_t>(std::clamp(wall_ms, std::int64_t{0}, kWallMsMax)) << 16;
}

}  // namespace

// A full counter carries into the millisecond, which is what keeps stamps growing.
Hlc next_hlc(Hlc last, std::int64_t now_ms) {
    return {std::max(pack(now_ms), last.packed + (last.packed == UINT64_MAX ? 0 : 1))};
}

ClampedHlc clamp_hlc(Hlc reported, Hlc last_from_device, std::int64_t now_ms) {
    const std::uint64_t latest =
        pack(std::min(now_ms, kWallMsMax - kHlcFutureMsMax) + kHlcFutureMsMax) | 0xFFFF;
    const std::uint64_t earliest =
        last_from_device.packed == UINT64_MAX ? UINT64_MAX : last_from_device.packed + 1;
    // The order of one device's transactions outranks the bound on the future.
    const Hlc hlc{std::max(std::min(reported.packed, latest), earliest)};
    return {hlc, hlc.wall_ms() - reported.wall_ms()};
}

}  // namespace holdfast
