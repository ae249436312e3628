#include "money.h"

#include <limits>

namespace holdfast {
namespace {

__extension__ using Wide = __int128;

std::optional<std::int64_t> narrowed(Wide value) {
    if (value > std::numeric_limits<std::int64_t>::max() ||
        value < std::numeric_limits<std::int64_t>::min()) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

}  // namespace

std::optional<std::int64_t> amount_of(const LineAmount& line) {
    Wide divisor = 1;
    for (std::int32_t place = 0; place < line.quantity_scale; ++place) divisor *= 10;
    const Wide product = static_cast<Wide>(line.quantity) * line.unit_price;
    const Wide half = divisor / 2;
    return narrowed((product < 0 ? product - half : product + half) / divisor);
}

std::optional<std::int64_t> add_amounts(std::int64_t left, std::int64_t right) {
    return narrowed(static_cast<Wide>(left) + right);
}

}  // namespace holdfast
