// The parts of the import page, one per phase.
#pragma once

#include "screens/screen_context.h"

namespace holdfast::ui {

/// Before a file is open: what can be imported, and the button that opens the picker.
void draw_import_start(ScreenContext& context, EntityId entity);
/// Detected dialect, one field choice per column, the first rows, and what is still missing.
void draw_import_mapping(ScreenContext& context, const Import& import, GridState& preview);
/// Bar, counts and "Cancel" while rows are written or taken back.
void draw_import_progress(ScreenContext& context, const Import& import);
/// What came of it: counts, and the refused rows with their reasons.
void draw_import_result(ScreenContext& context, const Import& import, GridState& refusals);

}  // namespace holdfast::ui
