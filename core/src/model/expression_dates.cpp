#include "model/expression_dates.h"

#include <charconv>
#include <chrono>

#include "model/expression_arithmetic.h"

namespace holdfast {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t days_of(const year_month_day& date) {
    return std::int64_t{sys_days(date).time_since_epoch().count()};
}

constexpr year_month_day calendar_date(int year, unsigned month, unsigned day) {
    return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
}

constexpr std::int64_t kFirstDate = days_of(calendar_date(1, 1, 1));
constexpr std::int64_t kLastDate = days_of(calendar_date(9999, 12, 31));

bool is_in_calendar(std::int64_t date) {
    return date >= kFirstDate && date <= kLastDate;
}

/// All of `digits` as a number; they are few.
std::optional<unsigned> number_of(std::string_view digits) {
    unsigned number = 0;
    const char* end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc() || stopped != end) return std::nullopt;
    return number;
}

}  // namespace

std::optional<std::int64_t> date_part(std::int64_t date, DatePart part) {
    if (!is_in_calendar(date)) return std::nullopt;
    const year_month_day calendar{sys_days(std::chrono::days(static_cast<std::int32_t>(date)))};
    switch (part) {
        case DatePart::Year:
            return std::int64_t{int{calendar.year()}};
        case DatePart::Month:
            return std::int64_t{unsigned{calendar.month()}};
        default:
            return std::int64_t{unsigned{calendar.day()}};
    }
}

std::optional<std::int64_t> date_after(std::int64_t date, std::int64_t days) {
    const std::optional<std::int64_t> result = sum_of(date, days);
    return result && is_in_calendar(*result) ? result : std::nullopt;
}

std::optional<std::int64_t> date_from_text(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const std::optional<unsigned> year = number_of(text.substr(0, 4));
    const std::optional<unsigned> month = number_of(text.substr(5, 2));
    const std::optional<unsigned> day = number_of(text.substr(8, 2));
    if (!year || !month || !day || *year == 0) return std::nullopt;
    const year_month_day date = calendar_date(static_cast<int>(*year), *month, *day);
    if (!date.ok()) return std::nullopt;
    return days_of(date);
}

}  // namespace holdfast
