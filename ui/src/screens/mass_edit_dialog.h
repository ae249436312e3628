// The dialog that changes one field of many records: choice, progress, result.
#pragma once

#include <optional>
#include <string>

#include "core/app/mass_edit_view.h"
#include "screens/field_editor.h"

namespace holdfast::ui {

class MassEditDialog {
public:
    /// The dialog while the workspace has one open.
    void draw(ScreenContext& context);

private:
    void draw_part(ScreenContext& context, MassEditView& view);
    void draw_choice(ScreenContext& context, MassEditView& view);
    [[nodiscard]] bool draw_value(ScreenContext& context, MassEditView& view);
    static void draw_field_choice(ScreenContext& context, MassEditView& view);
    static void draw_forecast(ScreenContext& context, MassEditView& view);
    static void draw_progress(ScreenContext& context, const MassEdit& run);
    static void draw_result(ScreenContext& context, const MassEditView& view);
    void keep_focus(ScreenContext& context, const MassEditView& view);

    FieldEditor editor_;
    std::optional<MassEditPhase> phase_;  ///< Of the last pass; none before the run.
};

}  // namespace holdfast::ui
