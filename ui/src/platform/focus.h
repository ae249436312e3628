// The focus between passes: Tab order, regions, dialogs that open and close.
#pragma once

#include "platform/context.h"

namespace holdfast::ui {

enum class Direction : std::uint8_t { Forward, Backward };

/// To the next tab stop in drawing order; stays inside the topmost overlay, wraps around.
void focus_next(Context& context, Direction direction);
/// To the first tab stop of the next landmark (main, navigation, region, form).
void focus_next_region(Context& context, Direction direction);
/// After a pass: follows dialogs, wanted names and vanished nodes.
void settle_focus(Context& context);

}  // namespace holdfast::ui
