#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "kit/interact.h"
#include "kit/overlay_layer.h"
#include "kit/paint.h"
#include "ui/kit/overlay.h"
#include "ui/layout.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kInset = 6;
constexpr float kWidthMin = 200;

float entry_height(const Frame& frame) {
    return frame.theme.density == Density::Touch ? 48.0F : 36.0F;
}

float entry_width(Frame& frame, const MenuEntry& entry) {
    float width = text_width(frame, entry.label, frame.theme.type.body) + 48;
    if (!entry.shortcut.empty())
        width += text_width(frame, entry.shortcut, frame.theme.type.caption) + 24;
    return width;
}

Rect panel_rect(Frame& frame, const Rect& anchor, std::span<const MenuEntry> entries) {
    float width = kWidthMin;
    for (const MenuEntry& entry : entries)
        width = std::max(width, entry_width(frame, entry) + 2 * kInset);
    const float height = entry_height(frame) * static_cast<float>(entries.size()) + 2 * kInset;
    const Vec2 room = frame.layout.size;
    const bool right = anchor.min.x + width > room.x - 8;
    const float x = right ? std::max(8.0F, anchor.max.x - width) : anchor.min.x;
    const bool down = anchor.max.y + 4 + height < room.y - 8;
    const float y = down ? anchor.max.y + 4 : std::max(8.0F, anchor.min.y - 4 - height);
    return rect_at({std::floor(x), std::floor(y)}, {width, height});
}

Interaction draw_entry(Frame& frame, const MenuEntry& entry) {
    const Vec2 size = {available_width(frame), entry_height(frame)};
    const Interaction state = interact(frame, entry.label, size, {.enabled = entry.enabled});
    Node& node = tag(frame, state, Role::MenuItem, entry.label);
    if (!entry.shortcut.empty())
        node.properties.push_back({Property::Shortcut, std::string(entry.shortcut)});
    const Palette& palette = *frame.theme.palette;
    if (state.hovered || state.ring) fill_box(state.rect, palette.hover, 6);
    Color color = entry.tone == Tone::Neutral ? palette.text : palette.tone(entry.tone).text;
    if (entry.enabled == Enabled::No) color = palette.text_disabled;
    Rect words = inset(state.rect, 10, 0);
    const Color muted = entry.tone == Tone::Neutral ? palette.text_muted : color;
    paint_icon(frame, entry.icon, 16, entry.enabled == Enabled::No ? color : muted,
               {words.min, {words.min.x + 16, words.max.y}});
    words.min.x += 26;
    paint_text(frame, entry.label, frame.theme.type.body, color, words);
    paint_text(frame, entry.shortcut, frame.theme.type.caption, palette.text_muted, words,
               Align::Right);
    return state;
}

void walk(Frame& frame, const std::vector<NodeId>& ids) {
    const auto at = std::find(ids.begin(), ids.end(), frame.context.focus.id);
    const std::size_t count = ids.size();
    const std::size_t position =
        at == ids.end() ? count - 1 : static_cast<std::size_t>(at - ids.begin());
    std::size_t next = count;
    if (frame.take_key({Key::Down, 0})) next = (position + 1) % count;
    if (frame.take_key({Key::Up, 0})) next = (position + count - 1) % count;
    if (frame.take_key({Key::Home, 0})) next = 0;
    if (frame.take_key({Key::End, 0})) next = count - 1;
    if (next == count) return;
    frame.context.focus.ring = true;
    frame.context.move_focus(ids[next]);
}

}  // namespace

int menu(Frame& frame, std::string_view name, const Rect& anchor,
         std::span<const MenuEntry> entries, bool& open) {
    if (!open || entries.empty()) return -1;
    const Rect panel = panel_rect(frame, anchor, entries);
    const OverlayLayer layer(frame, Role::Region, name, panel, Scrim::Clear);
    const Scope scope(frame, Role::Menu, name, panel);
    shadow(frame, panel, 10, 18);
    fill_box(panel, frame.theme.palette->raised, 10);
    edge_box(frame, panel, frame.theme.palette->border, 10);
    int chosen = -1;
    {
        const Region region(frame, "entries", inset(panel, kInset, kInset));
        std::vector<NodeId> ids;
        for (std::size_t index = 0; index < entries.size(); ++index) {
            const Interaction state = draw_entry(frame, entries[index]);
            if (state.pressed) chosen = static_cast<int>(index);
            if (entries[index].enabled == Enabled::Yes) ids.push_back(state.id);
        }
        if (!ids.empty()) walk(frame, ids);
    }
    if (chosen >= 0 || layer.wants_to_close()) {
        open = false;
        frame.again();
    }
    return chosen;
}

Rect last_rect(const Frame& frame) {
    return frame.context.last_rect;
}

}  // namespace holdfast::ui
