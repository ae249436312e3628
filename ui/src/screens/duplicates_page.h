// Records of a module that are likely the same, in groups: to merge, to keep apart or to skip.
#pragma once

#include "screens/screen_context.h"

namespace holdfast::ui {

/// The Duplicates screen, with the dialog that merges.
void draw_duplicates(ScreenContext& context);

}  // namespace holdfast::ui
