#include "screens/record_form.h"

#include <algorithm>
#include <utility>

#include "kit/error_sentence.h"
#include "screens/lines_editor.h"
#include "screens/merge_dialog.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 960;
constexpr KeyPress kSaveKey{Key::S, kPrimary};

std::string key_of(FieldId field) {
    return "field-" + std::to_string(raw(field));
}

bool is_wide(const FormField& field) {
    return field.editor == FieldShape::LongText || field.editor == FieldShape::Choices;
}

/// Where the row that begins at `first` ends: after `places` fields, or before a wide one.
std::size_t row_end(const std::vector<FormField*>& fields, std::size_t first, std::size_t places) {
    std::size_t end = first + 1;
    while (end < fields.size() && end < first + places && !is_wide(*fields[end])) ++end;
    return end;
}

void add_errors(const std::vector<FormField>& fields, std::string& sentence) {
    for (const FormField& field : fields) {
        if (field.error.empty()) continue;
        if (!sentence.empty()) sentence += "  ";
        sentence += error_sentence(field.label, field.error);
    }
}

bool has_mistake(const FormLine& line) {
    return std::any_of(line.fields.begin(), line.fields.end(),
                       [](const FormField& field) { return !field.error.empty(); });
}

/// Names as the screen has them: of a field, or of the line that it is in.
struct Mistake {
    std::string field;
    std::string line;
};
Mistake first_mistake(const ScreenContext& context, FormView& form) {
    for (const FormGroup& group : form.groups())
        for (const FormField& field : group.fields)
            if (!field.error.empty()) return {field.label, {}};
    for (const FormLines& section : form.lines()) {
        int number = 0;
        for (const FormLine& line : section.lines) {
            if (!is_drawn(section, line)) continue;
            ++number;
            if (has_mistake(line)) return {{}, line_name(context, number)};
        }
    }
    return {};
}

}  // namespace

void RecordForm::close() {
    editor_.forget();
    asked_to_save_ = true;
}

void RecordForm::draw(ScreenContext& context, FormView& form, ScrollStart start) {
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, form.title(), rect);
    Scope scope(frame, Role::Form, context.strings().singular_of(form.entity()), rect);
    const Rect foot = foot_of(frame, rect);
    submitted_ = false;
    {
        ScrollArea area(frame, "form", {rect.min, {rect.max.x, foot.min.y}},
                        page_margins(frame, kPageWidth, start));
        draw_content(context, form);
    }
    lead_to_mistake(context, form);
    take_answer(context, draw_foot(frame, foot,
                                   {.primary = context.word("ui.save"),
                                    .secondary = context.word("ui.cancel"),
                                    .primary_shortcut = "Control+S",
                                    .width_max = kPageWidth}));
}

void RecordForm::draw_content(ScreenContext& context, FormView& form) {
    Frame& frame = context.frame;
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, form.title(), 1);
    draw_move(context, form);
    draw_errors(context, form);
    draw_look_alikes(context);
    for (FormGroup& group : form.groups()) draw_group(context, group);
    for (FormLines& lines : form.lines())
        if (draw_lines_editor(context, editor_, lines)) submitted_ = true;
}

void RecordForm::draw_move(ScreenContext& context, const FormView& form) {
    const std::string_view state = form.planned_move();
    if (state.empty()) return;
    const std::string sentence = context.strings().format("form.moves_to", {std::string(state)});
    if (banner(context.frame, sentence, {.action = context.word("form.keep_status")}))
        context.want(intent::DropMove{});
}

void RecordForm::draw_errors(ScreenContext& context, FormView& form) {
    std::string sentence;
    for (const FormGroup& group : form.groups()) add_errors(group.fields, sentence);
    for (const FormLines& lines : form.lines())
        for (const FormLine& line : lines.lines) add_errors(line.fields, sentence);
    if (!sentence.empty()) banner(context.frame, sentence, {.tone = Tone::Danger});
}

void RecordForm::draw_group(ScreenContext& context, FormGroup& group) {
    std::vector<FormField*> fields;
    for (FormField& field : group.fields)
        if (!field.read_only && field.visible) fields.push_back(&field);
    if (fields.empty()) return;
    Frame& frame = context.frame;
    Card card(frame, group.label, {.role = Role::Group, .name = group.label});
    Stack stack(frame, frame.theme.metrics.gap);
    section_heading(frame, group.label);
    const Columns columns(frame, 2);
    std::size_t next = 0;
    while (next < fields.size()) {
        const std::size_t places = is_wide(*fields[next]) ? 1 : columns.count();
        const std::size_t end = row_end(fields, next, places);
        Row row(frame, columns.parts().last(places), frame.theme.metrics.gap);
        for (; next < end; ++next) {
            row.next();
            draw_field(context, *fields[next]);
        }
    }
}

void RecordForm::draw_field(ScreenContext& context, FormField& field) {
    const FieldAnswer answer = editor_.draw(context, field, key_of(field.field));
    if (answer.changed) context.want(intent::SetText{field.field, answer.text});
    if (answer.starter != EntityId::None)
        context.want(intent::UseStarter{answer.starter, field.field});
    submitted_ = submitted_ || answer.submitted;
}

// After a refusal the first field that is wrong has the focus, wherever it was on the page.
void RecordForm::lead_to_mistake(ScreenContext& context, FormView& form) {
    const bool undecided =
        std::any_of(context.intents.begin(), context.intents.end(),
                    [](const Intent& wish) { return std::holds_alternative<intent::Save>(wish); });
    if (undecided || !std::exchange(asked_to_save_, false)) return;
    const Mistake first = first_mistake(context, form);
    if (!first.line.empty()) return context.frame.enter_group(first.line);
    if (!first.field.empty()) context.frame.focus(first.field);
}

void RecordForm::take_answer(ScreenContext& context, FootAnswer answer) {
    Frame& frame = context.frame;
    if (answer == FootAnswer::Primary || submitted_ || frame.take_key(kSaveKey)) {
        asked_to_save_ = true;
        context.want(intent::Save{});
    }
    if (answer == FootAnswer::Secondary || frame.take_key({Key::Escape}))
        context.want(intent::CancelEdit{});
}

}  // namespace holdfast::ui
