// The form of a record: fields, lines, totals, Save and Cancel.
#pragma once

#include <string>

#include "core/app/form_view.h"
#include "screens/field_editor.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

class RecordForm {
public:
    void draw(ScreenContext& context, FormView& form);
    /// The form is not shown any more: searches and questions are forgotten.
    void close();

private:
    void draw_content(ScreenContext& context, FormView& form);
    void draw_errors(ScreenContext& context, FormView& form);
    void draw_group(ScreenContext& context, FormGroup& group);
    void draw_buttons(ScreenContext& context, const FormView& form);
    void draw_question(ScreenContext& context);
    void cancel(ScreenContext& context, const FormView& form);

    FieldEditor editor_;
    bool submitted_ = false;
    bool asking_ = false;  ///< "Discard what you typed?"
};

}  // namespace holdfast::ui
