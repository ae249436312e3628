// IcalendarTime: dates, times, durations and offsets of iCalendar (RFC 5545 3.3). Private to
// core/src/app.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast {

enum class CalendarClock : std::uint8_t {
    None,      ///< There is no time.
    Date,      ///< A day, everywhere.
    Utc,       ///< A point in time.
    Floating,  ///< That time on the clock wherever one is.
    Zoned,     ///< On the clocks of `zone`.
};

struct CalendarTime {
    CalendarClock clock = CalendarClock::None;
    /// What the clock shows, in ms as if it showed UTC; midnight for a Date.
    std::int64_t local_ms = 0;
    std::string zone;  ///< TZID as written, only with Zoned.
    /// ms UTC: always with Utc; with Zoned when the file defines the zone.
    std::optional<std::int64_t> utc_ms;
    bool operator==(const CalendarTime&) const = default;
};

/// Reads "20261122", "20261122T130800" (Floating) and "20261122T130800Z". Nothing for other forms
/// and for days the calendar does not have.
[[nodiscard]] std::optional<CalendarTime> parse_calendar_time(std::string_view text);

/// Seconds of "PT1H30M", "P2D", "-PT15M", "P1W"; a day counts as 24 hours.
[[nodiscard]] std::optional<std::int64_t> parse_calendar_duration(std::string_view text);

/// Seconds east of UTC of "+0100", "-073000"; less than a day.
[[nodiscard]] std::optional<std::int64_t> parse_zone_offset(std::string_view text);

/// "20261122"; the time must lie in the years 1 to 9999, see is_calendar_time().
[[nodiscard]] std::string calendar_date_text(std::int64_t local_ms);
/// "20261122T130800"
[[nodiscard]] std::string calendar_time_text(std::int64_t local_ms);
/// "P1DT2H", "-PT15M", "PT0S"
[[nodiscard]] std::string calendar_duration_text(std::int64_t seconds);
[[nodiscard]] bool is_calendar_time(std::int64_t local_ms);

}  // namespace holdfast
