// Child records of a record (work order lines) inside its form: edit, add, remove, total.
#pragma once

#include "core/app/form_view.h"
#include "screens/field_editor.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

/// Not when it is going away. In an issued document it stays, to be taken back.
[[nodiscard]] bool is_drawn(const FormLines& lines, const FormLine& line);
/// What the group of the `number`th line is called, from 1.
[[nodiscard]] std::string line_name(const ScreenContext& context, int number);
/// True when Enter was pressed in one of the fields.
bool draw_lines_editor(ScreenContext& context, FieldEditor& editor, FormLines& lines);

}  // namespace holdfast::ui
