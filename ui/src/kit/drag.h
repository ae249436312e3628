// Drag: a control that goes with the mouse, or with a finger that rested on it first.
#pragma once

#include "kit/interact.h"

namespace holdfast::ui {

enum class DragStep : std::uint8_t { None, Moving, Dropped, Cancelled };

struct DragReading {
    DragStep step = DragStep::None;
    Vec2 start;
    Vec2 at;
    bool finger = false;
};

/// Makes the control one that can be dragged, and says what happened to it in this pass. A press
/// does not count in a pass that gives anything but None.
[[nodiscard]] DragReading read_drag(Frame& frame, const Interaction& state);
/// What is dragged of any control: for what is drawn before or after it.
[[nodiscard]] DragReading read_drag(const Frame& frame, NodeId node);

/// Space on the control that has the focus lifts it and drops it; it does not press it.
[[nodiscard]] bool takes_lift_key(Frame& frame, NodeId node);

/// Scrolls the window sideways and up or down while something is held near the edges of `rect`.
void scroll_while_dragged(Frame& frame, const Rect& rect, Vec2 at);

}  // namespace holdfast::ui
