#include "locale.h"

#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace holdfast {
namespace {

struct NumberSigns {
    std::string_view decimal;
    std::string_view group;
    int digits_to_group;  // Spanish leaves four digits together.
};

NumberSigns signs_of(Language language) {
    switch (language) {
        case Language::Portuguese:
            return {",", ".", 4};
        case Language::Spanish:
            return {",", ".", 5};
        case Language::Swedish:
            return {",", "\xC2\xA0", 4};
        case Language::French:
            return {",", "\xE2\x80\xAF", 4};
        case Language::English:
        case Language::Japanese:
            break;
    }
    return {".", ",", 4};
}

std::uint64_t magnitude(std::int64_t value) {
    return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

std::string padded(std::int64_t value, std::size_t width) {
    std::string digits = std::to_string(value);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

std::string grouped(const std::string& digits, const NumberSigns& signs) {
    if (static_cast<int>(digits.size()) < signs.digits_to_group) return digits;
    std::string out;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        if (at > 0 && (digits.size() - at) % 3 == 0) out += signs.group;
        out += digits[at];
    }
    return out;
}

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/// Where the number's decimal sign stands, or npos. With both signs present the last one is it; a
/// repeated sign groups; a lone foreign sign before three digits groups too ("12.500" in Swedish).
std::size_t find_decimal_sign(std::string_view text, char locale_sign) {
    const std::size_t last = text.find_last_of(".,");
    if (last == std::string_view::npos) return last;
    const bool repeated = text.find(text[last]) != last;
    const bool other_present = text.find(text[last] == ',' ? '.' : ',') != std::string_view::npos;
    if (repeated) return std::string_view::npos;
    if (text[last] == locale_sign || other_present) return last;
    return text.size() - last - 1 == 3 ? std::string_view::npos : last;
}

bool append_digit(std::uint64_t& number, char digit) {
    constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
    const auto value = static_cast<std::uint64_t>(digit - '0');
    if (number > (kMax - value) / 10) return false;
    number = number * 10 + value;
    return true;
}

std::optional<std::int64_t> scaled_number(const std::string& whole, std::string_view decimals,
                                          std::int32_t scale) {
    std::uint64_t number = 0;
    for (const char digit : whole) {
        if (!append_digit(number, digit)) return std::nullopt;
    }
    for (std::int32_t place = 0; place < scale; ++place) {
        const auto at = static_cast<std::size_t>(place);
        if (!append_digit(number, at < decimals.size() ? decimals[at] : '0')) return std::nullopt;
    }
    const auto rest = static_cast<std::size_t>(scale);
    if (decimals.size() > rest && decimals[rest] >= '5') ++number;
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(number);
}

std::string without_spaces(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (take(text, " ") || take(text, "\xC2\xA0") || take(text, "\xE2\x80\xAF") ||
            take(text, "\xE2\x80\x89") || take(text, "'")) {
            continue;
        }
        out += text.front();
        text.remove_prefix(1);
    }
    return out;
}

/// Digits of groups of three ("1.234.567"), or nothing when the signs stand elsewhere.
std::optional<std::string> ungrouped(std::string_view text) {
    std::string digits;
    std::size_t since_sign = 0;
    bool signs = false;
    for (const char character : text) {
        if (is_digit(character)) {
            digits += character;
            ++since_sign;
            continue;
        }
        if (character != '.' && character != ',') return std::nullopt;
        if (since_sign == 0 || since_sign > 3 || (signs && since_sign != 3)) return std::nullopt;
        signs = true;
        since_sign = 0;
    }
    if (signs && since_sign != 3) return std::nullopt;
    return digits;
}

constexpr std::string_view kDigits = "0123456789";

constexpr std::array<std::string_view, 12> kEnglishMonths = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

enum class DateOrder : std::uint8_t { YearFirst, DayFirst };
DateOrder order_of(Language language) {
    const bool day_first = language == Language::Portuguese || language == Language::French ||
                           language == Language::Spanish;
    return day_first ? DateOrder::DayFirst : DateOrder::YearFirst;
}

/// Up to three numbers with single separators between; nothing else may stand there.
std::optional<std::array<std::int64_t, 3>> three_numbers(std::string_view text) {
    std::array<std::int64_t, 3> numbers{};
    for (std::size_t index = 0; index < 3; ++index) {
        const char* begin = text.data();
        const auto [end, error] = std::from_chars(begin, begin + text.size(), numbers[index]);
        if (error != std::errc() || text.front() == '-') return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - begin));
        if (index == 2) break;
        if (text.size() < 2 || std::string_view("/-. ").find(text.front()) == text.npos) {
            return std::nullopt;
        }
        text.remove_prefix(1);
    }
    if (!text.empty()) return std::nullopt;
    return numbers;
}

/// "21 Nov 2026", as English lists show it.
std::optional<CivilDate> english_date(std::string_view text) {
    for (std::size_t month = 0; month < kEnglishMonths.size(); ++month) {
        const std::size_t at = text.find(kEnglishMonths[month]);
        if (at == std::string_view::npos) continue;
        const std::string numeric = std::string(text.substr(0, at)) + std::to_string(month + 1) +
                                    std::string(text.substr(at + 3));
        const auto numbers = three_numbers(numeric);
        if (!numbers) return std::nullopt;
        return CivilDate{(*numbers)[2], (*numbers)[1], (*numbers)[0]};
    }
    return std::nullopt;
}

}  // namespace

std::int64_t days_from_civil(const CivilDate& date) {
    const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t month_from_march = date.month + (date.month > 2 ? -3 : 9);
    const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

CivilDate civil_from_days(std::int64_t days) {
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const std::int64_t day_of_era = shifted - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const std::int64_t month = month_from_march + (month_from_march < 10 ? 3 : -9);
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
            day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

bool is_date(const CivilDate& date) {
    if (date.year < 1 || date.year > 9'999 || date.month < 1 || date.month > 12) return false;
    return date.day >= 1 && date.day <= 31 && civil_from_days(days_from_civil(date)) == date;
}

std::string format_decimal(Language language, std::int64_t scaled, const DecimalFormat& format) {
    const NumberSigns signs = signs_of(language);
    std::string digits = std::to_string(magnitude(scaled));
    const auto scale = static_cast<std::size_t>(format.scale);
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    std::string decimals = digits.substr(digits.size() - scale);
    const std::string whole = digits.substr(0, digits.size() - scale);
    while (decimals.size() > static_cast<std::size_t>(format.decimals_min) &&
           decimals.back() == '0') {
        decimals.pop_back();
    }
    std::string out = scaled < 0 ? "-" : "";
    out += format.grouping == Grouping::Grouped ? grouped(whole, signs) : whole;
    if (!decimals.empty()) out.append(signs.decimal).append(decimals);
    return out;
}

std::optional<std::int64_t> parse_decimal(Language language, std::string_view text,
                                          std::int32_t scale) {
    const std::string compact = without_spaces(to_narrow(text));
    std::string_view rest = compact;
    const bool negative = take(rest, "-") || take(rest, "\xE2\x88\x92");
    if (!negative) take(rest, "+");
    const std::size_t sign = find_decimal_sign(rest, signs_of(language).decimal.front());
    const std::string_view decimals =
        sign == std::string_view::npos ? std::string_view() : rest.substr(sign + 1);
    for (const char digit : decimals) {
        if (!is_digit(digit)) return std::nullopt;
    }
    const std::optional<std::string> whole = ungrouped(rest.substr(0, sign));
    if (!whole || (whole->empty() && decimals.empty())) return std::nullopt;
    const std::optional<std::int64_t> number = scaled_number(*whole, decimals, scale);
    if (!number) return std::nullopt;
    return negative ? -*number : *number;
}

std::string to_narrow(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto third = text.size() >= 3 ? static_cast<unsigned char>(text[2]) : 0U;
        if (text.starts_with("\xEF\xBC") && third >= 0x81) {
            out += static_cast<char>(third - 0x60);
            text.remove_prefix(3);
        } else if (text.starts_with("\xEF\xBD") && third >= 0x80 && third <= 0x9E) {
            out += static_cast<char>(third - 0x20);
            text.remove_prefix(3);
        } else if (take(text, "\xE3\x80\x80")) {
            out += ' ';
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    const std::size_t begin = out.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return {};
    return out.substr(begin, out.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string format_date(Language language, std::int64_t days) {
    const CivilDate date = civil_from_days(days);
    switch (language) {
        case Language::English:
            return std::to_string(date.day) + " " +
                   std::string(kEnglishMonths[static_cast<std::size_t>(date.month - 1)]) + " " +
                   std::to_string(date.year);
        default:
            return edit_date(language, days);
    }
}

std::string edit_date(Language language, std::int64_t days) {
    const CivilDate date = civil_from_days(days);
    const std::string year = padded(date.year, 4);
    const std::string month = padded(date.month, 2);
    const std::string day = padded(date.day, 2);
    if (order_of(language) == DateOrder::DayFirst) return day + "/" + month + "/" + year;
    if (language == Language::Japanese) return year + "/" + month + "/" + day;
    return iso_date(days);
}

std::string iso_date(std::int64_t days) {
    const CivilDate date = civil_from_days(days);
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
}

std::optional<std::int64_t> parse_date(Language language, std::string_view text) {
    const std::string narrow = to_narrow(text);
    const auto numbers = three_numbers(narrow);
    if (!numbers) {
        const auto english = english_date(narrow);
        if (!english || !is_date(*english)) return std::nullopt;
        return days_from_civil(*english);
    }
    const bool year_first = narrow.find_first_not_of(kDigits) == 4;
    // Month before day is how English writes slashes; nobody else does.
    const bool month_first = language == Language::English && narrow.find('/') != narrow.npos;
    CivilDate date{(*numbers)[0], (*numbers)[1], (*numbers)[2]};
    if (!year_first) date = {(*numbers)[2], (*numbers)[1], (*numbers)[0]};
    if (!year_first && month_first) std::swap(date.month, date.day);
    const bool short_year = narrow.size() - 1 - narrow.find_last_not_of(kDigits) <= 2;
    if (!year_first && short_year) date.year += date.year < 70 ? 2'000 : 1'900;
    if (!is_date(date)) return std::nullopt;
    return days_from_civil(date);
}

std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
    std::string digits;
    std::size_t sign_at = std::string::npos;
    const std::string narrow = to_narrow(text);
    for (const char character : narrow) {
        if (is_digit(character)) {
            digits += character;
        } else if (sign_at == std::string::npos &&
                   (character == ':' || character == 'h' || character == '.')) {
            sign_at = digits.size();
        } else {
            return std::nullopt;
        }
    }
    if (digits.size() < 3 || digits.size() > 4) return std::nullopt;
    if (sign_at == std::string::npos) sign_at = digits.size() - 2;
    if (sign_at == 0 || digits.size() - sign_at != 2) return std::nullopt;
    const std::int64_t hours = std::stoi(digits.substr(0, sign_at));
    const std::int64_t minutes = std::stoi(digits.substr(sign_at));
    if (hours > 23 || minutes > 59) return std::nullopt;
    return hours * 60 + minutes;
}

}  // namespace holdfast
