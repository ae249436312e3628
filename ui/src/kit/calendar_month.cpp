#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "kit/calendar_items.h"
#include "kit/paint.h"
#include "platform/im.h"
#include "ui/layout.h"
#include "ui/semantics.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr int kDaysPerWeek = 7;
constexpr float kHead = 28;
constexpr float kNumber = 28;
constexpr float kLine = 22;
constexpr float kLineGap = 2;
constexpr float kCellMin = 84;
constexpr float kCellPhone = 56;
constexpr int kDotsMax = 3;

void draw_weekdays(CalendarPass& pass, const Rect& rect) {
    const float width = rect.width() / kDaysPerWeek;
    for (int index = 0; index < kDaysPerWeek; ++index) {
        const Rect cell = rect_at({rect.min.x + static_cast<float>(index) * width, rect.min.y},
                                  {width, rect.height()});
        const std::string word = pass.source.day(index).weekday;
        tag_static(pass.frame, Role::Text, word, cell);
        paint_text(pass.frame, word, pass.frame.theme.type.caption,
                   pass.frame.theme.palette->text_muted, cell, Align::Center);
    }
}

void draw_more(CalendarPass& pass, const CalendarDay& day, int count, const Rect& rect) {
    Frame& frame = pass.frame;
    const std::string words = pass.options.more(count, pass.options.context);
    const Interaction state = interact_at(frame, "more", rect);
    tag(frame, state, Role::Button, words + ", " + day.name);
    if (state.pressed) pass.events.day = day.day;
    paint_text(frame, words, frame.theme.type.caption, frame.theme.palette->text_muted,
               inset(rect, 8, 0));
    if (state.ring) focus_ring(frame, rect, 4);
}

void draw_entries(CalendarPass& pass, int index, const CalendarDay& day, const Rect& rect) {
    const std::vector<int> items = pass.source.items_on(index);
    const int room = std::max(1, static_cast<int>(rect.height() / (kLine + kLineGap)));
    const int count = static_cast<int>(items.size());
    const int shown = count <= room ? count : room - 1;
    float top = rect.min.y;
    for (int line = 0; line < shown; ++line, top += kLine + kLineGap)
        draw_calendar_item(pass, items[static_cast<std::size_t>(line)], day.day,
                           rect_at({rect.min.x, top}, {rect.width(), kLine}), ItemShape::Line);
    if (count > shown)
        draw_more(pass, day, count - shown, rect_at({rect.min.x, top}, {rect.width(), kLine}));
}

/// Whether what is carried would come to lie on this day.
bool is_target(CalendarPass& pass, const CalendarDay& day, const Rect& rect) {
    if (pass.state.lifted.empty()) return false;
    if (is_carried_by_pointer(pass) && rect.contains(pass.drag.at))
        pass.state.days = day.day - pass.state.lifted_day;
    return pass.state.lifted_day + pass.state.days == day.day;
}

void draw_cell(CalendarPass& pass, int index, const Rect& rect) {
    Frame& frame = pass.frame;
    const Palette& palette = *frame.theme.palette;
    const CalendarDay day = pass.source.day(index);
    IdScope scope(frame, std::to_string(day.day));
    const Scope group(frame, Role::Group, day.name, rect);
    if (day.outside) fill_box(rect, with_alpha(palette.sunken, 0.6F));
    const bool target = is_target(pass, day, rect);
    if (target) fill_box(inset(rect, 1, 1), palette.selected);
    draw_day_button(pass, day, std::to_string(day.number),
                    rect_at({rect.min.x + 2, rect.min.y + 2}, {40, kNumber - 4}));
    const Rect below = {{rect.min.x + 3, rect.min.y + kNumber}, {rect.max.x - 3, rect.max.y - 2}};
    draw_entries(pass, index, day, below);
    if (target) {
        edge_box(frame, inset(rect, 1, 1), palette.tone(Tone::Accent).solid, 4, 2);
        paint_carried(pass, rect_at({below.min.x, below.max.y - kLine}, {below.width(), kLine}));
    }
}

/// A phone's day: its number and as many dots as there are entries.
void draw_small_cell(CalendarPass& pass, int index, const Rect& rect) {
    Frame& frame = pass.frame;
    const Palette& palette = *frame.theme.palette;
    CalendarDay day = pass.source.day(index);
    IdScope scope(frame, std::to_string(day.day));
    const std::vector<int> items = pass.source.items_on(index);
    if (day.day == pass.state.selected) fill_box(inset(rect, 2, 2), palette.selected, 8);
    const bool target = is_target(pass, day, rect);
    if (target) edge_box(frame, inset(rect, 2, 2), palette.tone(Tone::Accent).solid, 8, 2);
    if (!items.empty()) day.name += ", " + std::to_string(items.size());
    draw_day_button(pass, day, std::to_string(day.number), rect);
    const int dots = std::min(kDotsMax, static_cast<int>(items.size()));
    for (int index_of = 0; index_of < dots; ++index_of) {
        const CalendarItem& item = pass.source.item(items[static_cast<std::size_t>(index_of)]);
        const float x =
            rect.center().x + (static_cast<float>(index_of) - static_cast<float>(dots - 1) / 2) * 8;
        dot({x, rect.max.y - 9}, 2.5F, palette.tone(item.tone).solid);
    }
}

void draw_weeks(CalendarPass& pass, const Rect& rect, float height) {
    Frame& frame = pass.frame;
    const bool phone = frame.layout.phone();
    const float width = rect.width() / kDaysPerWeek;
    const int count = pass.source.day_count();
    for (int index = 0; index < count; ++index) {
        const float left = rect.min.x + static_cast<float>(index % kDaysPerWeek) * width;
        const float top = rect.min.y + static_cast<float>(index / kDaysPerWeek) * height;
        const Rect cell = {{std::round(left), std::round(top)},
                           {std::round(left + width), std::round(top + height)}};
        if (phone)
            draw_small_cell(pass, index, cell);
        else
            draw_cell(pass, index, cell);
    }
    if (phone) return;
    const Palette& palette = *frame.theme.palette;
    const float bottom = rect.min.y + height * static_cast<float>(count / kDaysPerWeek);
    for (int week = 1; week < count / kDaysPerWeek; ++week)
        hairline(frame, {rect.min.x, rect.min.y + static_cast<float>(week) * height}, rect.width(),
                 palette.border);
    for (int day = 1; day < kDaysPerWeek; ++day) {
        const float x = std::round(rect.min.x + static_cast<float>(day) * width);
        fill_box({{x, rect.min.y}, {x + 1, bottom}}, palette.border);
    }
}

void draw_selected_day(CalendarPass& pass) {
    Frame& frame = pass.frame;
    for (int index = 0; index < pass.source.day_count(); ++index) {
        const CalendarDay day = pass.source.day(index);
        if (day.day != pass.state.selected) continue;
        heading(frame, day.name, 2);
        const std::vector<int> items = pass.source.items_on(index);
        if (items.empty()) return muted_text(frame, pass.options.nothing);
        for (const int item : items) {
            const Rect row = rect_at(available_rect(frame).min, {available_width(frame), 52});
            draw_calendar_item(pass, item, day.day, row, ItemShape::Row);
            space(frame, row.height());
        }
    }
}

void draw_phone(CalendarPass& pass, const Rect& rect) {
    Frame& frame = pass.frame;
    const ScrollArea area(frame, "month", rect);
    Stack stack(frame, 8);
    const Rect head = rect_at(available_rect(frame).min, {available_width(frame), kHead});
    draw_weekdays(pass, head);
    const int weeks = pass.source.day_count() / kDaysPerWeek;
    draw_weeks(pass, {{head.min.x, head.max.y}, {head.max.x, head.max.y}}, kCellPhone);
    space(frame, kHead + kCellPhone * static_cast<float>(weeks));
    if (pass.events.day >= 0) {
        pass.state.selected = pass.events.day;
        pass.events.day = -1;
        frame.again();
    }
    draw_selected_day(pass);
}

void draw_wide(CalendarPass& pass, const Rect& rect) {
    Frame& frame = pass.frame;
    const Palette& palette = *frame.theme.palette;
    fill_box(rect, palette.surface, frame.theme.metrics.radius_card);
    const Rect head = rect_at(rect.min, {rect.width(), kHead});
    draw_weekdays(pass, head);
    hairline(frame, {rect.min.x, head.max.y}, rect.width(), palette.border);
    const Rect body = {{rect.min.x, head.max.y + 1}, rect.max};
    const auto weeks = static_cast<float>(pass.source.day_count() / kDaysPerWeek);
    const float height = std::max(kCellMin, std::floor(body.height() / weeks));
    {
        const ScrollArea area(frame, "weeks", body);
        const Rect place = available_rect(frame);
        draw_weeks(pass, {place.min, {body.max.x, place.max.y}}, height);
        space(frame, height * weeks);
    }
    edge_box(frame, rect, palette.border, frame.theme.metrics.radius_card);
}

}  // namespace

CalendarEvents calendar_month(Frame& frame, std::string_view label, CalendarSource& source,
                              CalendarState& state, const CalendarOptions& options) {
    CalendarEvents events;
    const Rect rect = available_rect(frame);
    CalendarPass pass{frame, source, state, options, events, ImGui::GetID("##month"), {}, {}};
    const Scope scope(frame, Role::Group, label, rect, pass.id);
    carry_calendar_item(pass, CarryAxis::Weeks);
    begin_carrying(pass);
    if (frame.layout.phone())
        draw_phone(pass, rect);
    else
        draw_wide(pass, rect);
    finish_carrying(pass);
    return events;
}

}  // namespace holdfast::ui
