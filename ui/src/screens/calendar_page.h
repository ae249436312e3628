// A module's dated records by month, week, day, or as an agenda.
#pragma once

#include <string>

#include "screens/list_filter.h"
#include "screens/module_head.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

class CalendarPage {
public:
    void draw(ScreenContext& context);

private:
    void draw_bar(ScreenContext& context, CalendarView& view);
    void draw_modes(ScreenContext& context, CalendarView& view);
    void draw_body(ScreenContext& context, CalendarView& view);
    void draw_agenda(ScreenContext& context, CalendarView& view);
    void draw_undated(ScreenContext& context, CalendarView& view);
    void take_events(ScreenContext& context, CalendarView& view, const CalendarEvents& events);
    void announce(ScreenContext& context, CalendarView& view, std::string_view key);
    void take_keys(ScreenContext& context, CalendarView& view);

    std::string address_;
    ModuleHead head_;
    ModuleSearch search_;
    ListFilter filter_;
    CalendarState calendar_;
    CalendarMode mode_ = CalendarMode::Month;
    bool undated_open_ = false;
};

}  // namespace holdfast::ui
