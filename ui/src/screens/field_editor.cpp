#include "screens/field_editor.h"

#include <algorithm>

namespace holdfast::ui {
namespace {

TextKind text_kind(FieldShape editor) {
    switch (editor) {
        case FieldShape::LongText:
            return TextKind::Multiline;
        case FieldShape::Email:
            return TextKind::Email;
        case FieldShape::Phone:
            return TextKind::Phone;
        case FieldShape::Url:
            return TextKind::Address;
        case FieldShape::Number:
        case FieldShape::Money:
            return TextKind::Number;
        case FieldShape::Date:
            return TextKind::Date;
        default:
            break;
    }
    return TextKind::Plain;
}

FieldOptions options_of(const FormField& field) {
    return {.kind = text_kind(field.editor),
            .necessity = field.required ? Necessity::Required : Necessity::Optional,
            .editing = field.read_only ? Editing::ReadOnly : Editing::Allowed,
            .error = field.error,
            .length_max = field.length_max};
}

FieldAnswer draw_date(ScreenContext& context, FormField& field) {
    FieldOptions options = options_of(field);
    options.display = field.text;
    // The browser's date field speaks ISO 8601 only; forms speak the order of the language.
    std::string iso = context.strings().iso_date(field.text);
    const FieldEvents events = text_field(context.frame, field.label, iso, options);
    if (events.changed) field.text = iso;
    return {events.changed, events.submitted, field.text};
}

FieldAnswer draw_switch(ScreenContext& context, FormField& field) {
    bool on = !field.text.empty() && field.text != "0";
    const Enabled enabled = field.read_only ? Enabled::No : Enabled::Yes;
    if (!toggle_switch(context.frame, field.label, on, enabled)) return {};
    field.text = on ? "1" : "";
    return {.changed = true, .text = field.text};
}

FieldAnswer draw_choice(ScreenContext& context, FormField& field) {
    std::vector<Choice> choices;
    const std::size_t empty_choices = field.required ? 0 : 1;
    if (empty_choices > 0) choices.push_back({context.word("ui.none")});
    for (const FormOption& option : field.options) choices.push_back({option.label});
    const auto found =
        std::find_if(field.options.begin(), field.options.end(),
                     [&](const FormOption& option) { return option.key == field.text; });
    int selected = field.required ? -1 : 0;
    if (found != field.options.end())
        selected =
            static_cast<int>(found - field.options.begin()) + static_cast<int>(empty_choices);
    if (!combo_box(context.frame, field.label, choices, selected, options_of(field))) return {};
    const auto index = static_cast<std::size_t>(std::max(selected, 0));
    field.text = index < empty_choices ? "" : field.options[index - empty_choices].key;
    return {.changed = true, .text = field.text};
}

/// True when the person changed whether `option` is among the chosen ones.
bool draw_option(ScreenContext& context, FormField& field, const FormOption& option) {
    std::vector<std::string> keys = read_choices(field.text);
    const auto found = std::find(keys.begin(), keys.end(), option.key);
    bool checked = found != keys.end();
    const Enabled enabled = field.read_only ? Enabled::No : Enabled::Yes;
    if (!check_box(context.frame, option.label, checked, enabled)) return false;
    if (checked)
        keys.push_back(option.key);
    else
        keys.erase(found);
    field.text = write_choices(std::move(keys));
    return true;
}

/// A box for each choice, side by side; the text keeps its stored form.
FieldAnswer draw_choices(ScreenContext& context, FormField& field) {
    Frame& frame = context.frame;
    Stack stack(frame, frame.theme.metrics.gap / 2);
    text(frame, field.label, frame.theme.type.caption, frame.theme.palette->text_muted);
    FieldAnswer answer;
    const Columns columns(frame, 3);
    const std::vector<FormOption>& options = field.options;
    for (std::size_t first = 0; first < options.size(); first += columns.count()) {
        Row row(frame, columns.parts(), frame.theme.metrics.gap);
        for (std::size_t i = first; i < first + columns.count() && i < options.size(); ++i) {
            row.next();
            if (draw_option(context, field, options[i]))
                answer = {.changed = true, .text = field.text};
        }
    }
    return answer;
}

/// Of the change of many records or of an import, else of the form: they are never open together.
std::vector<FormOption> find_options(ScreenContext& context, const FormField& field,
                                     std::string_view text) {
    if (MassEditView* many = context.workspace.mass_edit(); many != nullptr)
        return many->find_link_options(text);
    if (Import* import = context.workspace.import(); import != nullptr)
        return import->find_constant_options(field.field, text);
    FormView* form = context.workspace.form();
    if (form == nullptr) return {};
    return form->find_link_options(field.field, text);
}

}  // namespace

FieldAnswer FieldEditor::draw(ScreenContext& context, FormField& field, const std::string& key) {
    IdScope scope(context.frame, key);
    switch (field.editor) {
        case FieldShape::Switch:
            return draw_switch(context, field);
        case FieldShape::Choice:
            return draw_choice(context, field);
        case FieldShape::Choices:
            return draw_choices(context, field);
        case FieldShape::Link:
            return draw_link(context, field, key);
        case FieldShape::Date:
            return draw_date(context, field);
        default:
            return draw_text(context, field, key);
    }
}

void FieldEditor::forget() {
    searches_.clear();
    focused_.clear();
}

// How a time is written stands in the field that is being filled, not in every empty one.
FieldAnswer FieldEditor::draw_text(ScreenContext& context, FormField& field,
                                   const std::string& key) {
    FieldOptions options = options_of(field);
    if (field.editor == FieldShape::DateTime && focused_ == key)
        options.placeholder = context.word("ui.datetime_hint");
    const FieldEvents events = text_field(context.frame, field.label, field.text, options);
    if (events.focused != (focused_ == key)) {
        focused_ = events.focused ? key : std::string();
        context.frame.again();
    }
    return {events.changed, events.submitted && field.editor != FieldShape::LongText, field.text};
}

FieldAnswer FieldEditor::draw_link(ScreenContext& context, FormField& field,
                                   const std::string& key) {
    LinkSearch& search = searches_[key];
    const bool opened = search.picker.open && !search.searched;
    if (opened || search.picker.query_changed) {
        search.found = find_options(context, field, search.picker.query);
        search.searched = true;
    }
    if (!search.picker.open) search.searched = false;
    std::vector<Choice> choices;
    for (const FormOption& option : search.found) choices.push_back({option.label});
    const bool nothing = starters_ == Starters::Offered && search.picker.open && choices.empty() &&
                         search.picker.query.empty();
    const EntityDef* starter = nothing ? context.workspace.starter_for(field.target) : nullptr;
    if (starter != nullptr) choices.push_back({context.word("starter.use")});
    const int chosen =
        picker(context.frame, field.label, field.text, choices, search.picker, options_of(field));
    if (chosen < 0) return {};
    if (starter != nullptr)
        return {.changed = false, .submitted = false, .text = {}, .starter = starter->id};
    const FormOption& option = search.found[static_cast<std::size_t>(chosen)];
    field.text = option.label;
    return {.changed = true, .text = option.key};
}

}  // namespace holdfast::ui
