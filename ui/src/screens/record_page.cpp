#include "screens/record_page.h"

#include "core/record.h"
#include "screens/merge_dialog.h"
#include "screens/record_lines.h"
#include "screens/record_status.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 960;
constexpr float kToolGap = 8;
constexpr ButtonOptions kEditOptions{
    .kind = ButtonKind::Primary, .icon = Icon::Pencil, .shortcut = "E"};
constexpr ButtonOptions kDeleteOptions{.icon = Icon::Trash2};
constexpr ButtonOptions kDuplicatesOptions{.icon = Icon::Merge};
constexpr ButtonOptions kConvertOptions{.icon = Icon::Plus};

std::string link_address(ScreenContext& context, const FormField& field) {
    if (field.editor == FieldShape::Email && !field.text.empty()) return "mailto:" + field.text;
    if (field.editor == FieldShape::Phone && !field.text.empty()) return "tel:" + field.text;
    if (field.editor == FieldShape::Url && !field.text.empty()) return web_address(field.text);
    if (field.editor != FieldShape::Link || field.link.is_none()) return {};
    const EntityDef* target = context.workspace.store().registry().find(field.target);
    return target == nullptr ? std::string() : "#/" + target->key + "/" + to_text(field.link);
}

void draw_fact(ScreenContext& context, const FormField& field) {
    const std::string address = link_address(context, field);
    IdScope scope(context.frame, std::to_string(raw(field.field)));
    if (!fact(context.frame, field.label, field.shown, address)) return;
    if (address.starts_with('#')) return context.go_to(address);
    context.frame.page.add(PageRequestKind::OpenAddress, address);
}

/// What is filled in; the state stands in the Status group already.
std::vector<const FormField*> filled_fields(const FormView& form, const FormGroup& group) {
    std::vector<const FormField*> fields;
    for (const FormField& field : group.fields)
        if (field.visible && !field.shown.empty() && field.field != form.entity().state_field)
            fields.push_back(&field);
    return fields;
}

/// What the record can become.
void draw_conversions(ScreenContext& context) {
    const std::vector<RecordConversion>& conversions = context.workspace.conversions();
    if (conversions.empty()) return;
    Frame& frame = context.frame;
    Flow flow(frame, kToolGap);
    for (const RecordConversion& conversion : conversions) {
        IdScope scope(frame, "convert." + conversion.key);
        flow.next(button_width(frame, conversion.label, kConvertOptions));
        if (button(frame, conversion.label, kConvertOptions))
            context.want(intent::Convert{conversion.key});
    }
}

/// What the person may do with the whole record.
struct RecordTool {
    std::string_view word;
    ButtonOptions options;
    Intent intent;
};
std::vector<RecordTool> tools_of(ScreenContext& context, const FormView& form) {
    std::vector<RecordTool> tools;
    if (form.deleted()) return tools;
    const bool alike = context.workspace.can_find_duplicates(form.entity().id);
    if (alike && form.allows(holdfast::Action::Edit))
        tools.push_back({"merge.find", kDuplicatesOptions, intent::FindDuplicates{}});
    if (form.allows(holdfast::Action::Delete))
        tools.push_back({"ui.delete", kDeleteOptions, intent::Delete{}});
    if (form.allows(holdfast::Action::Edit))
        tools.push_back({"ui.edit", kEditOptions, intent::BeginEdit{}});
    return tools;
}

void draw_group(ScreenContext& context, const FormView& form, const FormGroup& group) {
    const std::vector<const FormField*> fields = filled_fields(form, group);
    if (fields.empty()) return;
    Frame& frame = context.frame;
    Card card(frame, group.label, {.role = Role::Region, .name = group.label});
    Stack stack(frame, frame.theme.metrics.gap);
    section_heading(frame, group.label);
    const Columns columns(frame, 2);
    for (std::size_t first = 0; first < fields.size(); first += columns.count()) {
        Row row(frame, columns.parts(), frame.theme.metrics.gap);
        for (std::size_t i = first; i < first + columns.count() && i < fields.size(); ++i) {
            row.next();
            draw_fact(context, *fields[i]);
        }
    }
}

}  // namespace

void RecordPage::draw(ScreenContext& context) {
    FormView* form = context.workspace.form();
    if (form == nullptr) return;
    const ScrollStart start = start_of(*form);
    if (form->mode() == FormMode::Show) {
        form_.close();
        draw_shown(context, *form, start);
        return;
    }
    form_.draw(context, *form, start);
}

// One record after the other is drawn in the same places; how far one was scrolled says nothing
// about the next.
ScrollStart RecordPage::start_of(const FormView& form) {
    const bool same = form.id() == shown_ && form.mode() == mode_;
    shown_ = form.id();
    mode_ = form.mode();
    return same ? ScrollStart::Keep : ScrollStart::Top;
}

void RecordPage::draw_shown(ScreenContext& context, FormView& form, ScrollStart start) {
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, form.title(), rect);
    ScrollArea area(frame, "record", rect, page_margins(frame, kPageWidth, start));
    Stack stack(frame, frame.theme.metrics.gap);
    draw_title(context, form);
    const std::string_view restore =
        form.allows(holdfast::Action::Delete) ? context.word("ui.restore") : std::string_view();
    if (form.deleted() && banner(frame, context.word("ui.in_recycle_bin"),
                                 {.tone = Tone::Warning, .action = restore})) {
        context.want(intent::Restore{});
    }
    draw_status(context, form);
    draw_conversions(context);
    if (!form.deleted()) aside_.draw_tags(context);
    for (const FormGroup& group : form.groups()) draw_group(context, form, group);
    for (const FormLines& lines : form.lines()) draw_lines(context, lines);
    related_.draw(context);
    if (!form.deleted()) aside_.draw_stream(context);
    take_keys(context, form);
    draw_merge_dialog(context);
}

void RecordPage::draw_title(ScreenContext& context, FormView& form) {
    Frame& frame = context.frame;
    const float tools = tools_width(context, form);
    if (frame.layout.phone()) {
        heading(frame, form.title(), 1);
        if (tools > 0) draw_tools(context, form);
        return;
    }
    const Part parts[] = {fill(), fixed(tools)};
    Row row(frame, parts, 16, RowAlign::Center);
    row.next();
    heading(frame, form.title(), 1);
    row.next();
    if (tools > 0) draw_tools(context, form);
}

float RecordPage::tools_width(ScreenContext& context, const FormView& form) const {
    float width = 0;
    for (const RecordTool& tool : tools_of(context, form))
        width += button_width(context.frame, context.word(tool.word), tool.options) +
                 (width > 0 ? kToolGap : 0);
    return width;
}

void RecordPage::draw_tools(ScreenContext& context, const FormView& form) {
    Frame& frame = context.frame;
    const std::vector<RecordTool> tools = tools_of(context, form);
    if (frame.layout.phone()) {
        Flow flow(frame, kToolGap);
        for (const RecordTool& tool : tools) {
            flow.next(button_width(frame, context.word(tool.word), tool.options));
            if (button(frame, context.word(tool.word), tool.options)) context.want(tool.intent);
        }
        return;
    }
    std::vector<Part> natural;
    for (const RecordTool& tool : tools)
        natural.push_back(fixed(button_width(frame, context.word(tool.word), tool.options)));
    Row row(frame, natural, kToolGap, RowAlign::Center);
    for (const RecordTool& tool : tools) {
        row.next();
        if (button(frame, context.word(tool.word), tool.options)) context.want(tool.intent);
    }
}

void RecordPage::take_keys(ScreenContext& context, const FormView& form) {
    if (!form.deleted() && form.allows(holdfast::Action::Edit) && context.frame.take_key({Key::E}))
        context.want(intent::BeginEdit{});
}

}  // namespace holdfast::ui
