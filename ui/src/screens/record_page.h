// One record: shown as facts with its status, or edited as a form.
#pragma once

#include <string>

#include "screens/record_aside_part.h"
#include "screens/record_form.h"
#include "screens/related_lists.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

class RecordPage {
public:
    void draw(ScreenContext& context);

private:
    void draw_shown(ScreenContext& context, FormView& form, ScrollStart start);
    [[nodiscard]] ScrollStart start_of(const FormView& form);
    void draw_title(ScreenContext& context, FormView& form);
    [[nodiscard]] float tools_width(ScreenContext& context, const FormView& form) const;
    void draw_tools(ScreenContext& context, const FormView& form);
    void take_keys(ScreenContext& context, const FormView& form);

    RecordForm form_;
    RecordId shown_;
    FormMode mode_ = FormMode::Show;
    RelatedLists related_;
    RecordAsidePart aside_;
};

}  // namespace holdfast::ui
