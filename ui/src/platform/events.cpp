#include "platform/events.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cfloat>
#include <cmath>

#include "platform/scrolling.h"

namespace holdfast::ui {
namespace {

ImGuiMouseSource to_im_source(PointerSource source) {
    switch (source) {
        case PointerSource::Touch:
            return ImGuiMouseSource_TouchScreen;
        case PointerSource::Pen:
            return ImGuiMouseSource_Pen;
        case PointerSource::Mouse:
            break;
    }
    return ImGuiMouseSource_Mouse;
}

// Nothing may stay hovered after a finger is gone.
void leave() {
    ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
}

void click_at(Vec2 at, int button) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
    io.AddMousePosEvent(at.x, at.y);
    io.AddMouseButtonEvent(button, true);
    io.AddMouseButtonEvent(button, false);
    leave();
}

void pan(const Context& context) {
    const Vec2 delta = context.gesture.delta();
    ImGuiWindow* window = scrollable_at(context.gesture.start(), delta);
    if (window != nullptr) scroll_by(window, {-delta.x, -delta.y});
}

// Where it goes; the control that is dragged reads it in the next pass.
void drag_on(Context& context, EventKind kind, Vec2 at) {
    context.drag.at = at;
    context.drag.released = context.drag.released || kind == EventKind::Up;
    context.again = true;
}

void handle_touch(Context& context, EventKind kind, Vec2 at, double time_ms) {
    if (context.drag.node != 0) return drag_on(context, kind, at);
    Gesture& gesture = context.gesture;
    if (kind == EventKind::Down) gesture.down(at, time_ms);
    if (kind == EventKind::Move && gesture.move(at, time_ms) != GestureStep::None) pan(context);
    if (kind == EventKind::Up && gesture.up(at, time_ms) == GestureStep::Tap)
        click_at(gesture.start(), 0);
}

void handle_mouse(EventKind kind, Vec2 at, PointerSource source, int button) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMouseSourceEvent(to_im_source(source));
    io.AddMousePosEvent(at.x, at.y);
    if (kind == EventKind::Move || button < 0 || button > 2) return;
    io.AddMouseButtonEvent(button, kind == EventKind::Down);
}

void handle_pointer(Context& context, EventKind kind, std::span<const float> record) {
    const Vec2 at = {record[2], record[3]};
    const auto source = static_cast<PointerSource>(record[4]);
    if (kind == EventKind::Down) {
        context.gesture.cancel();
        context.focus.ring = false;
        context.press_modifiers = static_cast<std::uint8_t>(record[7]);
    }
    // The page's clock of the event and that of the frame are the same.
    if (source == PointerSource::Touch) return handle_touch(context, kind, at, record[1]);
    if (context.drag.node != 0) drag_on(context, kind, at);
    handle_mouse(kind, at, source, static_cast<int>(record[6]));
}

void handle_wheel(Context& context, std::span<const float> record) {
    context.gesture.cancel();
    const Vec2 way = {record[4], record[5]};
    if (ImGuiWindow* window = scrollable_at({record[2], record[3]}, way)) scroll_by(window, way);
}

void handle_key(Context& context, std::span<const float> record) {
    PendingInput input;
    input.kind = PendingInput::Kind::Key;
    input.press.key = static_cast<Key>(static_cast<std::uint32_t>(record[2]));
    input.press.modifiers = static_cast<std::uint8_t>(record[3]);
    context.inputs.push_back(input);
}

void handle_view(Context& context, std::span<const float> record) {
    Layout& layout = context.layout;
    layout.size = {std::max(1.0F, record[2]), std::max(1.0F, record[3])};
    layout.pixel_ratio = std::clamp(record[4], 0.5F, 4.0F);
    if (layout.keyboard != record[5]) context.focus.scroll_to = context.focus.id != 0;
    layout.keyboard = record[5];
    layout.breakpoint = breakpoint_for(layout.size.x);
    context.again = true;
}

void handle_preferences(Context& context, std::span<const float> record) {
    const auto bits = static_cast<std::uint32_t>(record[2]);
    Preferences& preferences = context.preferences;
    preferences.dark = (bits & kPrefsDark) != 0;
    preferences.contrast = (bits & kPrefsContrast) != 0;
    preferences.reduced_motion = (bits & kPrefsReducedMotion) != 0;
    preferences.coarse = (bits & kPrefsCoarsePointer) != 0;
    preferences.text_scale = record[3] > 0 ? record[3] : 1;
    context.apply_preferences();
}

void focus_from_page(Context& context, const PendingInput& input) {
    if (context.focus.id != input.node) context.focus.left_next = context.focus.id;
    context.focus.id = input.node;
    context.focus.ring = input.amount > 0;
    context.focus.scroll_to = true;
}

void blur_from_page(Context& context, const PendingInput& input) {
    if (context.focus.id != input.node) return;
    context.focus.left_next = input.node;
    context.focus.id = 0;
}

void deliver_action(Context& context, const PendingInput& input) {
    switch (input.action) {
        case Action::Activate:
            context.activated = input.node;
            context.press_modifiers = 0;
            break;
        case Action::Focus:
            focus_from_page(context, input);
            break;
        case Action::Blur:
            blur_from_page(context, input);
            break;
        case Action::ScrollBy:
            scroll_from_page(context, input.node, input.amount);
            break;
        case Action::SetValue:
            context.value_node = input.node;
            context.value_index = static_cast<int>(input.amount);
            break;
        case Action::Submit:
            context.submitted = input.node;
            break;
    }
    context.again = true;
}

void deliver_key(Context& context, const KeyPress& press) {
    context.key = press;
    context.press_modifiers = 0;
    context.focus.ring = context.focus.ring || press.key == Key::Tab;
    context.again = true;
}

}  // namespace

void handle_event(Context& context, std::span<const float> record) {
    const auto kind = static_cast<EventKind>(static_cast<int>(record[0]));
    switch (kind) {
        case EventKind::Move:
        case EventKind::Down:
        case EventKind::Up:
            return handle_pointer(context, kind, record);
        case EventKind::Cancel:
            context.gesture.cancel();
            context.drag.cancelled = context.drag.node != 0;
            return leave();
        case EventKind::Wheel:
            return handle_wheel(context, record);
        case EventKind::Key:
            return handle_key(context, record);
        case EventKind::Focus:
            return;
        case EventKind::Leave:
            return leave();
        case EventKind::View:
            return handle_view(context, record);
        case EventKind::Safe:
            context.layout.safe = {record[2], record[3], record[4], record[5]};
            return;
        case EventKind::Prefs:
            return handle_preferences(context, record);
    }
}

void scroll_from_page(const Context& context, NodeId node, float way) {
    ImGuiWindow* window = context.tree.window_of(node);
    if (window != nullptr) scroll_by(window, {0, way});
}

void deliver_next_input(Context& context) {
    if (context.inputs.empty()) return;
    const PendingInput input = context.inputs.front();
    context.inputs.pop_front();
    if (input.kind == PendingInput::Kind::Key) return deliver_key(context, input.press);
    deliver_action(context, input);
}

void press_long(Context& context) {
    context.page.add(PageRequestKind::Vibrate, "10");
    const Vec2 at = context.gesture.start();
    // What was drawn last lies on top.
    const auto& draggables = context.draggables;
    const auto found = std::find_if(draggables.rbegin(), draggables.rend(),
                                    [at](const Draggable& each) { return each.rect.contains(at); });
    if (found != draggables.rend() && context.overlays.empty()) {
        context.drag = {found->node, at, at, true, false, false};
        context.again = true;
        return;
    }
    click_at(context.gesture.start(), 1);
}

}  // namespace holdfast::ui
