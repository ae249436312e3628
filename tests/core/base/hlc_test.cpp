#include "core/hlc.h"

#include "support/test.h"

using namespace holdfast;

namespace {

constexpr Hlc at(std::int64_t wall_ms, std::uint64_t counter = 0) {
    return {(static_cast<std::uint64_t>(wall_ms) << 16) | counter};
}

}  // namespace

TEST_CASE("a new stamp is later than the last one and not before the clock", "[core][hlc]") {
    struct Case {
        Hlc last;
        std::int64_t now_ms;
        Hlc expected;
    };
    const auto [last, now_ms, expected] = GENERATE(values<Case>({
        {at(0), 1'000, at(1'000)},
        {at(1'000), 1'000, at(1'000, 1)},
        {at(1'000, 7), 999, at(1'000, 8)},
        {at(1'000, 0xFFFF), 1'000, at(1'001)},
        {at(5'000), -1, at(5'000, 1)},
        {Hlc{UINT64_MAX}, 1'000, Hlc{UINT64_MAX}},
    }));
    CAPTURE(last.packed, now_ms);
    CHECK(next_hlc(last, now_ms) == expected);
}

TEST_CASE("a server keeps a device's stamps in order and near its own clock", "[core][hlc]") {
    struct Case {
        Hlc reported;
        Hlc last;
        std::int64_t now_ms;
        Hlc expected;
        std::int64_t moved_ms;
    };
    constexpr std::int64_t kNow = 10'000'000;
    constexpr std::int64_t kLatest = kNow + kHlcFutureMsMax;
    const auto [reported, last, now_ms, expected, moved_ms] = GENERATE_COPY(values<Case>({
        {at(kNow), at(5), kNow, at(kNow), 0},
        {at(1), at(5), kNow, at(5, 1), 4},
        {at(5), at(5), kNow, at(5, 1), 0},
        {at(kLatest, 9), at(5), kNow, at(kLatest, 9), 0},
        {at(kLatest + 3'600'000), at(5), kNow, at(kLatest, 0xFFFF), -3'600'000},
        {at(kLatest + 50), at(kLatest + 60), kNow, at(kLatest + 60, 1), 10},
    }));
    CAPTURE(reported.packed, last.packed);
    const ClampedHlc clamped = clamp_hlc(reported, last, now_ms);
    CHECK(clamped.hlc == expected);
    CHECK(clamped.moved_ms == moved_ms);
}
