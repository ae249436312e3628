#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "kit/calendar_items.h"
#include "kit/paint.h"
#include "platform/im.h"
#include "ui/layout.h"
#include "ui/semantics.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kHourHeight = 52;
constexpr float kHours = 56;
constexpr float kHead = 40;
constexpr float kLine = 22;
constexpr float kLineGap = 2;
constexpr int kWholeDayLines = 3;
constexpr int kHoursPerDay = 24;
constexpr int kMinutesPerHour = 60;
constexpr int kFirstHourShown = 7;

/// Columns of days right of the hours.
struct DayColumns {
    float left = 0;
    float width = 0;
    int count = 0;
    [[nodiscard]] float at(int index) const { return left + static_cast<float>(index) * width; }
    [[nodiscard]] int under(float x) const {
        return std::clamp(static_cast<int>(std::floor((x - left) / width)), 0, count - 1);
    }
};

float y_of(int minute) {
    return static_cast<float>(minute) * kHourHeight / kMinutesPerHour;
}

void draw_heads(CalendarPass& pass, const DayColumns& columns, float top) {
    for (int index = 0; index < columns.count; ++index) {
        const CalendarDay day = pass.source.day(index);
        IdScope scope(pass.frame, std::to_string(day.day));
        draw_day_button(pass, day, day.weekday + " " + std::to_string(day.number),
                        rect_at({columns.at(index), top}, {columns.width, kHead}));
    }
}

float draw_whole_days(CalendarPass& pass, const DayColumns& columns, float top) {
    std::size_t most = 0;
    for (int index = 0; index < columns.count; ++index) {
        const std::vector<int> items = pass.source.whole_days_on(index);
        most = std::max(most, items.size());
        const std::size_t shown = std::min<std::size_t>(items.size(), kWholeDayLines);
        const std::int64_t day = pass.source.day(index).day;
        for (std::size_t line = 0; line < shown; ++line)
            draw_calendar_item(pass, items[line], day,
                               rect_at({columns.at(index) + 2,
                                        top + static_cast<float>(line) * (kLine + kLineGap)},
                                       {columns.width - 4, kLine}),
                               ItemShape::Line);
    }
    const auto lines = static_cast<float>(std::min<std::size_t>(most, kWholeDayLines));
    return lines * (kLine + kLineGap) + (lines > 0 ? 4.0F : 0.0F);
}

void paint_hours(CalendarPass& pass, Vec2 origin, float width) {
    Frame& frame = pass.frame;
    const Palette& palette = *frame.theme.palette;
    for (int hour = 0; hour < kHoursPerDay; ++hour) {
        const float y = origin.y + y_of(hour * kMinutesPerHour);
        hairline(frame, {origin.x + kHours, y}, width - kHours, palette.border);
        if (hour == 0) continue;
        char words[8];
        std::snprintf(words, sizeof words, "%02d:00", hour);
        paint_text(frame, words, frame.theme.type.caption, palette.text_muted,
                   rect_at({origin.x, y - 8}, {kHours - 8, 16}), Align::Right);
    }
}

Rect block_rect(const DayColumns& columns, int index, float top, const CalendarBlock& block) {
    const float width = (columns.width - 4) / static_cast<float>(block.lanes);
    const float left = columns.at(index) + 2 + static_cast<float>(block.lane) * width;
    return {{left, top + y_of(block.first_minute) + 1},
            {left + width - 2, top + y_of(block.last_minute) - 1}};
}

/// What the pointer has come to, in days and quarters of an hour.
void read_pointer(CalendarPass& pass, const DayColumns& columns, float top) {
    CalendarState& state = pass.state;
    if (!is_carried_by_pointer(pass)) return;
    if (state.grip < 0) state.grip = pass.drag.start.y - top;
    const int from = columns.under(pass.drag.start.x);
    const int to = columns.under(pass.drag.at.x);
    state.days = to - from;
    const float way = pass.drag.at.y - top - state.grip;
    const float steps = std::round(way / y_of(kSnapMinutes));
    state.minutes = static_cast<int>(steps) * kSnapMinutes;
}

void paint_ghost(CalendarPass& pass, const DayColumns& columns, float top, int index,
                 const CalendarBlock& block) {
    CalendarState& state = pass.state;
    CalendarBlock moved = block;
    if (!state.resizing) moved.first_minute += state.minutes;
    moved.last_minute =
        std::max(moved.first_minute + kSnapMinutes, block.last_minute + state.minutes);
    moved.lane = 0;
    moved.lanes = 1;
    const int target = state.resizing ? index : index + static_cast<int>(state.days);
    if (target < 0 || target >= columns.count) return;
    paint_carried(pass, block_rect(columns, target, top, moved));
}

void draw_blocks(CalendarPass& pass, const DayColumns& columns, float top) {
    const CalendarState& state = pass.state;
    for (int index = 0; index < columns.count; ++index) {
        const CalendarDay day = pass.source.day(index);
        const Rect whole =
            rect_at({columns.at(index), top}, {columns.width, kHourHeight * kHoursPerDay});
        IdScope scope(pass.frame, std::to_string(day.day));
        const Scope group(pass.frame, Role::Group, day.name, whole);
        for (const CalendarBlock& block : pass.source.blocks_on(index))
            draw_calendar_item(pass, block.item, day.day, block_rect(columns, index, top, block),
                               ItemShape::Block);
    }
    if (state.lifted.empty()) return;
    for (int index = 0; index < columns.count; ++index)
        for (const CalendarBlock& block : pass.source.blocks_on(index))
            if (pass.source.item(block.item).key == state.lifted)
                paint_ghost(pass, columns, top, index, block);
}

void paint_now(CalendarPass& pass, const DayColumns& columns, float top) {
    if (pass.options.now_minute < 0) return;
    const Color color = pass.frame.theme.palette->tone(Tone::Danger).solid;
    for (int index = 0; index < columns.count; ++index) {
        if (!pass.source.day(index).today) continue;
        const float y = top + y_of(pass.options.now_minute);
        fill_box({{columns.at(index), y - 1}, {columns.at(index) + columns.width, y + 1}}, color);
        dot({columns.at(index), y}, 4, color);
    }
}

void draw_hours(CalendarPass& pass, const DayColumns& columns, const Rect& rect) {
    Frame& frame = pass.frame;
    const ScrollArea area(frame, "hours", rect);
    if (!pass.state.scrolled && ImGui::GetScrollMaxY() > 0) {
        pass.state.scrolled = true;
        ImGui::SetScrollY(y_of(kFirstHourShown * kMinutesPerHour) - kLine / 2);
        frame.again();
    }
    if (pass.drag.step == DragStep::Moving)
        scroll_while_dragged(frame, {{-1e9F, rect.min.y}, {1e9F, rect.max.y}}, pass.drag.at);
    const Vec2 origin = available_rect(frame).min;
    const Palette& palette = *frame.theme.palette;
    paint_hours(pass, origin, rect.width());
    for (int index = 0; index < columns.count; ++index)
        fill_box(
            rect_at({std::round(columns.at(index)), origin.y}, {1, kHourHeight * kHoursPerDay}),
            palette.border);
    read_pointer(pass, columns, origin.y);
    draw_blocks(pass, columns, origin.y);
    paint_now(pass, columns, origin.y);
    space(frame, kHourHeight * kHoursPerDay);
}

}  // namespace

CalendarEvents calendar_days(Frame& frame, std::string_view label, CalendarSource& source,
                             CalendarState& state, const CalendarOptions& options) {
    CalendarEvents events;
    const Rect rect = available_rect(frame);
    CalendarPass pass{frame, source, state, options, events, ImGui::GetID("##days"), {}, {}};
    const Scope scope(frame, Role::Group, label, rect, pass.id);
    const Palette& palette = *frame.theme.palette;
    const float radius = frame.theme.metrics.radius_card;
    fill_box(rect, palette.surface, radius);
    carry_calendar_item(pass, CarryAxis::Minutes);
    begin_carrying(pass);
    const int count = std::max(1, source.day_count());
    constexpr float kBar = 14;
    const DayColumns columns{rect.min.x + kHours,
                             (rect.width() - kHours - kBar) / static_cast<float>(count), count};
    draw_heads(pass, columns, rect.min.y);
    const float whole = draw_whole_days(pass, columns, rect.min.y + kHead);
    const Rect hours = {{rect.min.x, rect.min.y + kHead + whole}, rect.max};
    hairline(frame, hours.min, rect.width(), palette.border);
    draw_hours(pass, columns, hours);
    edge_box(frame, rect, palette.border, radius);
    finish_carrying(pass);
    return events;
}

}  // namespace holdfast::ui
