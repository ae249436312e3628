#include "kit/popup_list.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <vector>

#include "kit/interact.h"
#include "kit/overlay_layer.h"
#include "kit/paint.h"
#include "platform/im.h"
#include "platform/scrolling.h"
#include "ui/layout.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kInset = 6;
constexpr float kHeightMax = 320;
constexpr float kWidthMin = 200;

float option_height(const Frame& frame, const Choice& choice) {
    const float one = frame.theme.density == Density::Touch ? 48.0F : 36.0F;
    return choice.detail.empty() ? one : one + frame.theme.type.small.line - 2;
}

std::string folded(std::string_view text) {
    std::string out(text);
    for (char& each : out) each = static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    return out;
}

std::vector<int> matching(const PopupListSpec& spec, std::string_view query) {
    std::vector<int> rows;
    const std::string wanted = folded(query);
    const bool all = spec.search != ListSearch::Filter || wanted.empty();
    for (std::size_t index = 0; index < spec.choices.size(); ++index)
        if (all || folded(spec.choices[index].label).find(wanted) != std::string::npos)
            rows.push_back(static_cast<int>(index));
    return rows;
}

float content_height(const Frame& frame, const PopupListSpec& spec, const std::vector<int>& rows) {
    float height = 2 * kInset;
    for (const int row : rows)
        height += option_height(frame, spec.choices[static_cast<std::size_t>(row)]);
    if (rows.empty()) height += option_height(frame, Choice{});
    if (spec.search != ListSearch::None) height += frame.theme.metrics.control + kInset;
    return height;
}

// Below the anchor, or above it where there is more room.
Rect panel_rect(const Frame& frame, const PopupListSpec& spec, float wanted) {
    const Rect& anchor = spec.anchor;
    const float bottom = frame.layout.size.y - std::max(frame.layout.keyboard, 8.0F);
    const float below = bottom - anchor.max.y - 4;
    const float above = anchor.min.y - 12;
    const float width = std::clamp(anchor.width(), std::min(kWidthMin, frame.layout.size.x - 16),
                                   frame.layout.size.x - 16);
    const float x = std::clamp(anchor.min.x, 8.0F, frame.layout.size.x - 8 - width);
    const float limit = std::min(wanted, kHeightMax);
    const bool down = below >= limit || below >= above;
    const float height = std::floor(std::min(limit, down ? below : above));
    const float y = down ? anchor.max.y + 4 : anchor.min.y - 4 - height;
    return rect_at({x, y}, {width, height});
}

struct OptionResult {
    bool pressed = false;
    NodeId id = 0;
};

OptionResult draw_option(Frame& frame, const Choice& choice, int index, bool selected) {
    ImGui::PushID(index);
    const Vec2 size = {available_width(frame), option_height(frame, choice)};
    const Interaction state = interact(frame, choice.label, size);
    ImGui::PopID();
    Node& node = tag(frame, state, Role::Option, choice.label);
    if (selected) node.flags |= kNodeSelected | kNodeAutoFocus;
    if (!state.visible) return {state.pressed, state.id};
    const Palette& palette = *frame.theme.palette;
    const bool lit = state.hovered || (state.focused && frame.context.focus.ring);
    if (selected) fill_box(state.rect, palette.selected, 6);
    if (lit) fill_box(state.rect, palette.hover, 6);
    Rect words = inset(state.rect, 10, 0);
    if (selected)
        paint_icon(frame, Icon::Check, 16, palette.tone(Tone::Accent).text,
                   {{words.max.x - 18, words.min.y}, words.max});
    words.max.x -= 22;
    if (choice.detail.empty()) {
        paint_text(frame, choice.label, frame.theme.type.body, palette.text, words);
        return {state.pressed, state.id};
    }
    const float middle = words.min.y + 6 + frame.theme.type.body.line;
    paint_text(frame, choice.label, frame.theme.type.body, palette.text,
               {{words.min.x, words.min.y + 6}, {words.max.x, middle}});
    paint_text(frame, choice.detail, frame.theme.type.small, palette.text_muted,
               {{words.min.x, middle}, {words.max.x, middle + frame.theme.type.small.line - 2}});
    return {state.pressed, state.id};
}

// Up and Down walk through the options, wherever the focus is in the list.
void walk(Frame& frame, const std::vector<NodeId>& ids) {
    if (ids.empty()) return;
    const auto at = std::find(ids.begin(), ids.end(), frame.context.focus.id);
    const auto count = static_cast<std::ptrdiff_t>(ids.size());
    const std::ptrdiff_t position = at == ids.end() ? -1 : at - ids.begin();
    std::ptrdiff_t next = -1;
    if (frame.take_key({Key::Down, 0})) next = std::min(position + 1, count - 1);
    if (frame.take_key({Key::Up, 0})) next = std::max<std::ptrdiff_t>(position - 1, 0);
    if (frame.take_key({Key::Home, 0})) next = 0;
    if (frame.take_key({Key::End, 0})) next = count - 1;
    if (next < 0) return;
    frame.context.focus.ring = true;
    frame.context.move_focus(ids[static_cast<std::size_t>(next)]);
}

void draw_empty(Frame& frame) {
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    const Rect rect = rect_at(at, {available_width(frame), option_height(frame, Choice{})});
    paint_text(frame, frame.words.no_matches, frame.theme.type.body,
               frame.theme.palette->text_muted, inset(rect, 10, 0));
    tag_static(frame, Role::Text, frame.words.no_matches, rect);
    ImGui::ItemSize(ImVec2(1, rect.height()));
}

int draw_options(Frame& frame, const PopupListSpec& spec, const std::vector<int>& rows,
                 const Rect& rect, bool take_first) {
    int chosen = -1;
    std::vector<NodeId> ids;
    const Scope box(frame, Role::ListBox, spec.name, rect);
    const ScrollArea area(frame, "options", rect, {.padding_x = kInset});
    for (const int row : rows) {
        const Choice& choice = spec.choices[static_cast<std::size_t>(row)];
        const OptionResult option = draw_option(frame, choice, row, row == spec.selected);
        ids.push_back(option.id);
        if (option.pressed) chosen = row;
    }
    if (rows.empty()) draw_empty(frame);
    walk(frame, ids);
    if (take_first && !rows.empty() && chosen < 0) chosen = rows.front();
    return chosen;
}

}  // namespace

int popup_list(Frame& frame, const PopupListSpec& spec, PickerState& state) {
    // The room stays the same while the person types, so that the list does not jump.
    const float height = content_height(frame, spec, matching(spec, ""));
    const Rect panel = panel_rect(frame, spec, height);
    const OverlayLayer layer(frame, Role::Region, spec.name, panel, Scrim::Clear);
    shadow(frame, panel, 10, 18);
    fill_box(panel, frame.theme.palette->raised, 10);
    edge_box(frame, panel, frame.theme.palette->border, 10);
    Rect rest = inset(panel, 0, kInset);
    bool entered = false;
    if (spec.search != ListSearch::None) {
        const Rect top = {{panel.min.x + kInset, rest.min.y},
                          {panel.max.x - kInset, rest.min.y + frame.theme.metrics.control}};
        const Region region(frame, "search", top);
        const FieldEvents events = search_box(frame, spec.name, state.query, frame.words.search);
        state.query_changed = events.changed;
        entered = events.submitted;
        rest.min.y = top.max.y + kInset;
    }
    // After the search box: keys that came with the last letter walk through what it leaves.
    const std::vector<int> rows = matching(spec, state.query);
    const int chosen = draw_options(frame, spec, rows, rest, entered);
    if (chosen >= 0 || layer.wants_to_close()) {
        state.open = false;
        state.query.clear();
        frame.again();
    }
    return chosen;
}

}  // namespace holdfast::ui
