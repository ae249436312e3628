#include "screens/record_page.h"

#include "screens/record_lines.h"
#include "screens/record_status.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 960;

std::string link_address(ScreenContext& context, const FormField& field) {
    if (field.editor == EditorKind::Email && !field.text.empty()) return "mailto:" + field.text;
    if (field.editor == EditorKind::Phone && !field.text.empty()) return "tel:" + field.text;
    if (field.editor == EditorKind::Url && !field.text.empty()) return field.text;
    if (field.editor != EditorKind::Link || field.link.is_none()) return {};
    const EntityDef* target = context.workspace.store().registry().find(field.target);
    return target == nullptr ? std::string() : "#/" + target->key + "/" + to_text(field.link);
}

void draw_fact(ScreenContext& context, const FormField& field) {
    const std::string_view value =
        field.shown.empty() ? context.word("ui.not_set") : std::string_view(field.shown);
    const std::string address = link_address(context, field);
    IdScope scope(context.frame, std::to_string(raw(field.field)));
    const bool inside = address.starts_with('#');
    if (fact(context.frame, field.label, value, address) && inside) context.go_to(address);
}

void draw_facts(ScreenContext& context, const FormGroup& group) {
    Frame& frame = context.frame;
    const Columns columns(frame, 2);
    for (std::size_t first = 0; first < group.fields.size(); first += columns.count()) {
        Row row(frame, columns.parts(), frame.theme.metrics.gap);
        for (std::size_t i = first; i < first + columns.count() && i < group.fields.size(); ++i) {
            row.next();
            draw_fact(context, group.fields[i]);
        }
    }
}

}  // namespace

void RecordPage::draw(ScreenContext& context) {
    FormView* form = context.workspace.form();
    if (form == nullptr) return;
    if (form->mode() == FormMode::Show) {
        form_.close();
        draw_shown(context, *form);
        return;
    }
    form_.draw(context, *form);
}

void RecordPage::draw_shown(ScreenContext& context, FormView& form) {
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, form.title(), rect);
    ScrollArea area(frame, "record", rect, page_margins(frame, kPageWidth));
    Stack stack(frame, frame.theme.metrics.gap);
    draw_title(context, form);
    if (form.deleted() && banner(frame, context.word("ui.in_recycle_bin"),
                                 {.tone = Tone::Warning, .action = context.word("ui.restore")})) {
        context.want(intent::Restore{});
    }
    draw_status(context, form);
    draw_groups(context, form);
    for (const FormLines& lines : form.lines()) draw_lines(context, lines);
    related_.draw(context);
    take_keys(context, form);
}

void RecordPage::draw_title(ScreenContext& context, FormView& form) {
    Frame& frame = context.frame;
    if (frame.layout.phone()) {
        heading(frame, form.title(), 1);
        draw_tools(context, form);
        return;
    }
    const Part parts[] = {fill(), fixed(280)};
    Row row(frame, parts, 16, RowAlign::Center);
    row.next();
    heading(frame, form.title(), 1);
    row.next();
    draw_tools(context, form);
}

void RecordPage::draw_tools(ScreenContext& context, FormView& form) {
    if (form.deleted()) return;
    Frame& frame = context.frame;
    const std::string_view edit = context.word("ui.edit");
    const std::string_view remove = context.word("ui.delete");
    const ButtonOptions edit_options{
        .kind = ButtonKind::Primary, .icon = Icon::Pencil, .shortcut = "E"};
    const ButtonOptions remove_options{.icon = Icon::Trash2};
    const float remove_width = button_width(frame, remove, remove_options);
    const float edit_width = button_width(frame, edit, edit_options);
    const bool phone = frame.layout.phone();
    const Part parts[] = {phone ? fixed(0) : fill(), fixed(remove_width), fixed(edit_width)};
    Row row(frame, parts, phone ? 8 : 12, RowAlign::Center);
    row.next();
    row.next();
    if (button(frame, remove, remove_options)) context.want(intent::Delete{});
    row.next();
    if (button(frame, edit, edit_options)) context.want(intent::BeginEdit{});
}

void RecordPage::draw_groups(ScreenContext& context, FormView& form) {
    for (const FormGroup& group : form.groups()) {
        Card card(context.frame, group.label, {.role = Role::Region, .name = group.label});
        Stack stack(context.frame, context.frame.theme.metrics.gap);
        section_heading(context.frame, group.label);
        draw_facts(context, group);
    }
}

void RecordPage::take_keys(ScreenContext& context, const FormView& form) {
    if (!form.deleted() && context.frame.take_key({Key::E})) context.want(intent::BeginEdit{});
}

}  // namespace holdfast::ui
