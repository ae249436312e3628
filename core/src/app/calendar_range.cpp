#include "calendar_range.h"

#include <algorithm>

#include "locale.h"

namespace holdfast {
namespace {

std::int64_t first_of_month(std::int64_t day) {
    CivilDate date = civil_from_days(day);
    date.day = 1;
    return days_from_civil(date);
}

std::int64_t next_month(std::int64_t first, int direction) {
    CivilDate date = civil_from_days(first);
    date.month += direction;
    if (date.month > 12) date = {date.year + 1, 1, 1};
    if (date.month < 1) date = {date.year - 1, 12, 1};
    return days_from_civil(date);
}

std::int64_t begin_of_week(std::int64_t day, Language language) {
    const int since =
        (weekday_of(day) - CalendarView::first_weekday(language) + static_cast<int>(kDaysPerWeek)) %
        static_cast<int>(kDaysPerWeek);
    return day - since;
}

/// The lane that is free first, or a new one.
int take_lane(std::vector<int>& ends, const CalendarPlace& place) {
    for (std::size_t lane = 0; lane < ends.size(); ++lane) {
        if (ends[lane] > place.first_minute) continue;
        ends[lane] = place.last_minute;
        return static_cast<int>(lane);
    }
    ends.push_back(place.last_minute);
    return static_cast<int>(ends.size()) - 1;
}

}  // namespace

int weekday_of(std::int64_t day) {
    // 1970-01-01 was a Thursday.
    constexpr std::int64_t kThursday = 4;
    const std::int64_t rest = (day + kThursday) % kDaysPerWeek;
    return static_cast<int>(rest < 0 ? rest + kDaysPerWeek : rest);
}

CalendarRange range_of(CalendarMode mode, std::int64_t day, Language language) {
    switch (mode) {
        case CalendarMode::Week:
            return {begin_of_week(day, language), static_cast<int>(kDaysPerWeek)};
        case CalendarMode::Day:
            return {day, 1};
        case CalendarMode::Agenda:
            return {day, kAgendaDays};
        case CalendarMode::Month:
            break;
    }
    const std::int64_t month = first_of_month(day);
    const std::int64_t first = begin_of_week(month, language);
    const std::int64_t days = next_month(month, 1) - first;
    const std::int64_t weeks = (days + kDaysPerWeek - 1) / kDaysPerWeek;
    return {first, static_cast<int>(weeks * kDaysPerWeek)};
}

std::int64_t stepped(CalendarMode mode, std::int64_t day, int direction) {
    switch (mode) {
        case CalendarMode::Week:
            return day + direction * kDaysPerWeek;
        case CalendarMode::Day:
            return day + direction;
        case CalendarMode::Agenda:
            return day + direction * kAgendaDays;
        case CalendarMode::Month:
            break;
    }
    const std::int64_t first = next_month(first_of_month(day), direction);
    const std::int64_t last = next_month(first, 1) - 1;
    return std::min(first + civil_from_days(day).day - 1, last);
}

std::string range_title(const Strings& strings, CalendarMode mode, std::int64_t day) {
    const CivilDate date = civil_from_days(day);
    if (mode == CalendarMode::Month) {
        const std::string key = "calendar.month." + std::to_string(date.month);
        return strings.format("calendar.month_title",
                              {std::string(strings.get(key)), std::to_string(date.year)});
    }
    if (mode == CalendarMode::Day) return strings.date(day);
    const CalendarRange range = range_of(mode, day, strings.language());
    return strings.date(range.first) + " \xE2\x80\x93 " + strings.date(range.end() - 1);
}

void lay_side_by_side(std::vector<CalendarPlace>& places) {
    std::size_t group = 0;
    int group_end = 0;
    std::vector<int> ends;
    const auto close = [&](std::size_t until) {
        for (; group < until; ++group) places[group].lanes = static_cast<int>(ends.size());
        ends.clear();
    };
    for (std::size_t index = 0; index < places.size(); ++index) {
        if (places[index].first_minute >= group_end) close(index);
        places[index].lane = take_lane(ends, places[index]);
        group_end = std::max(group_end, places[index].last_minute);
    }
    close(places.size());
}

}  // namespace holdfast
