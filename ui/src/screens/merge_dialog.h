// MergeDialog: records that look like the one on screen, side by side; choosing what stays,
// merging.
#pragma once

#include "screens/screen_context.h"

namespace holdfast::ui {

/// The dialog while Workspace::merging() has one. Call at the end of a pass of the record's page.
void draw_merge_dialog(ScreenContext& context);
/// Above the fields of a form: records that look like what is typed, as links.
void draw_look_alikes(ScreenContext& context);

}  // namespace holdfast::ui
