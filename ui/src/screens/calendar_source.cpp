#include "screens/calendar_source.h"

#include <algorithm>

namespace holdfast::ui {

CalendarEntries::CalendarEntries(ScreenContext& context, CalendarView& view) : view_(view) {
    const std::vector<CalendarEntry>& entries = view.entries();
    const std::int64_t first = view.first_day();
    days_.resize(static_cast<std::size_t>(view.day_count()));
    const auto end = first + static_cast<std::int64_t>(days_.size());
    for (std::size_t index = 0; index < entries.size(); ++index) {
        const CalendarEntry& entry = entries[index];
        CalendarItem item{to_text(entry.id), entry.title, entry.title, entry.time,
                          to_ui(entry.tone)};
        item.name += ", " + (entry.time.empty() ? std::string(context.word("calendar.all_day"))
                                                : entry.time);
        if (entry.mark == RowMark::Conflict)
            item.name += ", " + std::string(context.word("ui.mark_conflict"));
        items_.push_back(std::move(item));
        const std::int64_t last = std::min(entry.last_day, end - 1);
        for (std::int64_t day = std::max(entry.first_day, first); day <= last; ++day)
            days_[static_cast<std::size_t>(day - first)].push_back(static_cast<int>(index));
    }
}

CalendarDay CalendarEntries::day(int index) {
    CalendarDay made;
    made.day = view_.first_day() + index;
    made.number = CalendarView::day_of_month(made.day);
    made.weekday = view_.weekday_label(made.day);
    made.name = view_.day_label(made.day);
    made.today = made.day == view_.today();
    made.outside = view_.mode() == CalendarMode::Month && !view_.in_month(made.day);
    return made;
}

std::vector<int> CalendarEntries::items_on(int index) {
    return days_[static_cast<std::size_t>(index)];
}

std::vector<int> CalendarEntries::whole_days_on(int index) {
    std::vector<int> whole;
    for (const int position : items_on(index))
        if (view_.entries()[static_cast<std::size_t>(position)].all_day) whole.push_back(position);
    return whole;
}

std::vector<CalendarBlock> CalendarEntries::blocks_on(int index) {
    std::vector<CalendarBlock> blocks;
    const std::int64_t day = view_.first_day() + index;
    for (const CalendarPlace& place : view_.places_on(day))
        blocks.push_back({static_cast<int>(place.entry), place.first_minute, place.last_minute,
                          place.lane, place.lanes, view_.entries()[place.entry].last_day == day});
    return blocks;
}

}  // namespace holdfast::ui
