#include <imgui.h>
#include <imgui_internal.h>

#include <string>
#include <vector>

#include "kit/interact.h"
#include "kit/paint.h"
#include "platform/im.h"
#include "ui/kit/choice.h"
#include "ui/layout.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kPadding = 4;
constexpr float kGap = 20;
constexpr float kCountGap = 8;

std::string count_text(const TabItem& item) {
    return item.count < 0 ? std::string() : std::to_string(item.count);
}

float count_width(Frame& frame, const TabItem& item) {
    if (item.count < 0) return 0;
    return kCountGap + 12 + text_width(frame, count_text(item), frame.theme.type.caption);
}

Interaction draw_tab(Frame& frame, const TabItem& item, bool selected) {
    const TypeStyle& style = frame.theme.type.strong;
    const float words_width = text_width(frame, item.label, style);
    const Vec2 size = {words_width + count_width(frame, item) + 2 * kPadding,
                       frame.theme.metrics.control + 4};
    const Interaction state =
        interact(frame, item.label, size, {.tab_stop = selected ? TabStop::Yes : TabStop::No});
    Node& node = tag(frame, state, Role::Tab, item.label);
    if (selected) node.flags |= kNodeSelected;
    const Palette& palette = *frame.theme.palette;
    const ToneColors& accent = palette.tone(Tone::Accent);
    Color color = selected ? accent.text : palette.text_muted;
    if (state.hovered && !selected) color = palette.text;
    const Rect words = inset(state.rect, kPadding, 0);
    paint_text(frame, item.label, style, color,
               {words.min, {words.min.x + words_width + 1, words.max.y}});
    if (item.count >= 0) {
        const float left = words.min.x + words_width + kCountGap;
        const Rect badge = {{left, words.center().y - 9}, {words.max.x, words.center().y + 9}};
        const ToneColors& colors = selected ? accent : palette.tone(Tone::Neutral);
        fill_box(badge, colors.tint, 9);
        paint_text(frame, count_text(item), frame.theme.type.caption, colors.text, badge,
                   Align::Center);
    }
    if (selected)
        fill_box({{state.rect.min.x, state.rect.max.y - 2}, state.rect.max}, accent.solid, 1);
    if (state.ring) focus_ring(frame, inset(state.rect, 0, 4), 4);
    return state;
}

void walk(Frame& frame, const std::vector<NodeId>& ids, int& selected) {
    if (ids.empty() || frame.context.focus.id != ids[static_cast<std::size_t>(selected)]) return;
    const int count = static_cast<int>(ids.size());
    int next = selected;
    if (frame.take_key({Key::Right, 0})) next = (selected + 1) % count;
    if (frame.take_key({Key::Left, 0})) next = (selected + count - 1) % count;
    if (frame.take_key({Key::Home, 0})) next = 0;
    if (frame.take_key({Key::End, 0})) next = count - 1;
    if (next == selected) return;
    selected = next;
    frame.context.focus.ring = true;
    frame.context.move_focus(ids[static_cast<std::size_t>(next)]);
}

}  // namespace

bool tabs(Frame& frame, std::string_view label, std::span<const TabItem> items, int& selected) {
    const int before = selected;
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    const float height = frame.theme.metrics.control + 4;
    const Rect bar = rect_at(at, {available_width(frame), height});
    hairline(frame, {bar.min.x, bar.max.y - 1}, bar.width(), frame.theme.palette->border);
    const Scope scope(frame, Role::TabList, label, bar);
    std::vector<NodeId> ids;
    {
        Flow flow(frame, kGap - 2 * kPadding);
        for (std::size_t index = 0; index < items.size(); ++index) {
            const TabItem& item = items[index];
            const float width = text_width(frame, item.label, frame.theme.type.strong);
            flow.next(width + count_width(frame, item) + 2 * kPadding);
            const Interaction state = draw_tab(frame, item, static_cast<int>(index) == selected);
            if (state.pressed) selected = static_cast<int>(index);
            ids.push_back(state.id);
        }
    }
    walk(frame, ids, selected);
    if (selected != before) frame.again();
    return selected != before;
}

}  // namespace holdfast::ui
