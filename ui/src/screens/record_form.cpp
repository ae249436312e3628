#include "screens/record_form.h"

#include <array>

#include "screens/lines_editor.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 960;
constexpr KeyPress kSaveKey{Key::S, kPrimary};

std::string key_of(FieldId field) {
    return "field-" + std::to_string(raw(field));
}

bool is_wide(const FormField& field) {
    return field.editor == EditorKind::LongText;
}

void add_errors(const std::vector<FormField>& fields, std::string& sentence) {
    for (const FormField& field : fields) {
        if (field.error.empty()) continue;
        if (!sentence.empty()) sentence += "  ";
        sentence += field.label + ": " + field.error;
    }
}

float buttons_height(const Frame& frame) {
    const Metrics& metrics = frame.theme.metrics;
    return frame.layout.phone() ? 2 * metrics.control + 40 : metrics.control + 28;
}

}  // namespace

void RecordForm::close() {
    editor_.forget();
}

void RecordForm::draw(ScreenContext& context, FormView& form) {
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, form.title(), rect);
    Scope scope(frame, Role::Form, context.strings().singular_of(form.entity()), rect);
    const Rect buttons{{rect.min.x, rect.max.y - buttons_height(frame)}, rect.max};
    submitted_ = false;
    {
        ScrollArea area(frame, "form", {rect.min, {rect.max.x, buttons.min.y}},
                        page_margins(frame, kPageWidth));
        draw_content(context, form);
    }
    {
        const ScrollAreaOptions margins = page_margins(frame, kPageWidth);
        Region region(frame, "buttons", buttons);
        divider(frame);
        Region inner(frame, "inner", inset(buttons, margins.padding_x, 12));
        draw_buttons(context);
    }
}

void RecordForm::draw_content(ScreenContext& context, FormView& form) {
    Frame& frame = context.frame;
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, form.title(), 1);
    draw_errors(context, form);
    for (FormGroup& group : form.groups()) draw_group(context, group);
    for (FormLines& lines : form.lines())
        if (draw_lines_editor(context, editor_, lines)) submitted_ = true;
}

void RecordForm::draw_errors(ScreenContext& context, FormView& form) {
    std::string sentence;
    for (const FormGroup& group : form.groups()) add_errors(group.fields, sentence);
    for (const FormLines& lines : form.lines())
        for (const FormLine& line : lines.lines) add_errors(line.fields, sentence);
    if (!sentence.empty()) banner(context.frame, sentence, {.tone = Tone::Danger});
}

void RecordForm::draw_group(ScreenContext& context, FormGroup& group) {
    Frame& frame = context.frame;
    Card card(frame, group.label, {.role = Role::Group, .name = group.label});
    Stack stack(frame, frame.theme.metrics.gap);
    section_heading(frame, group.label);
    const Columns columns(frame, 2);
    const Part whole[] = {fill()};
    std::size_t next = 0;
    while (next < group.fields.size()) {
        const bool wide = is_wide(group.fields[next]);
        Row row(frame, wide ? std::span<const Part>(whole) : columns.parts(),
                frame.theme.metrics.gap);
        const std::size_t places = wide ? 1 : columns.count();
        for (std::size_t i = 0; i < places && next < group.fields.size(); ++i) {
            FormField& field = group.fields[next];
            if (i > 0 && is_wide(field)) break;
            row.next();
            const FieldAnswer answer = editor_.draw(context, field, key_of(field.field));
            if (answer.changed) context.want(intent::SetText{field.field, answer.text});
            submitted_ = submitted_ || answer.submitted;
            ++next;
        }
    }
}

void RecordForm::draw_buttons(ScreenContext& context) {
    const std::array<DialogButton, 2> buttons{{
        {context.word("ui.cancel")},
        {context.word("ui.save"), ButtonKind::Primary},
    }};
    const int pressed = dialog_buttons(context.frame, buttons);
    if (pressed == 1 || submitted_ || context.frame.take_key(kSaveKey))
        context.want(intent::Save{});
    if (pressed == 0 || context.frame.take_key({Key::Escape})) context.want(intent::CancelEdit{});
}

}  // namespace holdfast::ui
