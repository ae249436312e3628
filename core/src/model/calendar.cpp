#include "model/calendar.h"

#include <chrono>

#include "model/expression_dates.h"

namespace holdfast {
namespace {

constexpr std::int64_t kDaysPerWeek = 7;
/// 1970-01-01 was a Thursday.
constexpr std::int64_t kDaysFromMondayToEpoch = 3;

std::int64_t monday_of(std::int64_t day) {
    const std::int64_t behind = (day + kDaysFromMondayToEpoch) % kDaysPerWeek;
    return day - (behind < 0 ? behind + kDaysPerWeek : behind);
}

std::int64_t first_of_month(std::int64_t year, std::int64_t month) {
    using std::chrono::sys_days;
    const std::chrono::year_month_day first{std::chrono::year(static_cast<int>(year)),
                                            std::chrono::month(static_cast<unsigned>(month)),
                                            std::chrono::day(1)};
    return std::int64_t{sys_days(first).time_since_epoch().count()};
}

std::int64_t first_of_next_month(std::int64_t year, std::int64_t month) {
    return month == 12 ? first_of_month(year + 1, 1) : first_of_month(year, month + 1);
}

/// More than all moments of the calendar, and far from overflow.
constexpr std::int64_t kMomentMax = 4'000'000 * kMillisecondsPerDay;

}  // namespace

std::optional<DaySpan> days_of(DateRange range, std::int64_t today) {
    const std::optional<std::int64_t> year = date_part(today, DatePart::Year);
    const std::optional<std::int64_t> month = date_part(today, DatePart::Month);
    if (!year || !month) return std::nullopt;
    switch (range) {
        case DateRange::Today:
            return DaySpan{today, today};
        case DateRange::ThisWeek:
            return DaySpan{monday_of(today), monday_of(today) + kDaysPerWeek - 1};
        case DateRange::ThisMonth:
            return DaySpan{first_of_month(*year, *month), first_of_next_month(*year, *month) - 1};
        case DateRange::Last30Days:
            return DaySpan{today - 29, today};
        default:
            return DaySpan{today, today + 6};
    }
}

std::optional<std::int64_t> bucket_of(std::int64_t day, DateBucket bucket) {
    const std::optional<std::int64_t> year = date_part(day, DatePart::Year);
    const std::optional<std::int64_t> month = date_part(day, DatePart::Month);
    if (!year || !month) return std::nullopt;
    switch (bucket) {
        case DateBucket::Week:
            return monday_of(day);
        case DateBucket::Month:
            return first_of_month(*year, *month);
        case DateBucket::Quarter:
            return first_of_month(*year, (*month - 1) / 3 * 3 + 1);
        case DateBucket::Year:
            return first_of_month(*year, 1);
        default:
            return day;
    }
}

std::optional<std::int64_t> bucket_of_moment(std::int64_t ms, int zone_offset_minutes,
                                             DateBucket bucket) {
    if (ms < -kMomentMax || ms > kMomentMax) return std::nullopt;
    const std::int64_t local = ms + zone_offset_minutes * kMillisecondsPerMinute;
    const std::int64_t day = local / kMillisecondsPerDay;
    return bucket_of(local % kMillisecondsPerDay < 0 ? day - 1 : day, bucket);
}

}  // namespace holdfast
