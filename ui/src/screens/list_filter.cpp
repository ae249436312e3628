#include "screens/list_filter.h"

#include <algorithm>
#include <array>
#include <string>

namespace holdfast::ui {
namespace {

bool is_filter_field(const FieldDef& field) {
    return field.type == FieldType::Choice || field.type == FieldType::State;
}

std::vector<std::string> choice_keys(const EntityDef& entity, const FieldDef& field) {
    if (field.type == FieldType::Choice) return field.choices;
    std::vector<std::string> keys;
    for (const StateDef& state : entity.states) keys.push_back(state.key);
    return keys;
}

int position_of(const std::vector<std::string>& keys, std::string_view key) {
    const auto found = std::find(keys.begin(), keys.end(), key);
    return found == keys.end() ? 0 : static_cast<int>(found - keys.begin()) + 1;
}

constexpr ButtonOptions kEnd{.kind = ButtonKind::Ghost};

/// "Status: Scheduled"; the field alone where it is not compared with one value of its own.
std::string words_of(ScreenContext& context, const EntityDef& entity, const FieldFilter& filter) {
    const FieldDef* field = entity.find_any(filter.field);
    if (field == nullptr) return {};
    std::string words(context.strings().label_of(entity, *field));
    const std::string value =
        filter.op == FilterOperator::Equal
            ? context.strings().format_value(entity, *field, filter.value,
                                             context.workspace.zone_offset_minutes())
            : std::string();
    return value.empty() ? words : words + ": " + value;
}

std::vector<FieldFilter> without(std::vector<FieldFilter> filters, std::size_t position) {
    filters.erase(filters.begin() + static_cast<std::ptrdiff_t>(position));
    return filters;
}

}  // namespace

bool has_filter_fields(const EntityDef& entity) {
    return std::any_of(entity.fields.begin(), entity.fields.end(), is_filter_field);
}

void ListFilter::open(ScreenContext& context, const EntityDef& entity) {
    const std::vector<FieldFilter>& present = context.workspace.filters();
    open_ = true;
    entity_ = &entity;
    rows_.clear();
    for (const FieldDef& field : entity_->fields) {
        if (!is_filter_field(field)) continue;
        Row row{&field, 0};
        for (const FieldFilter& filter : present)
            if (filter.field == field.id)
                row.chosen = position_of(choice_keys(*entity_, field), text_or_empty(filter.value));
        rows_.push_back(row);
    }
}

void ListFilter::draw_held(ScreenContext& context, const EntityDef& entity,
                           std::string_view count) {
    const std::vector<FieldFilter>& held = context.workspace.filters();
    if (held.empty()) return;
    Frame& frame = context.frame;
    Scope group(frame, Role::Group, context.word("filter.held"));
    Flow flow(frame, 8);
    for (std::size_t at = 0; at < held.size(); ++at) {
        const std::string words = words_of(context, entity, held[at]);
        IdScope chip(frame, std::to_string(at));
        flow.next(button_width(frame, words, {.icon = Icon::Filter}));
        if (button(frame, words, {.icon = Icon::Filter})) open(context, entity);
        flow.next(icon_button_width(frame, kEnd));
        if (!icon_button(frame, Icon::X, context.strings().format("filter.remove", {words}), kEnd))
            continue;
        context.want(intent::SetFilters{without(held, at)});
        frame.focus(context.word("ui.filter"));  // The button itself is gone with the filter.
    }
    if (count.empty()) return;
    const TypeStyle& style = frame.theme.type.small;
    const float width = text_width(frame, count, style);
    flow.next(width);
    Vec2 at = available_rect(frame).min;
    at.y += (frame.theme.metrics.control - style.line) / 2;
    const Rect rect = rect_at(at, {width, style.line});
    paint_text(frame, count, style, frame.theme.palette->text_muted, rect);
    tag_static(frame, Role::Text, count, rect);
}

void ListFilter::draw(ScreenContext& context, const EntityDef& entity) {
    if (!open_ || entity_ != &entity) return;
    Frame& frame = context.frame;
    Dialog dialog(frame, context.word("ui.filter"), open_);
    if (!dialog.shown()) return;
    Stack stack(frame, frame.theme.metrics.gap);
    for (Row& row : rows_) draw_row(context, *entity_, row);
    const std::array<DialogButton, 2> buttons{{
        {context.word("ui.apply"), ButtonKind::Primary},
        {context.word("ui.clear_filters")},
    }};
    const int pressed = dialog_buttons(frame, buttons);
    if (pressed < 0) return;
    context.want(intent::SetFilters{pressed == 0 ? filters() : std::vector<FieldFilter>{}});
    open_ = false;
}

void ListFilter::draw_row(ScreenContext& context, const EntityDef& entity, Row& row) {
    std::vector<Choice> choices{{context.word("ui.any")}};
    for (const std::string& key : choice_keys(entity, *row.field))
        choices.push_back({context.strings().label_of_choice(entity, *row.field, key)});
    combo_box(context.frame, context.strings().label_of(entity, *row.field), choices, row.chosen);
}

std::vector<FieldFilter> ListFilter::filters() const {
    std::vector<FieldFilter> filters;
    for (const Row& row : rows_) {
        if (row.chosen == 0) continue;
        const auto keys = choice_keys(*entity_, *row.field);
        filters.push_back({row.field->id, FilterOperator::Equal,
                           Value(keys[static_cast<std::size_t>(row.chosen) - 1])});
    }
    return filters;
}

}  // namespace holdfast::ui
