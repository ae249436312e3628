#include "kit/drag.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cmath>

#include "platform/im.h"
#include "platform/scrolling.h"

namespace holdfast::ui {
namespace {

constexpr float kMouseSlop = 6;
constexpr float kEdge = 48;
constexpr float kEdgeStep = 12;
constexpr double kEdgeMs = 16;

/// How far to scroll: away from the middle while `at` is near an end of [low, high].
float edge_step(float at, float low, float high) {
    if (at < low + kEdge) return -kEdgeStep;
    return at > high - kEdge ? kEdgeStep : 0;
}

void start_by_mouse(Frame& frame, const Interaction& state) {
    const ImGuiIO& io = ImGui::GetIO();
    if (!state.held || frame.context.drag.node != 0) return;
    const ImVec2 from = io.MouseClickedPos[0];
    const float moved = std::hypot(io.MousePos.x - from.x, io.MousePos.y - from.y);
    if (moved <= kMouseSlop) return;
    frame.context.drag = {state.id, from_im(from), from_im(io.MousePos), false, false, false};
    frame.again();
}

}  // namespace

DragReading read_drag(const Frame& frame, NodeId node) {
    const DragState& drag = frame.context.drag;
    if (node == 0 || drag.node != node) return {};
    DragStep step = DragStep::Moving;
    if (drag.released) step = DragStep::Dropped;
    if (drag.cancelled) step = DragStep::Cancelled;
    return {step, drag.start, drag.at, drag.finger};
}

DragReading read_drag(Frame& frame, const Interaction& state) {
    if (state.visible) frame.context.draggables.push_back({state.id, state.rect});
    start_by_mouse(frame, state);
    if (frame.context.drag.node == state.id && frame.take_key({Key::Escape}))
        frame.context.drag.cancelled = true;
    const DragReading reading = read_drag(frame, state.id);
    if (reading.step == DragStep::Moving) frame.context.cursor = "grabbing";
    return reading;
}

bool takes_lift_key(Frame& frame, NodeId node) {
    return frame.context.focus.id == node && frame.take_key({Key::Space, 0});
}

void scroll_while_dragged(Frame& frame, const Rect& rect, Vec2 at) {
    const Vec2 way = {edge_step(at.x, rect.min.x, rect.max.x),
                      rect.contains(at) ? edge_step(at.y, rect.min.y, rect.max.y) : 0};
    if (way.x == 0 && way.y == 0) return;
    if (scroll_by(ImGui::GetCurrentWindow(), way)) frame.wake_in(kEdgeMs);
}

}  // namespace holdfast::ui
