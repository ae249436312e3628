// Child records of a record (work order lines) as a small table, shown only.
#pragma once

#include "core/app/form_view.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

void draw_lines(ScreenContext& context, const FormLines& lines);

}  // namespace holdfast::ui
