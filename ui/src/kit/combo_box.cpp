#include <imgui.h>

#include <string>
#include <unordered_map>

#include "kit/field_box.h"
#include "kit/interact.h"
#include "kit/paint.h"
#include "kit/popup_list.h"
#include "ui/kit/choice.h"
#include "ui/layout.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kPadding = 12;
constexpr std::size_t kOptionsInPageMax = 60;

Interaction draw_closed(Frame& frame, std::string_view label, std::string_view shown,
                        const FieldOptions& options, bool open) {
    const bool locked = options.editing == Editing::ReadOnly;
    const Enabled enabled = locked ? Enabled::No : options.enabled;
    const Vec2 size = {available_width(frame), frame.theme.metrics.control};
    const Interaction state = interact(frame, label, size, {.enabled = enabled});
    Node& node = tag(frame, state, Role::ComboBox, label);
    node.value = shown;
    node.flags |= open ? kNodeExpanded : kNodeCollapsed;
    tag_field(node, options);
    if (!state.visible) return state;
    paint_field_box(frame, state, options);
    const Palette& palette = *frame.theme.palette;
    Rect words = inset(state.rect, kPadding, 0);
    paint_icon(frame, Icon::ChevronsUpDown, 16, palette.text_muted,
               {{words.max.x - 14, words.min.y}, {words.max.x + 2, words.max.y}});
    words.max.x -= 20;
    const bool empty = shown.empty();
    const std::string_view hint =
        options.placeholder.empty() ? std::string_view(frame.words.choose) : options.placeholder;
    Color color = empty ? palette.text_muted : palette.text;
    if (enabled == Enabled::No) color = palette.text_disabled;
    paint_text(frame, empty ? hint : shown, frame.theme.type.body, color, words);
    if (state.ring) focus_ring(frame, state.rect, frame.theme.metrics.radius);
    return state;
}

bool wants_open(Frame& frame, const Interaction& state) {
    if (state.pressed) return true;
    return state.focused && (frame.take_key({Key::Down, 0}) || frame.take_key({Key::Up, 0}));
}

// The page shows short lists as a native <select>, which scripts and readers can set directly.
void offer_options(Frame& frame, NodeId id, std::span<const Choice> choices) {
    if (choices.empty() || choices.size() > kOptionsInPageMax) return;
    std::string lines;
    for (const Choice& choice : choices) {
        if (!lines.empty()) lines += '\n';
        lines += choice.label;
    }
    if (Node* node = frame.context.tree.find(id))
        node->properties.push_back({Property::Options, std::move(lines)});
}

int take_set_value(Frame& frame, NodeId id, std::size_t count) {
    if (frame.context.value_node != id) return -1;
    frame.context.value_node = 0;
    const int index = frame.context.value_index;
    return index >= 0 && static_cast<std::size_t>(index) < count ? index : -1;
}

}  // namespace

bool combo_box(Frame& frame, std::string_view label, std::span<const Choice> choices, int& selected,
               const FieldOptions& options) {
    draw_field_label(frame, label, options);
    const NodeId id = ImGui::GetID(label.data(), label.data() + label.size());
    PickerState& popup = frame.context.popups[id];
    const bool known = selected >= 0 && static_cast<std::size_t>(selected) < choices.size();
    const std::string_view shown =
        known ? choices[static_cast<std::size_t>(selected)].label : std::string_view();
    const Interaction state = draw_closed(frame, label, shown, options, popup.open);
    offer_options(frame, state.id, choices);
    int chosen = take_set_value(frame, state.id, choices.size());
    if (!popup.open && wants_open(frame, state)) popup.open = true;
    if (popup.open) {
        const bool searches = choices.size() >= static_cast<std::size_t>(kComboSearchFrom);
        const PopupListSpec spec = {label, state.rect, choices, selected,
                                    searches ? ListSearch::Filter : ListSearch::None};
        const int pressed = popup_list(frame, spec, popup);
        if (pressed >= 0) chosen = pressed;
    }
    draw_field_note(frame, label, options);
    if (chosen < 0 || chosen == selected) return false;
    selected = chosen;
    frame.again();
    return true;
}

int picker(Frame& frame, std::string_view label, std::string_view shown,
           std::span<const Choice> choices, PickerState& state, const FieldOptions& options) {
    draw_field_label(frame, label, options);
    const Interaction closed = draw_closed(frame, label, shown, options, state.open);
    if (!state.open && wants_open(frame, closed)) {
        state.open = true;
        state.query.clear();
        state.query_changed = true;
        frame.again();
    }
    int chosen = -1;
    if (state.open) {
        const PopupListSpec spec = {label, closed.rect, choices, -1, ListSearch::Ask};
        chosen = popup_list(frame, spec, state);
    }
    draw_field_note(frame, label, options);
    return chosen;
}

}  // namespace holdfast::ui
