// Import of a table: what was detected, the mapping, a preview, progress, refused rows, undo.
#pragma once

#include "screens/screen_context.h"

namespace holdfast::ui {

class ImportPage {
public:
    void draw(ScreenContext& context);

private:
    void draw_content(ScreenContext& context, const Import* import, const Rect& rect);

    GridState preview_;
    GridState refusals_;
};

}  // namespace holdfast::ui
