#include <imgui.h>

#include <algorithm>
#include <array>
#include <string>

#include "kit/field_box.h"
#include "kit/paint.h"
#include "ui/layout.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kPadding = 12;
constexpr float kIconRoom = 36;

/// How a kind of text shows itself to the browser.
struct KindTraits {
    TextKind kind;
    const char* input_type;
    const char* input_mode;
    Icon icon;
};

constexpr std::array<KindTraits, 10> kKinds = {{
    {TextKind::Plain, "text", "", Icon::None},
    {TextKind::Multiline, "", "", Icon::None},
    {TextKind::Search, "search", "search", Icon::Search},
    {TextKind::Email, "email", "email", Icon::None},
    {TextKind::Phone, "tel", "tel", Icon::None},
    {TextKind::Number, "text", "decimal", Icon::None},
    {TextKind::Date, "date", "", Icon::Calendar},
    {TextKind::Time, "time", "", Icon::Clock},
    {TextKind::Password, "password", "", Icon::None},
    {TextKind::Address, "url", "url", Icon::None},
}};

const KindTraits& traits_of(TextKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

struct Padding {
    float left = kPadding;
    float right = kPadding;
};

Padding padding_of(const Frame& frame, const FieldOptions& options, bool clearable) {
    Padding padding;
    if (options.kind == TextKind::Search) padding.left = kIconRoom;
    if (options.kind == TextKind::Date || options.kind == TextKind::Time) padding.right = kIconRoom;
    if (clearable) padding.right += frame.theme.metrics.control_small;
    return padding;
}

float box_height(const Frame& frame, const FieldOptions& options) {
    const float one = frame.theme.metrics.control;
    if (options.kind != TextKind::Multiline) return one;
    const float line = frame.theme.type.body.line;
    return one + line * static_cast<float>(std::max(1, options.lines) - 1);
}

void add(Node& node, Property key, std::string_view value) {
    if (!value.empty()) node.properties.push_back({key, std::string(value)});
}

void add(Node& node, Property key, int value) {
    node.properties.push_back({key, std::to_string(value)});
}

void tag_text(Frame& frame, const Interaction& state, std::string_view label,
              const FieldOptions& options, const Padding& padding) {
    const bool search = options.kind == TextKind::Search;
    Node& node = tag(frame, state, search ? Role::SearchBox : Role::TextBox, label);
    // The page's input leaves the icon free.
    const float icon = search ? kIconRoom - kPadding : 0;
    node.rect.min.x += icon;
    tag_field(node, options);
    if (options.kind == TextKind::Multiline) node.flags |= kNodeMultiline;
    const KindTraits& traits = traits_of(options.kind);
    add(node, Property::InputType, traits.input_type);
    add(node, Property::InputMode, traits.input_mode);
    add(node, Property::AutoComplete, options.auto_complete);
    add(node, Property::Placeholder, options.placeholder);
    if (options.length_max > 0) add(node, Property::LengthMax, options.length_max);
    add(node, Property::PadLeft, static_cast<int>(padding.left - icon));
    add(node, Property::PadRight, static_cast<int>(search ? kPadding : padding.right));
}

// The page's edits since the last pass go into `value`; then the node tells the page what holds.
FieldEvents exchange_text(Frame& frame, const Interaction& state, std::string& value) {
    FieldEvents events;
    const auto known = frame.context.texts.find(state.id);
    const bool heard = known != frame.context.texts.end();
    if (heard && known->second.fresh) {
        known->second.fresh = false;
        events.changed = value != known->second.value;
        value = known->second.value;
        if (events.changed) frame.again();
    }
    events.composing = heard && known->second.composing;
    events.focused = state.focused;
    events.submitted = frame.context.submitted == state.id;
    events.left = frame.context.focus.left == state.id;
    if (events.submitted || events.left) frame.again();
    Node* node = frame.context.tree.find(state.id);
    node->value = value;
    if (heard)
        node->properties.push_back({Property::TextVersion, std::to_string(known->second.version)});
    return events;
}

std::string hidden(std::string_view value) {
    std::string dots;
    for (const char each : value)
        if ((static_cast<unsigned char>(each) & 0xC0U) != 0x80U) dots += "•";
    return dots;
}

void paint_lines(Frame& frame, std::string_view value, const Rect& inner, Color color) {
    const TypeStyle& style = frame.theme.type.body;
    const float top = (frame.theme.metrics.control - style.line) / 2;
    const Rect place = {{inner.min.x, inner.min.y + top}, inner.max};
    paint_paragraph_in(frame, value, style, color, place);
}

// While the page has the focus it shows the text itself, with caret and selection.
void paint_value(Frame& frame, const Interaction& state, std::string_view value,
                 const FieldOptions& options, const Padding& padding) {
    if (state.focused && options.enabled == Enabled::Yes) return;
    const Palette& palette = *frame.theme.palette;
    const Rect inner = {{state.rect.min.x + padding.left, state.rect.min.y},
                        {state.rect.max.x - padding.right, state.rect.max.y}};
    std::string shown(options.display.empty() ? value : options.display);
    if (options.kind == TextKind::Password) shown = hidden(value);
    Color color = options.enabled == Enabled::No ? palette.text_disabled : palette.text;
    if (value.empty()) {
        shown = options.placeholder;
        color = palette.text_muted;
    }
    if (options.kind == TextKind::Multiline) return paint_lines(frame, shown, inner, color);
    paint_text(frame, shown, frame.theme.type.body, color, inner);
}

void paint_kind_icon(Frame& frame, const Interaction& state, const FieldOptions& options) {
    const Icon icon = traits_of(options.kind).icon;
    if (icon == Icon::None) return;
    const bool left = options.kind == TextKind::Search;
    const float x = left ? state.rect.min.x : state.rect.max.x - kIconRoom;
    paint_icon(frame, icon, 16, frame.theme.palette->text_muted,
               {{x, state.rect.min.y}, {x + kIconRoom, state.rect.max.y}});
}

FieldEvents draw_box(Frame& frame, std::string_view label, std::string& value,
                     const FieldOptions& options, const Padding& padding) {
    const Vec2 size = {available_width(frame), box_height(frame, options)};
    const Interaction state = interact(frame, label, size,
                                       {.enabled = options.enabled,
                                        .text_cursor = true,
                                        .overlapped = options.kind == TextKind::Search});
    tag_text(frame, state, label, options, padding);
    const FieldEvents events = exchange_text(frame, state, value);
    if (!state.visible) return events;
    paint_field_box(frame, state, options);
    paint_kind_icon(frame, state, options);
    paint_value(frame, state, value, options, padding);
    return events;
}

}  // namespace

FieldEvents text_field(Frame& frame, std::string_view label, std::string& value,
                       const FieldOptions& options) {
    draw_field_label(frame, label, options);
    const FieldEvents events =
        draw_box(frame, label, value, options, padding_of(frame, options, false));
    draw_field_note(frame, label, options);
    return events;
}

FieldEvents search_box(Frame& frame, std::string_view label, std::string& value,
                       std::string_view placeholder) {
    FieldOptions options;
    options.kind = TextKind::Search;
    options.placeholder = placeholder.empty() ? label : placeholder;
    options.auto_complete = "off";
    const bool clearable = !value.empty();
    FieldEvents events =
        draw_box(frame, label, value, options, padding_of(frame, options, clearable));
    if (!clearable) return events;
    const Rect box = frame.context.last_rect;
    const NodeId box_id = frame.context.last_item;
    const float side = frame.theme.metrics.control_small;
    const Rect place = rect_at({box.max.x - side - 4, box.center().y - side / 2}, {side, side});
    ImGui::PushID("clear");
    if (Node* box_node = frame.context.tree.find(box_id)) box_node->rect.max.x = place.min.x;
    const Interaction clear = interact_at(frame, frame.words.clear, place);
    ImGui::PopID();
    tag(frame, clear, Role::Button, frame.words.clear);
    if (clear.hovered) fill_box(place, frame.theme.palette->hover, frame.theme.metrics.radius - 2);
    paint_icon(frame, Icon::X, 16, frame.theme.palette->text_muted, place);
    if (clear.ring) focus_ring(frame, place, 4);
    if (clear.pressed) {
        value.clear();
        events.changed = true;
        frame.context.move_focus(box_id);
    }
    return events;
}

}  // namespace holdfast::ui
