#include "screens/lines_editor.h"

#include <algorithm>
#include <string>

namespace holdfast::ui {
namespace {

constexpr std::size_t kColumnsMax = 6;
constexpr std::size_t kColumnsMaxOnPhone = 2;
constexpr float kFirstColumnShare = 2;

/// One line of the record while it is drawn.
struct LineContext {
    FormLines& lines;
    FormLine& line;
    std::string id;
    int number;
};

bool draw_field(ScreenContext& context, FieldEditor& editor, LineContext& at, FormField& field) {
    const std::string key = at.id + "-" + std::to_string(raw(field.field));
    const FieldAnswer answer = editor.draw(context, field, key);
    if (answer.changed)
        context.want(intent::SetLineText{at.lines.entity, at.line.id, field.field, answer.text});
    if (answer.starter != EntityId::None) context.want(intent::UseStarter{answer.starter});
    return answer.submitted;
}

void draw_remove(ScreenContext& context, const LineContext& at) {
    Frame& frame = context.frame;
    const std::string name =
        context.strings().format("ui.remove_line", {std::to_string(at.number)});
    space(frame, frame.theme.type.caption.line + 4);
    if (!icon_button(frame, Icon::Trash2, name)) return;
    context.want(intent::RemoveLine{at.lines.entity, at.line.id});
    frame.focus(at.lines.add_label);  // The button itself is gone with the line.
}

/// Nothing can be saved with what was typed before somebody issued the document.
void draw_take_back(ScreenContext& context, const LineContext& at) {
    Frame& frame = context.frame;
    const std::string name =
        context.strings().format("ui.take_back_line", {std::to_string(at.number)});
    space(frame, frame.theme.type.caption.line + 4);
    if (!icon_button(frame, Icon::Undo2, name)) return;
    context.want(intent::TakeBackLine{at.lines.entity, at.line.id});
    frame.focus(context.word("ui.save"));  // The button itself is gone.
}

/// Whether a button follows the fields: one that removes the line, or takes back what was typed.
bool has_button(const LineContext& at) {
    return !at.lines.frozen || at.line.change != FormLine::Change::None;
}

/// Up to `per_row` fields from `first` side by side; the last row ends with the line's button.
bool draw_row(ScreenContext& context, FieldEditor& editor, LineContext& at, std::size_t first,
              std::size_t per_row) {
    Frame& frame = context.frame;
    std::vector<FormField>& fields = at.line.fields;
    const bool last = first + per_row >= fields.size();
    std::vector<Part> parts(per_row, fill());
    if (!frame.layout.phone() && first == 0) parts[0] = fill(kFirstColumnShare);
    const bool button = last && has_button(at);
    if (button) parts.push_back(fixed(icon_button_width(frame)));
    Row row(frame, parts, 8);
    bool submitted = false;
    for (std::size_t i = first; i < first + per_row; ++i) {
        row.next();
        if (i < fields.size() && draw_field(context, editor, at, fields[i])) submitted = true;
    }
    if (!button) return submitted;
    row.next();
    if (at.lines.frozen)
        draw_take_back(context, at);
    else
        draw_remove(context, at);
    return submitted;
}

bool draw_line(ScreenContext& context, FieldEditor& editor, LineContext at) {
    Frame& frame = context.frame;
    IdScope scope(frame, at.id);
    Scope group(frame, Role::Group, line_name(context, at.number));
    Stack stack(frame, 8);
    const std::size_t per_row =
        frame.layout.phone() ? kColumnsMaxOnPhone : std::min(at.line.fields.size(), kColumnsMax);
    bool submitted = false;
    for (std::size_t first = 0; first < at.line.fields.size(); first += per_row)
        if (draw_row(context, editor, at, first, per_row)) submitted = true;
    if (at.lines.frozen && at.line.change == FormLine::Change::Removed)
        muted_text(frame, context.word("ui.line_marked"));
    return submitted;
}

void draw_add(ScreenContext& context, const FormLines& lines, int shown) {
    Frame& frame = context.frame;
    if (!button(frame, lines.add_label, {.icon = Icon::Plus})) return;
    context.want(intent::AddLine{lines.entity});
    frame.enter_group(line_name(context, shown + 1));
}

void draw_total(ScreenContext& context, const FormLines& lines) {
    Frame& frame = context.frame;
    TypeStyle style = frame.theme.type.subtitle;
    style.digits = Digits::Tabular;
    const std::string total = std::string(context.word("ui.total")) + "  " + lines.total;
    const Rect rect = rect_at(available_rect(frame).min, {available_width(frame), style.line});
    paint_text(frame, total, style, frame.theme.palette->text, rect, Align::Right);
    tag_static(frame, Role::Text, total, rect);
    space(frame, style.line);
}

void draw_foot(ScreenContext& context, const FormLines& lines, int shown) {
    Frame& frame = context.frame;
    const float add_width = button_width(frame, lines.add_label, {.icon = Icon::Plus});
    std::vector<Part> parts;
    if (!lines.frozen) parts.push_back(fixed(add_width));
    parts.push_back(fill());
    Row row(frame, parts, 12, RowAlign::Center);
    row.next();
    if (!lines.frozen) {
        draw_add(context, lines, shown);
        row.next();
    }
    if (!lines.total.empty()) draw_total(context, lines);
}

}  // namespace

bool is_drawn(const FormLines& lines, const FormLine& line) {
    return lines.frozen || line.change != FormLine::Change::Removed;
}

std::string line_name(const ScreenContext& context, int number) {
    return context.strings().format("ui.line", {std::to_string(number)});
}

bool draw_lines_editor(ScreenContext& context, FieldEditor& editor, FormLines& lines) {
    Frame& frame = context.frame;
    Card card(frame, lines.label, {.role = Role::Group, .name = lines.label});
    Stack stack(frame, 12);
    section_heading(frame, lines.label);
    bool submitted = false;
    int number = 0;
    for (FormLine& line : lines.lines) {
        if (!is_drawn(lines, line)) continue;
        if (number > 0) divider(frame);
        if (draw_line(context, editor, {lines, line, to_text(line.id), ++number})) submitted = true;
    }
    draw_foot(context, lines, number);
    return submitted;
}

}  // namespace holdfast::ui
