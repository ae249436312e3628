#include <string>

#include "screens/import_parts.h"

namespace holdfast::ui {
namespace {

void draw_constant(ScreenContext& context, FieldEditor& editor, FormField& field) {
    Frame& frame = context.frame;
    const std::string key = "constant-" + std::to_string(raw(field.field));
    IdScope scope(frame, key);
    const Part parts[] = {fill(), fixed(icon_button_width(frame))};
    Row row(frame, parts, frame.theme.metrics.gap);
    row.next();
    const FieldAnswer answer = editor.draw(context, field, key);
    if (answer.changed) context.want(intent::ImportSetConstant{field.field, answer.text});
    row.next();
    space(frame, frame.theme.type.caption.line + 4);
    const std::string name = context.strings().format("import.constant_remove", {field.label});
    if (!icon_button(frame, Icon::Trash2, name)) return;
    context.want(intent::ImportRemoveConstant{field.field});
    // The button itself is gone with the field.
    frame.focus(context.word("import.constant_field"));
}

void draw_choice(ScreenContext& context, const Import& import) {
    const std::vector<ImportTarget> fields = import.constant_fields();
    if (fields.empty()) return;
    std::vector<Choice> choices;
    for (const ImportTarget& field : fields) choices.push_back({field.label});
    int chosen = -1;
    if (combo_box(context.frame, context.word("import.constant_field"), choices, chosen))
        context.want(intent::ImportAddConstant{fields[static_cast<std::size_t>(chosen)].field});
}

}  // namespace

void draw_import_constants(ScreenContext& context, FieldEditor& editor) {
    Frame& frame = context.frame;
    Import& import = *context.workspace.import();
    const std::string_view title = context.word("import.constants");
    Card card(frame, "constants", {.role = Role::Group, .name = title});
    Stack stack(frame, frame.theme.metrics.gap);
    section_heading(frame, title, context.word("import.constants_hint"));
    for (FormField& field : import.constants()) draw_constant(context, editor, field);
    draw_choice(context, import);
}

}  // namespace holdfast::ui
