// CalendarRange: the days a calendar shows, and names for them. Private to core/src/app.
#pragma once

#include <string>

#include "core/app/calendar_view.h"

namespace holdfast {

inline constexpr std::int64_t kDaysPerWeek = 7;
inline constexpr int kAgendaDays = 30;

struct CalendarRange {
    std::int64_t first = 0;
    int count = 0;
    [[nodiscard]] std::int64_t end() const { return first + count; }
};
[[nodiscard]] CalendarRange range_of(CalendarMode mode, std::int64_t day, Language language);
/// The same day, one step of the mode on or back; of a shorter month its last day.
[[nodiscard]] std::int64_t stepped(CalendarMode mode, std::int64_t day, int direction);
/// 0 Sunday to 6 Saturday.
[[nodiscard]] int weekday_of(std::int64_t day);
[[nodiscard]] std::string range_title(const Strings& strings, CalendarMode mode, std::int64_t day);

/// Lays overlapping places side by side: as few lanes as there are at once, groups apart from each
/// other by themselves. `places` by first minute.
void lay_side_by_side(std::vector<CalendarPlace>& places);

}  // namespace holdfast
