// LocalTime: a moment as the clock on the wall shows it. Private to core/src/app.
#pragma once

#include <cstdint>
#include <string>

namespace holdfast {

struct LocalTime {
    std::int64_t days;     ///< Since 1970-01-01.
    std::int64_t minutes;  ///< Of the day.
};

/// `ms` UTC at a place whose clock is `zone_offset_minutes` ahead of UTC.
inline LocalTime local_time(std::int64_t ms, int zone_offset_minutes) {
    constexpr std::int64_t kMsPerMinute = 60'000;
    constexpr std::int64_t kMsPerDay = 86'400'000;
    const std::int64_t local = ms + zone_offset_minutes * kMsPerMinute;
    std::int64_t days = local / kMsPerDay;
    if (local % kMsPerDay < 0) --days;
    return {days, (local - days * kMsPerDay) / kMsPerMinute};
}

inline std::string two_digits(std::int64_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

}  // namespace holdfast
