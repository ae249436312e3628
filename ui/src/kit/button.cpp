#include "ui/kit/button.h"

#include <imgui.h>

#include <algorithm>
#include <string>

#include "kit/interact.h"
#include "kit/paint.h"
#include "ui/layout.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kIconGap = 8;

struct ButtonColors {
    Color fill;
    Color edge;
    Color text;
};

Color over(Color under, Color layer) {
    Color mixed = mix(under, {layer.red, layer.green, layer.blue, under.alpha},
                      static_cast<float>(layer.alpha) / 255.0F);
    return mixed;
}

ButtonColors solid_colors(const Palette& palette, Tone tone) {
    const ToneColors& colors = palette.tone(tone);
    return {colors.solid, {0, 0, 0, 0}, colors.on_solid};
}

ButtonColors resting_colors(const Palette& palette, ButtonKind kind) {
    switch (kind) {
        case ButtonKind::Primary:
            return solid_colors(palette, Tone::Accent);
        case ButtonKind::Danger:
            return solid_colors(palette, Tone::Danger);
        case ButtonKind::Ghost:
            return {{0, 0, 0, 0}, {0, 0, 0, 0}, palette.text_muted};
        case ButtonKind::Secondary:
            break;
    }
    return {palette.surface, palette.neutral[4], palette.text};
}

ButtonColors colors_for(const Frame& frame, const ButtonOptions& options,
                        const Interaction& state) {
    const Palette& palette = *frame.theme.palette;
    ButtonColors colors = resting_colors(palette, options.kind);
    if (options.enabled == Enabled::No || options.busy) {
        const bool filled = colors.fill.alpha != 0;
        return {filled ? palette.sunken : colors.fill, colors.edge, palette.text_disabled};
    }
    const bool down = state.held || options.expanded;
    if (options.kind == ButtonKind::Primary && (down || state.hovered)) {
        colors.fill = down ? palette.accent_pressed : palette.accent_hover;
    } else if (options.kind == ButtonKind::Ghost && (down || state.hovered)) {
        colors.fill = down ? palette.pressed : palette.hover;
        colors.text = palette.text;
    } else if (down || state.hovered) {
        colors.fill = over(colors.fill, down ? palette.pressed : palette.hover);
    }
    return colors;
}

float height_of(const Frame& frame, const ButtonOptions& options) {
    const Metrics& metrics = frame.theme.metrics;
    return options.size == ButtonSize::Small ? metrics.control_small : metrics.control;
}

const TypeStyle& style_of(const Frame& frame, const ButtonOptions& options) {
    const TypeScale& type = frame.theme.type;
    return options.size == ButtonSize::Small && frame.theme.density == Density::Compact
               ? type.caption
               : type.strong;
}

float side_padding(const ButtonOptions& options) {
    return options.size == ButtonSize::Small ? 10.0F : 14.0F;
}

void paint_button(Frame& frame, const Rect& rect, const ButtonColors& colors) {
    const float radius = frame.theme.metrics.radius;
    fill_box(rect, colors.fill, radius);
    if (colors.edge.alpha != 0) edge_box(frame, rect, colors.edge, radius);
}

void tag_button(Frame& frame, const Interaction& state, std::string_view label,
                const ButtonOptions& options) {
    Node& node = tag(frame, state, Role::Button, label);
    if (options.busy) node.flags |= kNodeDisabled;
    if (options.opens_menu) {
        node.flags |= options.expanded ? kNodeExpanded : kNodeCollapsed;
        node.properties.push_back({Property::HasPopup, "menu"});
    }
    if (!options.shortcut.empty())
        node.properties.push_back({Property::Shortcut, std::string(options.shortcut)});
}

Enabled takes_press(const ButtonOptions& options) {
    return options.busy ? Enabled::No : options.enabled;
}

}  // namespace

float button_width(Frame& frame, std::string_view label, const ButtonOptions& options) {
    float width = text_width(frame, label, style_of(frame, options)) + 2 * side_padding(options);
    if (options.icon != Icon::None) width += frame.theme.metrics.icon + kIconGap - 2;
    if (options.opens_menu) width += frame.theme.metrics.icon;
    return width;
}

bool button(Frame& frame, std::string_view label, const ButtonOptions& options) {
    const float natural = button_width(frame, label, options);
    const bool fills = options.width == ButtonWidth::Fill;
    const float width = fills ? available_width(frame) : natural;
    const Interaction state = interact(frame, label, {width, height_of(frame, options)},
                                       {.enabled = takes_press(options)});
    tag_button(frame, state, label, options);
    if (!state.visible) return state.pressed;
    const ButtonColors colors = colors_for(frame, options, state);
    paint_button(frame, state.rect, colors);
    Rect content = inset(state.rect, (width - natural) / 2 + side_padding(options), 0);
    const float icon = frame.theme.metrics.icon;
    if (options.icon != Icon::None) {
        const Rect place = {{content.min.x - 2, content.min.y},
                            {content.min.x + icon - 2, content.max.y}};
        paint_icon(frame, options.icon, icon, colors.text, place);
        content.min.x += icon + kIconGap - 2;
    }
    if (options.opens_menu) {
        const Rect place = {{content.max.x - icon + 4, content.min.y},
                            {content.max.x + 4, content.max.y}};
        paint_icon(frame, Icon::ChevronDown, icon - 2, colors.text, place);
        content.max.x -= icon;
    }
    content.max.x += 1;
    paint_text(frame, label, style_of(frame, options), colors.text, content);
    if (state.ring) focus_ring(frame, state.rect, frame.theme.metrics.radius);
    return state.pressed;
}

float icon_button_width(const Frame& frame, const ButtonOptions& options) {
    return height_of(frame, options);
}

bool icon_button(Frame& frame, Icon icon, std::string_view label, const ButtonOptions& options) {
    const float side = height_of(frame, options);
    const Interaction state =
        interact(frame, label, {side, side}, {.enabled = takes_press(options)});
    tag_button(frame, state, label, options);
    if (!state.visible) return state.pressed;
    const ButtonColors colors = colors_for(frame, options, state);
    paint_button(frame, state.rect, colors);
    paint_icon(frame, icon, frame.theme.metrics.icon, colors.text, state.rect);
    if (state.ring) focus_ring(frame, state.rect, frame.theme.metrics.radius);
    return state.pressed;
}

bool link(Frame& frame, std::string_view label, std::string_view href) {
    const TypeStyle& style = frame.theme.type.strong;
    const float width = std::min(available_width(frame), text_width(frame, label, style) + 1);
    const Interaction state = interact(frame, label, {width, style.line});
    Node& node = tag(frame, state, Role::Link, label);
    node.properties.push_back({Property::Href, std::string(href)});
    if (!state.visible) return state.pressed;
    const Palette& palette = *frame.theme.palette;
    const Color color = palette.tone(Tone::Accent).text;
    paint_text(frame, label, style, color, state.rect);
    if (state.hovered) hairline(frame, {state.rect.min.x, state.rect.max.y - 2}, width - 1, color);
    if (state.ring) focus_ring(frame, state.rect, 4);
    return state.pressed;
}

}  // namespace holdfast::ui
