// Settings of this device: language, theme, how safe the data is, sample data.
#pragma once

#include "screens/screen_context.h"

namespace holdfast::ui {

void draw_settings(ScreenContext& context);

}  // namespace holdfast::ui
