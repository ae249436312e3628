#include "icalendar_time.h"

#include "content_text.h"
#include "locale.h"

namespace holdfast {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kDayMs = kDaySeconds * 1'000;
constexpr std::int64_t kFirstDay = -719'162;  // 0001-01-01
constexpr std::int64_t kLastDay = 2'932'896;  // 9999-12-31

std::int64_t days_of(std::int64_t local_ms) {
    return local_ms >= 0 ? local_ms / kDayMs : -((-local_ms - 1) / kDayMs) - 1;
}

std::optional<std::int64_t> parse_days(std::string_view digits) {
    if (digits.size() != 8) return std::nullopt;
    const auto number = number_of_digits(digits);
    if (!number) return std::nullopt;
    const CivilDate date{*number / 10'000, *number / 100 % 100, *number % 100};
    if (!is_date(date)) return std::nullopt;
    return days_from_civil(date);
}

/// Seconds of the day of "130800"; a leap second counts as the one before it.
std::optional<std::int64_t> parse_day_seconds(std::string_view digits) {
    if (digits.size() != 6) return std::nullopt;
    const auto number = number_of_digits(digits);
    if (!number) return std::nullopt;
    const std::int64_t hours = *number / 10'000;
    const std::int64_t minutes = *number / 100 % 100;
    const std::int64_t seconds = *number % 100;
    if (hours > 23 || minutes > 59 || seconds > 60) return std::nullopt;
    return hours * 3'600 + minutes * 60 + (seconds == 60 ? 59 : seconds);
}

void append_padded(std::string& out, std::int64_t number, std::size_t digits) {
    const std::string text = std::to_string(number);
    if (text.size() < digits) out.append(digits - text.size(), '0');
    out += text;
}

std::optional<std::int64_t> unit_seconds(char unit) {
    switch (unit) {
        case 'W':
            return 7 * kDaySeconds;
        case 'D':
            return kDaySeconds;
        case 'H':
            return 3'600;
        case 'M':
            return 60;
        case 'S':
            return 1;
        default:
            return std::nullopt;
    }
}

/// "1H30M": numbers and their units. At most five, so the sum fits.
std::optional<std::int64_t> parse_units(std::string_view text, std::string_view allowed) {
    std::int64_t sum = 0;
    std::size_t last_unit = 0;
    while (!text.empty()) {
        const std::size_t digits = text.find_first_not_of("0123456789");
        if (digits == std::string_view::npos) return std::nullopt;
        const auto number = number_of_digits(text.substr(0, digits));
        const auto unit = unit_seconds(text[digits]);
        const std::size_t place = allowed.find(text[digits], last_unit);
        if (!number || !unit || place == std::string_view::npos) return std::nullopt;
        sum += *number * *unit;
        last_unit = place + 1;
        text.remove_prefix(digits + 1);
    }
    return sum;
}

}  // namespace

std::optional<CalendarTime> parse_calendar_time(std::string_view text) {
    text = stripped(text);
    const auto days = parse_days(text.substr(0, 8));
    if (!days) return std::nullopt;
    CalendarTime time;
    time.local_ms = *days * kDayMs;
    if (text.size() == 8) {
        time.clock = CalendarClock::Date;
        return time;
    }
    const bool utc = text.ends_with('Z');
    if (text[8] != 'T') return std::nullopt;
    const auto seconds = parse_day_seconds(text.substr(9, text.size() - 9 - (utc ? 1 : 0)));
    if (!seconds) return std::nullopt;
    time.local_ms += *seconds * 1'000;
    time.clock = utc ? CalendarClock::Utc : CalendarClock::Floating;
    if (utc) time.utc_ms = time.local_ms;
    return time;
}

std::optional<std::int64_t> parse_calendar_duration(std::string_view text) {
    text = stripped(text);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (!text.starts_with('P') || text.size() < 3) return std::nullopt;
    text.remove_prefix(1);
    const std::size_t clock = text.find('T');
    const auto days = parse_units(text.substr(0, clock), "WD");
    const bool has_clock = clock != std::string_view::npos;
    const auto seconds = parse_units(has_clock ? text.substr(clock + 1) : "", "HMS");
    if (!days || !seconds) return std::nullopt;
    return negative ? -(*days + *seconds) : *days + *seconds;
}

std::optional<std::int64_t> parse_zone_offset(std::string_view text) {
    text = stripped(text);
    const bool negative = text.starts_with('-');
    if (!negative && !text.starts_with('+')) return std::nullopt;
    text.remove_prefix(1);
    const std::string digits = text.size() == 4 ? std::string(text) + "00" : std::string(text);
    const auto seconds = parse_day_seconds(digits);
    if (!seconds) return std::nullopt;
    return negative ? -*seconds : *seconds;
}

std::string calendar_date_text(std::int64_t local_ms) {
    const CivilDate date = civil_from_days(days_of(local_ms));
    std::string text;
    append_padded(text, date.year, 4);
    append_padded(text, date.month, 2);
    append_padded(text, date.day, 2);
    return text;
}

std::string calendar_time_text(std::int64_t local_ms) {
    const std::int64_t seconds = (local_ms - days_of(local_ms) * kDayMs) / 1'000;
    std::string text = calendar_date_text(local_ms) + 'T';
    append_padded(text, seconds / 3'600, 2);
    append_padded(text, seconds / 60 % 60, 2);
    append_padded(text, seconds % 60, 2);
    return text;
}

std::string calendar_duration_text(std::int64_t seconds) {
    std::string text = seconds < 0 ? "-P" : "P";
    // Negative numbers reach further than positive ones.
    const std::int64_t sign = seconds < 0 ? -1 : 1;
    const std::int64_t days = seconds / kDaySeconds * sign;
    const std::int64_t rest = seconds % kDaySeconds * sign;
    if (days > 0) text += std::to_string(days) + 'D';
    if (rest == 0) return days > 0 ? text : "PT0S";
    text += 'T';
    if (rest >= 3'600) text += std::to_string(rest / 3'600) + 'H';
    if (rest / 60 % 60 > 0) text += std::to_string(rest / 60 % 60) + 'M';
    if (rest % 60 > 0) text += std::to_string(rest % 60) + 'S';
    return text;
}

bool is_calendar_time(std::int64_t local_ms) {
    const std::int64_t days = days_of(local_ms);
    return days >= kFirstDay && days <= kLastDay;
}

}  // namespace holdfast
