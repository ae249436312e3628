// Import of a file: what was detected, mapping, options, a preview, trial, progress, result, undo.
#pragma once

#include "screens/field_editor.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

class ImportPage {
public:
    void draw(ScreenContext& context);

private:
    void draw_content(ScreenContext& context, const Import* import, const Rect& rect);

    void draw_phase(ScreenContext& context, const Import& import);

    FieldEditor constants_;
    GridState preview_;
    GridState report_;
};

}  // namespace holdfast::ui
