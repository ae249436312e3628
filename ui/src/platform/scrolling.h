// Moves what lies under a point, or what a node lies in.
#pragma once

#include "ui/geometry.h"

struct ImGuiWindow;

namespace holdfast::ui {

/// The innermost region at `at` that can scroll along the larger side of `way`, or nullptr.
[[nodiscard]] ImGuiWindow* scrollable_at(Vec2 at, Vec2 way);
/// Moves the content; positive `way` shows what lies further down or right. False at the end.
bool scroll_by(ImGuiWindow* window, Vec2 way);
/// Brings `rect` of `window` into view, in all windows around it, with `margin` above and below.
/// False when it was in view or can come no nearer.
bool reveal(ImGuiWindow* window, const Rect& rect, float margin);

}  // namespace holdfast::ui
