// The calendar: a month of days with their entries, and days as columns of hours. Entries are moved
// by mouse, finger and keyboard.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ui/theme.h"

namespace holdfast::ui {

class Frame;

inline constexpr int kSnapMinutes = 15;

/// Days are since 1970-01-01, minutes of the day.
struct CalendarDay {
    std::int64_t day = 0;
    int number = 1;       ///< Of the month.
    std::string weekday;  ///< "Mon"
    std::string name;     ///< "Monday, 16 Nov 2026"
    bool today = false;
    bool outside = false;  ///< Of the month that is shown.
};
struct CalendarItem {
    std::string key;   ///< The record's id.
    std::string name;  ///< Everything about it, for everybody.
    std::string title;
    std::string time;  ///< Empty: whole days.
    Tone tone = Tone::Neutral;
};
/// An entry in one day's column of hours.
struct CalendarBlock {
    int item = 0;  ///< Position in CalendarSource's items.
    int first_minute = 0;
    int last_minute = 0;
    int lane = 0;
    int lanes = 1;
    bool ends = true;  ///< Its end is in this day.
};

/// What is shown. Called per pass.
class CalendarSource {
public:
    CalendarSource() = default;
    virtual ~CalendarSource() = default;
    CalendarSource(const CalendarSource&) = delete;
    CalendarSource& operator=(const CalendarSource&) = delete;

    [[nodiscard]] virtual int day_count() = 0;
    [[nodiscard]] virtual CalendarDay day(int index) = 0;
    [[nodiscard]] virtual const CalendarItem& item(int position) = 0;
    /// All of a day, or those without hours alone.
    [[nodiscard]] virtual std::vector<int> items_on(int index) = 0;
    [[nodiscard]] virtual std::vector<int> whole_days_on(int index) = 0;
    [[nodiscard]] virtual std::vector<CalendarBlock> blocks_on(int index) = 0;
};

struct CalendarOptions {
    bool movable = false;
    bool resizable = false;
    int now_minute = -1;    ///< Of today; -1: not shown.
    std::string_view hint;  ///< How an entry is lifted.
    std::string_view all_day;
    std::string_view nothing;
    /// "3 more"; called for days that hold more than fits.
    std::string (*more)(int count, void* context) = nullptr;
    void* context = nullptr;
};

/// Kept by the screen between frames.
struct CalendarState {
    std::int64_t selected = 0;  ///< Phone's month: the day whose entries are listed.
    std::string lifted;         ///< Key of the entry that the keyboard or a pointer carries.
    std::string lifted_title;
    std::int64_t lifted_day = 0;  ///< Where it was.
    std::int64_t days = 0;        ///< How far it is carried.
    int minutes = 0;
    int end_minutes = 0;     ///< How much longer its end is.
    std::uint32_t held = 0;  ///< Node that a pointer carries it by.
    float grip = 0;          ///< Where in the hours the pointer took it, pixels from midnight.
    bool resizing = false;
    std::string follows;    ///< Key of the entry that was moved last: it keeps the focus.
    bool scrolled = false;  ///< The hours stand where the day begins.
};

struct CalendarEvents {
    std::string opened;     ///< Key of the entry that was pressed.
    std::int64_t day = -1;  ///< The day whose name was pressed.
    std::string moved;      ///< Key of the entry that was dropped, with `days` and `minutes`.
    std::string resized;    ///< Key of the entry whose end was moved by `days` and `minutes`.
    std::int64_t days = 0;
    int minutes = 0;
    std::string announce;  ///< "calendar.lifted", "calendar.over" or "calendar.put_back".
};

/// Weeks below each other, over the available region.
CalendarEvents calendar_month(Frame& frame, std::string_view label, CalendarSource& source,
                              CalendarState& state, const CalendarOptions& options);
/// Days beside each other with their hours, over the available region.
CalendarEvents calendar_days(Frame& frame, std::string_view label, CalendarSource& source,
                             CalendarState& state, const CalendarOptions& options);

}  // namespace holdfast::ui
