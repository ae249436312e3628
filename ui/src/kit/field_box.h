// The frame around every field: label above, box, help or error below. Shared by text and choice.
#pragma once

#include <string_view>

#include "kit/interact.h"
#include "ui/kit/field.h"

namespace holdfast::ui {

/// Draws the label above a field and moves the cursor to where the box goes.
void draw_field_label(Frame& frame, std::string_view label, const FieldOptions& options);
/// Fill, edge and focus ring of a field.
void paint_field_box(Frame& frame, const Interaction& state, const FieldOptions& options);
/// Help or error below the box; the error is an alert that names the field.
void draw_field_note(Frame& frame, std::string_view label, const FieldOptions& options);
/// Flags and description that every field's node carries.
void tag_field(Node& node, const FieldOptions& options);

}  // namespace holdfast::ui
