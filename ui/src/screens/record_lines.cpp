#include "screens/record_lines.h"

#include <algorithm>
#include <string>

namespace holdfast::ui {
namespace {

constexpr float kFirstColumnShare = 2.5F;

bool is_number(const FormField& field) {
    return field.editor == FieldShape::Number || field.editor == FieldShape::Money;
}

/// One line of text over the available width, with its meaning.
void draw_cell(ScreenContext& context, std::string_view text, const TypeStyle& style, Color color,
               Align align) {
    Frame& frame = context.frame;
    const Rect left = available_rect(frame);
    const Rect rect = rect_at(left.min, {available_width(frame), style.line + 8});
    paint_text(frame, text, style, color, rect, align);
    if (!text.empty()) tag_static(frame, Role::Text, text, rect);
    space(frame, rect.height());
}

std::vector<Part> parts_for(std::size_t count) {
    std::vector<Part> parts(std::min(count, kRowPartsMax), fill());
    if (!parts.empty()) parts[0] = fill(kFirstColumnShare);
    return parts;
}

void draw_head(ScreenContext& context, const FormLine& line) {
    Frame& frame = context.frame;
    const std::vector<Part> parts = parts_for(line.fields.size());
    Row row(frame, parts, 12);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        row.next();
        draw_cell(context, line.fields[i].label, frame.theme.type.caption,
                  frame.theme.palette->text_muted,
                  is_number(line.fields[i]) ? Align::Right : Align::Left);
    }
}

void draw_line_wide(ScreenContext& context, const FormLine& line) {
    Frame& frame = context.frame;
    const std::vector<Part> parts = parts_for(line.fields.size());
    Row row(frame, parts, 12);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        row.next();
        TypeStyle style = frame.theme.type.body;
        if (is_number(line.fields[i])) style.digits = Digits::Tabular;
        draw_cell(context, line.fields[i].shown, style, frame.theme.palette->text,
                  is_number(line.fields[i]) ? Align::Right : Align::Left);
    }
}

void draw_line_narrow(ScreenContext& context, const FormLine& line) {
    Frame& frame = context.frame;
    if (line.fields.empty()) return;
    text(frame, line.fields[0].shown, frame.theme.type.strong, frame.theme.palette->text);
    std::string rest;
    for (std::size_t i = 1; i < line.fields.size(); ++i) {
        if (line.fields[i].shown.empty()) continue;
        if (!rest.empty()) rest += " \xC2\xB7 ";
        rest += line.fields[i].label + " " + line.fields[i].shown;
    }
    if (!rest.empty()) muted_text(frame, rest);
}

}  // namespace

void draw_lines(ScreenContext& context, const FormLines& lines) {
    Frame& frame = context.frame;
    Card card(frame, lines.label, {.role = Role::Region, .name = lines.label});
    section_heading(frame, lines.label);
    if (lines.lines.empty()) return muted_text(frame, context.word("empty.no_lines"));
    const bool phone = frame.layout.phone();
    if (!phone) draw_head(context, lines.lines.front());
    {
        Scope list(frame, Role::List, lines.label);
        for (const FormLine& line : lines.lines) {
            IdScope id(frame, to_text(line.id));
            divider(frame);
            Scope item(frame, Role::ListItem,
                       line.fields.empty() ? std::string_view() : line.fields[0].shown);
            phone ? draw_line_narrow(context, line) : draw_line_wide(context, line);
        }
    }
    if (lines.total.empty()) return;
    divider(frame);
    TypeStyle style = frame.theme.type.subtitle;
    style.digits = Digits::Tabular;
    draw_cell(context, std::string(context.word("ui.total")) + "  " + lines.total, style,
              frame.theme.palette->text, Align::Right);
}

}  // namespace holdfast::ui
