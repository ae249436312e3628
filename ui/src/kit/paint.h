// Shapes of the kit: filled and edged rounded boxes, soft shadows, rings, hairlines.
#pragma once

#include "ui/app_frame.h"
#include "ui/geometry.h"
#include "ui/theme.h"

namespace holdfast::ui {

void fill_box(const Rect& rect, Color color, float radius = 0);
/// An edge inside `rect`, `width` pixels thick.
void edge_box(Frame& frame, const Rect& rect, Color color, float radius, float width = 1);
/// Two pixels of the focus colour around `rect`, two pixels away from it.
void focus_ring(Frame& frame, const Rect& rect, float radius);
/// A soft shadow of a surface that floats `depth` pixels above the page.
void shadow(Frame& frame, const Rect& rect, float radius, float depth);
/// One device pixel high.
void hairline(Frame& frame, Vec2 from, float width, Color color);
void dot(Vec2 center, float radius, Color color);

}  // namespace holdfast::ui
