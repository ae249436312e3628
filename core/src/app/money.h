// Money: integer arithmetic of prices and quantities, rounded half up. Private to core/src.
#pragma once

#include <cstdint>
#include <optional>

namespace holdfast {

/// `quantity` / 10^`quantity_scale` times `unit_price` minor units, rounded half away from zero
/// once. Nothing when the product does not fit 63 bits.
struct LineAmount {
    std::int64_t quantity = 0;
    std::int32_t quantity_scale = 0;
    std::int64_t unit_price = 0;
};
[[nodiscard]] std::optional<std::int64_t> amount_of(const LineAmount& line);

/// Sum, or nothing when it does not fit 63 bits.
[[nodiscard]] std::optional<std::int64_t> add_amounts(std::int64_t left, std::int64_t right);

}  // namespace holdfast
