// ExpressionArithmetic: scaled integers, rounded half away from zero. Private to core/src/model.
#pragma once

#include <cstdint>
#include <optional>

namespace holdfast {

// Each gives nothing when the result does not fit 64 bits. Decimals are 0 to 18.
[[nodiscard]] std::optional<std::int64_t> sum_of(std::int64_t left, std::int64_t right);
[[nodiscard]] std::optional<std::int64_t> difference_of(std::int64_t left, std::int64_t right);
/// left * right with `decimals` fewer.
[[nodiscard]] std::optional<std::int64_t> product_of(std::int64_t left, std::int64_t right,
                                                     std::int64_t decimals);
/// left with `decimals` more, divided by right; nothing when right is 0.
[[nodiscard]] std::optional<std::int64_t> quotient_of(std::int64_t left, std::int64_t right,
                                                      std::int64_t decimals);
/// With `decimals` more, or fewer when negative.
[[nodiscard]] std::optional<std::int64_t> rescaled(std::int64_t value, std::int64_t decimals);
/// -1, 0 or 1; left is given `decimals` more first, or right when negative. Always exact.
[[nodiscard]] std::int64_t compared(std::int64_t left, std::int64_t right, std::int64_t decimals);

}  // namespace holdfast
