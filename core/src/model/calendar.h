// Calendar: days around today, and the weeks, months and years that days belong to. Days since
// 1970-01-01 in the Gregorian calendar, years 1 to 9999. Private to core/src.
#pragma once

#include <cstdint>
#include <optional>

#include "core/filter.h"
#include "core/summary.h"

namespace holdfast {

inline constexpr std::int64_t kMillisecondsPerMinute = 60'000;
inline constexpr std::int64_t kMillisecondsPerDay = 86'400'000;

/// Both included.
struct DaySpan {
    std::int64_t first = 0;
    std::int64_t last = 0;
};
/// Nothing when `today` is outside the calendar.
[[nodiscard]] std::optional<DaySpan> days_of(DateRange range, std::int64_t today);

/// The first day of the bucket that `day` is in; nothing outside the calendar.
[[nodiscard]] std::optional<std::int64_t> bucket_of(std::int64_t day, DateBucket bucket);

/// Of a moment in ms UTC, by the day it is in where clocks are `zone_offset_minutes` ahead.
[[nodiscard]] std::optional<std::int64_t> bucket_of_moment(std::int64_t ms, int zone_offset_minutes,
                                                           DateBucket bucket);

}  // namespace holdfast
