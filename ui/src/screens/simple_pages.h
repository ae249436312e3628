// Pages that keep nothing between frames: home, conflicts, not found.
#pragma once

#include "screens/screen_context.h"

namespace holdfast::ui {

/// Where to go: one card per module, and what waits for the person.
void draw_home(ScreenContext& context);
/// One article per open conflict, with what was seen and written, and the two choices.
void draw_conflicts(ScreenContext& context);
/// The address leads nowhere.
void draw_not_found(ScreenContext& context);

}  // namespace holdfast::ui
