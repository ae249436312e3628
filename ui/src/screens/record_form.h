// The form of a record: fields, lines, totals, Save and Cancel.
#pragma once

#include <string>

#include "core/app/form_view.h"
#include "screens/field_editor.h"
#include "screens/foot.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

class RecordForm {
public:
    void draw(ScreenContext& context, FormView& form, ScrollStart start);
    /// The form is not shown any more: searches are forgotten.
    void close();

private:
    void draw_content(ScreenContext& context, FormView& form);
    void draw_move(ScreenContext& context, const FormView& form);
    void draw_errors(ScreenContext& context, FormView& form);
    void draw_group(ScreenContext& context, FormGroup& group);
    void draw_field(ScreenContext& context, FormField& field);
    void lead_to_mistake(ScreenContext& context, FormView& form);
    void take_answer(ScreenContext& context, FootAnswer answer);

    FieldEditor editor_{Starters::Offered};
    bool submitted_ = false;
    bool asked_to_save_ = true;  // A form that opens with mistakes was asked by whoever opened it.
};

}  // namespace holdfast::ui
