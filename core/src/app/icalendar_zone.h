// IcalendarZone: what the VTIMEZONE parts of a calendar say about clocks. Private to core/src/app.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content_lines.h"

namespace holdfast {

inline constexpr std::size_t kCalendarZonesMax = 512;
inline constexpr std::size_t kZoneObservancesMax = 4'096;  ///< Of all zones of a file together.
inline constexpr std::size_t kZoneDatesMax = 64;

/// The day of each year on which clocks change.
struct ZoneRule {
    std::int64_t month = 0;
    std::int64_t weekday = -1;     ///< 0 = Sunday; -1 = any.
    std::int64_t ordinal = 0;      ///< 1 = first, -1 = last of the month; 0 = by `month_days`.
    std::uint32_t month_days = 0;  ///< Bit n: day n of the month.
    std::int64_t interval_years = 1;
    std::int64_t until_s = 0;  ///< Last change, on the clock before it.
};

/// STANDARD or DAYLIGHT: an offset, and when it begins. Times are seconds on the clock before the
/// change, as if it showed UTC.
struct ZoneObservance {
    std::int64_t start_s = 0;
    std::int64_t offset_from_s = 0;
    std::int64_t offset_to_s = 0;
    std::optional<ZoneRule> rule;
    std::vector<std::int64_t> dates;
};

struct CalendarZone {
    std::string name;
    std::vector<ZoneObservance> observances;
    bool understood = true;  ///< False: it has a part or rule that this reader does not know.
};

/// Collects one VTIMEZONE after the other, line by line.
class CalendarZones {
public:
    /// A line between BEGIN:VTIMEZONE and END:VTIMEZONE, both included.
    void add(const ContentLine& line);
    /// ms UTC of what the clock in `zone` shows; a time that comes twice is the first one, a
    /// skipped one is read as if the clock had not changed (RFC 5545 3.3.5). Nothing when the zone
    /// is not known.
    [[nodiscard]] std::optional<std::int64_t> utc_ms(std::string_view zone,
                                                     std::int64_t local_ms) const;

private:
    void begin_observance();
    void end_observance();
    void add_to_observance(const ContentLine& line);
    void end_zone();

    std::vector<CalendarZone> zones_;
    std::size_t observance_count_ = 0;
    CalendarZone zone_;
    ZoneObservance observance_;
    std::string rule_text_;
    bool in_observance_ = false;
    bool has_start_ = false;
    bool has_from_ = false;
    bool has_to_ = false;
};

}  // namespace holdfast
