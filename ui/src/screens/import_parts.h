// The parts of the import page, one per phase.
#pragma once

#include <array>

#include "screens/field_editor.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

/// Choices by the keys of their words.
template <std::size_t Count>
std::array<Choice, Count> words_of(ScreenContext& context, const std::string_view (&keys)[Count]) {
    std::array<Choice, Count> choices;
    for (std::size_t place = 0; place < Count; ++place)
        choices[place].label = context.word(keys[place]);
    return choices;
}

/// Before a file is open: what can be imported, and the button that opens the picker.
void draw_import_start(ScreenContext& context, EntityId entity);
/// What happens to the rows, what records are recognised by, and the button that tries it out.
void draw_import_options(ScreenContext& context, const Import& import);
/// How a table is written: what was detected, each part a choice.
void draw_import_dialect(ScreenContext& context, const Import& import);
/// Values for all rows, each in its field's editor, and the choice of one more.
void draw_import_constants(ScreenContext& context, FieldEditor& editor);
/// Detected format and dialect, one field choice per column, the first rows, and what is still
/// missing.
void draw_import_mapping(ScreenContext& context, const Import& import, FieldEditor& constants,
                         GridState& preview);
/// Bar, counts and "Cancel" while rows are written or taken back.
void draw_import_progress(ScreenContext& context, const Import& import);
/// What came of it, or would: counts, rows with their reasons, the refused ones as a file.
void draw_import_result(ScreenContext& context, const Import& import, GridState& report);

}  // namespace holdfast::ui
