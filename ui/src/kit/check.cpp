#include <imgui.h>

#include <algorithm>

#include "kit/check.h"
#include "kit/interact.h"
#include "kit/paint.h"
#include "ui/kit/choice.h"
#include "ui/layout.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kGap = 10;
constexpr float kTrackWidth = 36;
constexpr float kTrackHeight = 20;

float line_height(const Frame& frame) {
    const bool touch = frame.theme.density == Density::Touch;
    return touch ? frame.theme.metrics.control : std::max(28.0F, frame.theme.type.body.line);
}

Rect place_left(const Rect& rect, float width, float height) {
    return rect_at({rect.min.x, rect.center().y - height / 2}, {width, height});
}

void tag_checked(Frame& frame, const Interaction& state, Role role, std::string_view label,
                 bool checked) {
    Node& node = tag(frame, state, role, label);
    if (checked) node.flags |= kNodeChecked;
}

void paint_track(Frame& frame, const Rect& track, bool on, const Interaction& state,
                 Enabled enabled) {
    const Palette& palette = *frame.theme.palette;
    Color fill = on ? palette.tone(Tone::Accent).solid : palette.border_strong;
    if (state.hovered) fill = on ? palette.accent_hover : palette.text_muted;
    if (enabled == Enabled::No) fill = palette.text_disabled;
    fill_box(track, fill, kTrackHeight / 2);
    const float radius = kTrackHeight / 2 - 3;
    const float x = on ? track.max.x - radius - 3 : track.min.x + radius + 3;
    dot({x, track.center().y}, radius, on ? palette.tone(Tone::Accent).on_solid : palette.surface);
    if (state.ring) focus_ring(frame, track, kTrackHeight / 2);
}

Color label_color(const Frame& frame, Enabled enabled) {
    const Palette& palette = *frame.theme.palette;
    return enabled == Enabled::No ? palette.text_disabled : palette.text;
}

}  // namespace

void paint_check(Frame& frame, const Rect& box, bool checked, const Interaction& state,
                 Enabled enabled) {
    const Palette& palette = *frame.theme.palette;
    const bool off = enabled == Enabled::No;
    if (!checked) {
        fill_box(box, off ? palette.sunken : palette.surface, 5);
        const Color edge = off ? palette.border : palette.border_strong;
        edge_box(frame, box, state.hovered ? palette.text_muted : edge, 5, 1.5F);
    } else {
        const ToneColors& accent = palette.tone(Tone::Accent);
        const Color fill = state.hovered ? palette.accent_hover : accent.solid;
        fill_box(box, off ? palette.text_disabled : fill, 5);
        paint_icon(frame, Icon::Check, 14, off ? palette.surface : accent.on_solid, box);
    }
    if (state.ring) focus_ring(frame, box, 5);
}

bool check_box(Frame& frame, std::string_view label, bool& checked, Enabled enabled) {
    const TypeStyle& style = frame.theme.type.body;
    const float natural = kCheckSide + kGap + text_width(frame, label, style);
    const float width = std::min(available_width(frame), natural);
    const Interaction state =
        interact(frame, label, {width, line_height(frame)}, {.enabled = enabled});
    if (state.pressed) {
        checked = !checked;
        frame.again();
    }
    tag_checked(frame, state, Role::CheckBox, label, checked);
    if (!state.visible) return state.pressed;
    paint_check(frame, place_left(state.rect, kCheckSide, kCheckSide), checked, state, enabled);
    const Rect words = {{state.rect.min.x + kCheckSide + kGap, state.rect.min.y}, state.rect.max};
    paint_text(frame, label, style, label_color(frame, enabled), words);
    return state.pressed;
}

bool toggle_switch(Frame& frame, std::string_view label, bool& on, Enabled enabled) {
    const TypeStyle& style = frame.theme.type.body;
    const Interaction state =
        interact(frame, label, {available_width(frame), line_height(frame)}, {.enabled = enabled});
    if (state.pressed) {
        on = !on;
        frame.again();
    }
    tag_checked(frame, state, Role::Switch, label, on);
    if (!state.visible) return state.pressed;
    const Rect track =
        rect_at({state.rect.max.x - kTrackWidth, state.rect.center().y - kTrackHeight / 2},
                {kTrackWidth, kTrackHeight});
    paint_track(frame, track, on, state, enabled);
    const Rect words = {state.rect.min, {track.min.x - kGap, state.rect.max.y}};
    paint_text(frame, label, style, label_color(frame, enabled), words);
    return state.pressed;
}

}  // namespace holdfast::ui
