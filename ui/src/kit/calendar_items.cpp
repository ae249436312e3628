#include "kit/calendar_items.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

#include "kit/paint.h"
#include "platform/im.h"
#include "ui/layout.h"
#include "ui/semantics.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kGrip = 8;
constexpr float kRadius = 6;
constexpr float kTwoLines = 36;

const ToneColors& colors_of(const CalendarPass& pass, Tone tone) {
    return pass.frame.theme.palette->tone(tone);
}

void paint_words(CalendarPass& pass, const CalendarItem& item, const Rect& rect, ItemShape shape) {
    Frame& frame = pass.frame;
    const ToneColors& colors = colors_of(pass, item.tone);
    const TypeStyle& style =
        shape == ItemShape::Row ? frame.theme.type.body : frame.theme.type.caption;
    Rect words = {{rect.min.x + 8, rect.min.y}, {rect.max.x - 4, rect.max.y}};
    if (shape == ItemShape::Row) {
        constexpr float kTime = 104;
        paint_text(frame, item.time.empty() ? pass.options.all_day : item.time,
                   frame.theme.type.small, frame.theme.palette->text_muted,
                   {{words.min.x + 8, words.min.y}, {words.min.x + kTime, words.max.y}});
        words.min.x += kTime + 8;
        return paint_text(frame, item.title, frame.theme.type.strong, frame.theme.palette->text,
                          words);
    }
    if (shape == ItemShape::Block && rect.height() >= kTwoLines) {
        const float line = style.line;
        words.min.y += 2;
        paint_text(frame, item.title, style, colors.text,
                   {words.min, {words.max.x, words.min.y + line}});
        return paint_text(
            frame, item.time, style, colors.text,
            {{words.min.x, words.min.y + line}, {words.max.x, words.min.y + 2 * line}});
    }
    std::string line = item.time.substr(0, 5);
    if (!line.empty()) line += ' ';
    paint_text(frame, line + item.title, style, colors.text, words);
}

void paint_item(CalendarPass& pass, const CalendarItem& item, const Rect& rect, ItemShape shape) {
    const Palette& palette = *pass.frame.theme.palette;
    const ToneColors& colors = colors_of(pass, item.tone);
    const bool row = shape == ItemShape::Row;
    fill_box(rect, row ? palette.surface : colors.tint, kRadius);
    if (row || shape == ItemShape::Block)
        edge_box(pass.frame, rect, row ? palette.border : colors.border, kRadius);
    fill_box({{rect.min.x, rect.min.y + 3}, {rect.min.x + 3, rect.max.y - 3}}, colors.solid, 1.5F);
    paint_words(pass, item, rect, shape);
}

void put_down(CalendarPass& pass) {
    CalendarState& state = pass.state;
    state.lifted.clear();
    state.held = 0;
    state.days = 0;
    state.minutes = 0;
    state.resizing = false;
    pass.frame.again();
}

void ask_for_change(CalendarPass& pass) {
    CalendarState& state = pass.state;
    if (state.days == 0 && state.minutes == 0) {
        pass.events.announce = "calendar.put_back";
    } else {
        (state.resizing ? pass.events.resized : pass.events.moved) = state.lifted;
        pass.events.days = state.days;
        pass.events.minutes = state.minutes;
    }
    put_down(pass);
}

void lift(CalendarPass& pass, const CalendarItem& item, std::int64_t day) {
    CalendarState& state = pass.state;
    put_down(pass);
    state.lifted = item.key;
    state.lifted_title = item.title;
    state.lifted_day = day;
}

/// The first time in a pass the entry's own key, so that the focus goes with it from day to day.
std::string item_key(CalendarPass& pass, int position, const CalendarItem& item, std::int64_t day) {
    const auto known = std::find(pass.drawn.begin(), pass.drawn.end(), position);
    if (known != pass.drawn.end()) return item.key + "@" + std::to_string(day);
    pass.drawn.push_back(position);
    return item.key;
}

/// The pointer began to carry it in this pass.
void take_pointer(CalendarPass& pass, const Interaction& state, const CalendarItem& item,
                  std::int64_t day) {
    if (!pass.options.movable) return;
    const DragReading drag = read_drag(pass.frame, state);
    if (drag.step == DragStep::None || pass.state.held == state.id) return;
    lift(pass, item, day);
    pass.state.held = state.id;
    pass.state.resizing = pass.options.resizable && !item.time.empty() && !drag.finger &&
                          drag.start.y > state.rect.max.y - kGrip;
    pass.state.grip = -1;
}

}  // namespace

void draw_calendar_item(CalendarPass& pass, int position, std::int64_t day, const Rect& rect,
                        ItemShape shape) {
    Frame& frame = pass.frame;
    const CalendarItem& item = pass.source.item(position);
    const std::string key = item_key(pass, position, item, day);
    const NodeId id = ImHashStr(key.data(), key.size(), pass.id);
    if (pass.options.movable && takes_lift_key(frame, id)) {
        if (pass.state.lifted == item.key) {
            ask_for_change(pass);
        } else {
            lift(pass, item, day);
            pass.events.announce = "calendar.lifted";
        }
    }
    ImGui::PushOverrideID(pass.id);
    const Interaction state = interact_at(frame, key, rect);
    ImGui::PopID();
    Node& node = tag(frame, state, Role::Button, item.name);
    if (pass.options.movable)
        node.properties.push_back({Property::Description, std::string(pass.options.hint)});
    const bool carried = pass.state.lifted == item.key;
    if (carried) node.flags |= kNodeSelected;
    take_pointer(pass, state, item, day);
    const bool dragged = frame.context.drag.node == state.id;
    if (state.pressed && !dragged && !carried) pass.events.opened = item.key;
    if (!state.visible) return;
    paint_item(pass, item, rect, shape);
    if (carried) fill_box(rect, with_alpha(frame.theme.palette->surface, 0.6F), kRadius);
    if (state.hovered) fill_box(rect, frame.theme.palette->hover, kRadius);
    if (state.ring) focus_ring(frame, rect, kRadius);
}

void paint_carried(CalendarPass& pass, const Rect& rect) {
    Frame& frame = pass.frame;
    const Palette& palette = *frame.theme.palette;
    shadow(frame, rect, kRadius, 8);
    fill_box(rect, palette.raised, kRadius);
    edge_box(frame, rect, palette.tone(Tone::Accent).solid, kRadius, 2);
    paint_text(
        frame, pass.state.lifted_title, frame.theme.type.caption, palette.text,
        {{rect.min.x + 8, rect.min.y}, {rect.max.x - 4, std::min(rect.max.y, rect.min.y + 22)}});
}

void begin_carrying(CalendarPass& pass) {
    CalendarState& state = pass.state;
    if (state.held == 0) return;
    pass.drag = read_drag(pass.frame, state.held);
    if (pass.drag.step == DragStep::None || pass.drag.step == DragStep::Cancelled) put_down(pass);
}

void finish_carrying(CalendarPass& pass) {
    if (pass.state.held != 0 && pass.drag.step == DragStep::Dropped) ask_for_change(pass);
}

void carry_calendar_item(CalendarPass& pass, CarryAxis axis) {
    CalendarState& state = pass.state;
    Frame& frame = pass.frame;
    if (state.lifted.empty() || state.held != 0) return;
    if (frame.take_key({Key::Escape, 0})) {
        pass.events.announce = "calendar.put_back";
        return put_down(pass);
    }
    const auto pressed = [&](Key key) {
        const bool longer = pass.options.resizable && frame.take_key({key, kShift});
        if (longer) state.resizing = true;
        return longer || frame.take_key({key, 0});
    };
    const std::int64_t days = state.days;
    const int minutes = state.minutes;
    if (pressed(Key::Left)) --state.days;
    if (pressed(Key::Right)) ++state.days;
    const int down = pressed(Key::Down) ? 1 : 0;
    const int up = pressed(Key::Up) ? 1 : 0;
    if (axis == CarryAxis::Weeks)
        state.days += 7 * (down - up);
    else
        state.minutes += kSnapMinutes * (down - up);
    if (state.days == days && state.minutes == minutes) return;
    pass.events.announce = "calendar.over";
    frame.again();
}

void draw_day_button(CalendarPass& pass, const CalendarDay& day, std::string_view words,
                     const Rect& rect) {
    Frame& frame = pass.frame;
    const Palette& palette = *frame.theme.palette;
    const Interaction state = interact_at(frame, "day", rect);
    tag(frame, state, Role::Button, day.name);
    if (state.pressed) pass.events.day = day.day;
    if (!state.visible) return;
    if (state.hovered) fill_box(rect, palette.hover, kRadius);
    Color color = day.outside ? palette.text_disabled : palette.text;
    if (day.today) {
        const ToneColors& accent = palette.tone(Tone::Accent);
        const float width = text_width(frame, words, frame.theme.type.strong) + 14;
        fill_box(rect_at({rect.center().x - width / 2, rect.center().y - 12}, {width, 24}),
                 accent.solid, 12);
        color = accent.on_solid;
    }
    paint_text(frame, words, frame.theme.type.strong, color, rect, Align::Center);
    if (state.ring) focus_ring(frame, rect, kRadius);
}

}  // namespace holdfast::ui
