// Currency: amounts with the sign of their currency. Private to core/src/app.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/strings.h"

namespace holdfast {

/// `scaled` / 10^`scale` of a currency.
struct MoneyAmount {
    std::int64_t scaled = 0;
    std::int32_t scale = 2;
    std::string_view currency;  ///< ISO 4217 code; empty: not known.
};

/// With the decimals that the currency has, more when the amount has more, and its sign where the
/// language puts it: "€1,234.50", "1 234,50 kr", "¥1,500". A currency without a sign of its own
/// stands by its code, an unknown one not at all. Places: Unicode CLDR 44.
[[nodiscard]] std::string format_amount(Language language, const MoneyAmount& amount);

}  // namespace holdfast
