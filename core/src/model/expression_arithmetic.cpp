#include "model/expression_arithmetic.h"

#include "core/result.h"
#include "model/expression_operation.h"

namespace holdfast {
namespace {

// 64 bits times 10^18 fit with room to spare.
__extension__ using Wide = __int128;
constexpr std::int64_t kDecimalsMax = 18;
constexpr int kLowBits = 32;

Wide power_of_ten(std::int64_t decimals) {
    HOLDFAST_ASSERT(decimals >= 0 && decimals <= kDecimalsMax);
    Wide power = 1;
    for (std::int64_t done = 0; done < decimals; ++done) power *= 10;
    return power;
}

std::optional<std::int64_t> narrowed(Wide value) {
    if (value < INT64_MIN || value > INT64_MAX) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

/// Half away from zero. The divisor is not 0.
Wide rounded_quotient(Wide dividend, Wide divisor) {
    const Wide quotient = dividend / divisor;
    const Wide rest = dividend % divisor;
    const Wide rest_size = rest < 0 ? -rest : rest;
    const Wide divisor_size = divisor < 0 ? -divisor : divisor;
    if (rest_size < divisor_size - rest_size) return quotient;
    return (dividend < 0) == (divisor < 0) ? quotient + 1 : quotient - 1;
}

}  // namespace

std::optional<std::int64_t> sum_of(std::int64_t left, std::int64_t right) {
    return narrowed(Wide{left} + right);
}

std::optional<std::int64_t> difference_of(std::int64_t left, std::int64_t right) {
    return narrowed(Wide{left} - right);
}

std::optional<std::int64_t> product_of(std::int64_t left, std::int64_t right,
                                       std::int64_t decimals) {
    return narrowed(rounded_quotient(Wide{left} * right, power_of_ten(decimals)));
}

std::optional<std::int64_t> quotient_of(std::int64_t left, std::int64_t right,
                                        std::int64_t decimals) {
    if (right == 0) return std::nullopt;
    return narrowed(rounded_quotient(Wide{left} * power_of_ten(decimals), right));
}

std::optional<std::int64_t> rescaled(std::int64_t value, std::int64_t decimals) {
    if (decimals >= 0) return narrowed(Wide{value} * power_of_ten(decimals));
    return narrowed(rounded_quotient(value, power_of_ten(-decimals)));
}

std::int64_t compared(std::int64_t left, std::int64_t right, std::int64_t decimals) {
    const Wide wide_left = decimals > 0 ? Wide{left} * power_of_ten(decimals) : Wide{left};
    const Wide wide_right = decimals < 0 ? Wide{right} * power_of_ten(-decimals) : Wide{right};
    return std::int64_t{wide_left > wide_right} - std::int64_t{wide_left < wide_right};
}

void ExpressionTotal::add(std::int64_t value) {
    high += value >> kLowBits;
    low += value & 0xFFFF'FFFF;
    ++count;
}

Value ExpressionTotal::sum() const {
    const std::optional<std::int64_t> total = narrowed(Wide{high} * (Wide{1} << kLowBits) + low);
    return total ? Value(*total) : Value();
}

Value ExpressionTotal::average(std::int64_t decimals) const {
    if (count == 0) return {};
    const Wide total = Wide{high} * (Wide{1} << kLowBits) + low;
    const std::optional<std::int64_t> average =
        narrowed(rounded_quotient(total * power_of_ten(decimals), count));
    return average ? Value(*average) : Value();
}

}  // namespace holdfast
