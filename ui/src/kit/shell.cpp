#include "ui/kit/shell.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "kit/interact.h"
#include "kit/paint.h"
#include "platform/im.h"
#include "ui/kit/button.h"
#include "ui/layout.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kSideWidth = 240;
constexpr float kRailWidth = 84;
constexpr std::size_t kBottomItemsMax = 6;
constexpr float kMark = 28;

struct ItemColors {
    Color ground;
    Color icon;
    Color text;
};

ItemColors item_colors(const Palette& palette, const NavItem& item, const Interaction& state) {
    const ToneColors& accent = palette.tone(Tone::Accent);
    if (item.current) return {palette.selected, accent.text, accent.text};
    if (state.hovered) return {palette.hover, palette.text, palette.text};
    return {{0, 0, 0, 0}, palette.text_muted, palette.text};
}

Interaction tag_item(Frame& frame, const NavItem& item, Vec2 size) {
    const Interaction state = interact(frame, item.label, size);
    std::string name(item.label);
    Node& node = tag(frame, state, Role::Link, name);
    node.properties.push_back({Property::Href, std::string(item.href)});
    if (item.badge > 0)
        node.properties.push_back({Property::Description, std::to_string(item.badge)});
    if (item.current) node.flags |= kNodeCurrent;
    return state;
}

void paint_badge(Frame& frame, int count, Vec2 right_center) {
    const TypeStyle& style = frame.theme.type.caption;
    const std::string words = count > 99 ? "99+" : std::to_string(count);
    const float width = std::max(20.0F, text_width(frame, words, style) + 12);
    const Rect rect = rect_at({right_center.x - width, right_center.y - 10}, {width, 20});
    const ToneColors& colors = frame.theme.palette->tone(Tone::Warning);
    fill_box(rect, colors.solid, 10);
    paint_text(frame, words, style, colors.on_solid, rect, Align::Center);
}

bool draw_side_item(Frame& frame, const NavItem& item) {
    const Interaction state =
        tag_item(frame, item, {available_width(frame), frame.theme.metrics.nav_item});
    const ItemColors colors = item_colors(*frame.theme.palette, item, state);
    fill_box(state.rect, colors.ground, frame.theme.metrics.radius);
    const Rect icon = rect_at({state.rect.min.x + 10, state.rect.min.y}, {18, state.rect.height()});
    paint_icon(frame, item.icon, 18, colors.icon, icon);
    TypeStyle style = frame.theme.type.strong;
    if (!item.current) style.weight = Weight::Medium;
    const Rect words = {{icon.max.x + 10, state.rect.min.y},
                        {state.rect.max.x - 34, state.rect.max.y}};
    paint_text(frame, item.label, style, colors.text, words);
    if (item.badge > 0)
        paint_badge(frame, item.badge, {state.rect.max.x - 8, state.rect.center().y});
    if (state.ring) focus_ring(frame, inset(state.rect, 3, 3), frame.theme.metrics.radius - 3);
    return state.pressed;
}

// Icon above a small label: the rail of a tablet and the bottom bar of a phone.
bool draw_tile(Frame& frame, const NavItem& item, Vec2 size) {
    const Interaction state = tag_item(frame, item, size);
    const ItemColors colors = item_colors(*frame.theme.palette, item, state);
    const Vec2 center = state.rect.center();
    const Rect pill = rect_at({center.x - 28, center.y - 24}, {56, 30});
    fill_box(pill, colors.ground, 15);
    paint_icon(frame, item.icon, 20, colors.icon, pill);
    TypeStyle style = frame.theme.type.caption;
    style.size = std::min(style.size, 12.0F);
    const Rect words = {{state.rect.min.x + 2, center.y + 8},
                        {state.rect.max.x - 2, center.y + 24}};
    const Color color = item.current ? colors.text : frame.theme.palette->text_muted;
    paint_text(frame, item.label, style, color, words, Align::Center);
    if (item.badge > 0) paint_badge(frame, item.badge, {pill.max.x + 2, pill.min.y + 8});
    if (state.ring) focus_ring(frame, inset(state.rect, 5, 5), 8);
    return state.pressed;
}

// The mark: a hold with a notch, in the accent colour.
void paint_mark(Frame& frame, const Rect& rect) {
    const ToneColors& accent = frame.theme.palette->tone(Tone::Accent);
    fill_box(rect, accent.solid, 8);
    const float x = rect.min.x;
    const float y = rect.min.y;
    fill_box(rect_at({x + 8, y + 7}, {4, 14}), accent.on_solid, 1.5F);
    fill_box(rect_at({x + 16, y + 7}, {4, 14}), accent.on_solid, 1.5F);
    fill_box(rect_at({x + 8, y + 12}, {12, 4}), accent.on_solid, 1.5F);
}

void paint_brand(Frame& frame, const Rect& side) {
    const Rect mark = rect_at({side.min.x + 16, side.min.y + (56 - kMark) / 2}, {kMark, kMark});
    paint_mark(frame, mark);
    if (!frame.layout.desktop()) return;
    paint_text(frame, "Holdfast", frame.theme.type.subtitle, frame.theme.palette->text,
               {{mark.max.x + 10, mark.min.y}, {side.max.x - 12, mark.max.y}});
}

// A heading on a desktop, a line on the rail of a tablet.
void draw_group(Frame& frame, std::string_view label) {
    const Palette& palette = *frame.theme.palette;
    const bool words = frame.layout.desktop();
    const Rect rect =
        rect_at(available_rect(frame).min, {available_width(frame), words ? 34.0F : 9.0F});
    if (words)
        paint_text(frame, label, frame.theme.type.caption, palette.text_muted,
                   {{rect.min.x + 10, rect.min.y + 12}, rect.max});
    else
        hairline(frame, {rect.min.x + 12, rect.center().y}, rect.width() - 24, palette.border);
    space(frame, rect.height());
}

int draw_items(Frame& frame, std::span<const NavItem> items, bool secondary) {
    int pressed = -1;
    std::string_view group;
    for (std::size_t index = 0; index < items.size(); ++index) {
        if (items[index].secondary != secondary) continue;
        if (items[index].group != group) draw_group(frame, items[index].group);
        group = items[index].group;
        const bool hit = frame.layout.desktop()
                             ? draw_side_item(frame, items[index])
                             : draw_tile(frame, items[index], {available_width(frame), 60});
        if (hit) pressed = static_cast<int>(index);
    }
    return pressed;
}

float items_height(const Frame& frame, std::span<const NavItem> items) {
    const float one = frame.layout.desktop() ? frame.theme.metrics.nav_item : 60.0F;
    const auto count = std::count_if(items.begin(), items.end(),
                                     [](const NavItem& item) { return item.secondary; });
    return static_cast<float>(count) * (one + 2);
}

}  // namespace

ShellAreas shell_areas(const Frame& frame) {
    const Rect whole = available_rect(frame);
    const Metrics& metrics = frame.theme.metrics;
    ShellAreas areas;
    const Layout& layout = frame.layout;
    const float side = layout.phone() ? 0 : (layout.desktop() ? kSideWidth : kRailWidth);
    const bool has_bottom = layout.phone() && layout.keyboard <= 0;
    const float bottom = has_bottom ? metrics.bottom_bar : 0;
    areas.side = {whole.min, {whole.min.x + side, whole.max.y}};
    areas.bar = {{whole.min.x + side, whole.min.y}, {whole.max.x, whole.min.y + metrics.bar}};
    areas.body = {{areas.bar.min.x, areas.bar.max.y}, {whole.max.x, whole.max.y - bottom}};
    areas.bottom = {{whole.min.x, whole.max.y - bottom}, whole.max};
    return areas;
}

int side_navigation(Frame& frame, std::string_view name, std::span<const NavItem> items,
                    const Rect& rect) {
    fill_box(rect, frame.theme.palette->surface);
    fill_box({{rect.max.x - 1, rect.min.y}, rect.max}, frame.theme.palette->border);
    paint_brand(frame, rect);
    const Scope scope(frame, Role::Navigation, name, rect);
    const float foot = items_height(frame, items);
    const float padding = frame.layout.desktop() ? 10.0F : 2.0F;
    const Rect upper = {{rect.min.x, rect.min.y + 64}, {rect.max.x - 1, rect.max.y - foot - 16}};
    int pressed = -1;
    {
        const ScrollArea area(frame, "items", upper, {.padding_x = padding});
        const Stack stack(frame, 2);
        pressed = draw_items(frame, items, false);
    }
    const Rect lower = {{rect.min.x, rect.max.y - foot - 12}, {rect.max.x - 1, rect.max.y}};
    if (foot > 0) {
        const ScrollArea area(frame, "foot", lower, {.padding_x = padding});
        const Stack stack(frame, 2);
        const int below = draw_items(frame, items, true);
        if (below >= 0) pressed = below;
    }
    return pressed;
}

int bottom_bar(Frame& frame, std::string_view name, std::span<const NavItem> items,
               const Rect& rect) {
    if (rect.height() < 1) return -1;
    fill_box(rect, frame.theme.palette->surface);
    hairline(frame, rect.min, rect.width(), frame.theme.palette->border);
    const Scope scope(frame, Role::Navigation, name, rect);
    int pressed = -1;
    std::size_t shown = 0;
    for (const NavItem& item : items)
        if (!item.secondary) ++shown;
    shown = std::min(shown, kBottomItemsMax);
    const float width = rect.width() / static_cast<float>(std::max<std::size_t>(1, shown));
    std::size_t place = 0;
    for (std::size_t index = 0; index < items.size() && place < shown; ++index) {
        if (items[index].secondary) continue;
        ImGui::SetCursorScreenPos({rect.min.x + width * static_cast<float>(place), rect.min.y});
        if (draw_tile(frame, items[index], {width, rect.height()}))
            pressed = static_cast<int>(index);
        ++place;
    }
    return pressed;
}

AppBar::AppBar(Frame& frame, const AppBarOptions& options, const Rect& rect) {
    fill_box(rect, frame.theme.palette->surface);
    hairline(frame, {rect.min.x, rect.max.y - 1}, rect.width(), frame.theme.palette->border);
    scope_.emplace(frame, Role::Banner, std::string_view(), rect);
    const float margin = frame.layout.phone() ? 12.0F : frame.theme.metrics.margin;
    region_.emplace(frame, "app bar", inset(rect, margin, 0));
    float left = 0;
    if (!options.back_href.empty()) {
        const float side = icon_button_width(frame);
        ImGui::SetCursorScreenPos({rect.min.x + margin - 6, rect.center().y - side / 2});
        back_pressed_ = icon_button(frame, Icon::ArrowLeft, frame.words.back);
        left = side;
    }
    const float right = rect.max.x - margin;
    const TypeStyle& style = frame.theme.type.subtitle;
    const float width = text_width(frame, options.title, style);
    const Rect words = {{rect.min.x + margin + left, rect.min.y}, {right, rect.max.y}};
    paint_text(frame, options.title, style, frame.theme.palette->text, words);
    const float after = options.title.empty() ? 0 : width + 16;
    const float start = std::min(words.min.x + after, right);
    ImGui::SetCursorScreenPos({start, rect.center().y - frame.theme.metrics.control / 2});
}

AppBar::~AppBar() = default;

}  // namespace holdfast::ui
