// The Status group of a record: its state, and one button per allowed transition.
#pragma once

#include "core/app/form_view.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

/// Nothing for a module without states.
void draw_status(ScreenContext& context, FormView& form);

}  // namespace holdfast::ui
