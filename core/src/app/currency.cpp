#include "currency.h"

#include <algorithm>

#include "locale.h"
#include "model/document_totals.h"

namespace holdfast {
namespace {

/// No line ends there.
constexpr std::string_view kSpace = "\xC2\xA0";
constexpr std::int32_t kDecimalsOfUnknown = 2;

struct CurrencySign {
    std::string_view code;
    std::string_view sign;
};
constexpr CurrencySign kSigns[] = {
    {"EUR", "€"},
    {"GBP", "£"},
    {"JPY", "¥"},
    {"BRL", "R$"},
};

std::string_view dollar_in(Language language) {
    switch (language) {
        case Language::English:
        case Language::Japanese:
            return "$";
        case Language::French:
            return "$US";
        default:
            return "US$";
    }
}

/// Its code when it has no sign that people of the language know it by.
std::string_view sign_of(Language language, std::string_view code) {
    if (code == "USD") return dollar_in(language);
    if (code == "SEK" && language == Language::Swedish) return "kr";
    const auto* found = std::find_if(std::begin(kSigns), std::end(kSigns),
                                     [&](const CurrencySign& sign) { return sign.code == code; });
    return found == std::end(kSigns) ? code : found->sign;
}

bool stands_behind(Language language) {
    return language == Language::Swedish || language == Language::French ||
           language == Language::Spanish;
}

}  // namespace

std::string format_amount(Language language, const MoneyAmount& amount) {
    const std::int32_t usual =
        amount.currency.empty() ? kDecimalsOfUnknown : currency_decimals(amount.currency);
    std::string number =
        format_decimal(language, amount.scaled,
                       {.scale = amount.scale, .decimals_min = std::min(amount.scale, usual)});
    if (amount.currency.empty()) return number;
    const std::string_view sign = sign_of(language, amount.currency);
    if (stands_behind(language)) return number.append(kSpace).append(sign);
    std::string before(sign);
    if (sign == amount.currency || language == Language::Portuguese) before += kSpace;
    number.insert(number.starts_with('-') ? 1 : 0, before);
    return number;
}

}  // namespace holdfast
