// Shares: parts of amounts that add up to the rounded part of their sum. Private to core/src/model.
#pragma once

#include <cstdint>
#include <span>

namespace holdfast {

/// An amount before it is known to fit 63 bits.
__extension__ using WideAmount = __int128;
inline constexpr WideAmount kWideAmountMax = ((WideAmount{1} << 126) - 1) * 2 + 1;

/// 0 <= numerator, 0 < denominator < 2^126.
struct Ratio {
    WideAmount numerator = 0;
    WideAmount denominator = 1;
};

/// weight * ratio, rounded half away from zero. The result fits 127 bits.
[[nodiscard]] WideAmount rounded_part(WideAmount weight, const Ratio& ratio);

/// One of the weights of share_out().
struct Share {
    WideAmount weight = 0;
    std::uint32_t rank = 0;  ///< Of weights equal in size and remainder, lower ranks come first.
    WideAmount part = 0;     ///< The answer.
    WideAmount rest = 0;     ///< What truncation took from the part, times the denominator.
};

/// Parts that add up to rounded_part(sum of the weights), each weight * ratio rounded up or down.
/// Largest remainder first, then larger weights, lower ranks, earlier shares. The sum fits 127
/// bits.
void share_out(std::span<Share> shares, const Ratio& ratio);

}  // namespace holdfast
