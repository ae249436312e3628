// Entries of a calendar: drawn, opened, lifted and carried. Private to ui/src/kit.
#pragma once

#include <vector>

#include "kit/drag.h"
#include "ui/kit/calendar.h"

namespace holdfast::ui {

/// One calendar in one pass.
struct CalendarPass {
    Frame& frame;
    CalendarSource& source;
    CalendarState& state;
    const CalendarOptions& options;
    CalendarEvents& events;
    NodeId id = 0;
    DragReading drag;
    std::vector<int> drawn;  ///< Items that have been drawn: the first time bears the item's node.
};

/// What one entry looks like.
enum class ItemShape : std::uint8_t { Line, Block, Row };

/// Draws `position` of the source into `rect` as it stands on `day`.
void draw_calendar_item(CalendarPass& pass, int position, std::int64_t day, const Rect& rect,
                        ItemShape shape);
/// What is carried, painted where it would come to lie.
void paint_carried(CalendarPass& pass, const Rect& rect);

/// How the arrow keys carry: by weeks or by minutes up and down.
enum class CarryAxis : std::uint8_t { Weeks, Minutes };
void carry_calendar_item(CalendarPass& pass, CarryAxis axis);
/// Reads the pointer's drag; call before anything is drawn.
void begin_carrying(CalendarPass& pass);
/// The pointer let go: asks for what the state has come to. Call after everything is drawn.
void finish_carrying(CalendarPass& pass);
[[nodiscard]] inline bool is_carried_by_pointer(const CalendarPass& pass) {
    return pass.drag.step == DragStep::Moving || pass.drag.step == DragStep::Dropped;
}
/// A day's number or name as a button that asks for the day.
void draw_day_button(CalendarPass& pass, const CalendarDay& day, std::string_view words,
                     const Rect& rect);

}  // namespace holdfast::ui
