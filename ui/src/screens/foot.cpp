#include "screens/foot.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "screens/screen_context.h"

namespace holdfast::ui {
namespace {

constexpr float kPadding = 12;
constexpr float kExtraWidth = 24;

Rect inside_of(const Frame& frame, const Rect& rect, float width_max) {
    const ScrollAreaOptions margins = page_margins(frame, width_max);
    const float slack = rect.width() - 2 * margins.padding_x - width_max;
    const float spare = std::max(0.0F, std::floor(slack / 2));
    return inset(rect, margins.padding_x + spare, kPadding);
}

std::vector<Part> parts_of(Frame& frame, const FootButtons& buttons) {
    const bool phone = frame.layout.phone();
    std::vector<Part> parts;
    if (!phone) parts.push_back(fill());
    if (!buttons.secondary.empty())
        parts.push_back(phone ? fill() : fixed(button_width(frame, buttons.secondary)));
    parts.push_back(phone ? fill() : fixed(button_width(frame, buttons.primary) + kExtraWidth));
    return parts;
}

FootAnswer draw_buttons(Frame& frame, const FootButtons& buttons) {
    const ButtonOptions primary{.kind = ButtonKind::Primary,
                                .enabled = buttons.primary_enabled,
                                .width = ButtonWidth::Fill,
                                .shortcut = buttons.primary_shortcut};
    const std::vector<Part> parts = parts_of(frame, buttons);
    Row row(frame, parts, 8);
    if (!frame.layout.phone()) row.next();
    bool second = false;
    if (!buttons.secondary.empty()) {
        row.next();
        second = button(frame, buttons.secondary, {.width = ButtonWidth::Fill});
    }
    row.next();
    if (button(frame, buttons.primary, primary)) return FootAnswer::Primary;
    return second ? FootAnswer::Secondary : FootAnswer::None;
}

}  // namespace

Rect foot_of(const Frame& frame, const Rect& rect) {
    const float height = frame.theme.metrics.control + 2 * kPadding;
    return {{rect.min.x, rect.max.y - height}, rect.max};
}

FootAnswer draw_foot(Frame& frame, const Rect& rect, const FootButtons& buttons) {
    Region region(frame, "foot", rect);
    divider(frame);
    Region inside(frame, "inside", inside_of(frame, rect, buttons.width_max));
    return draw_buttons(frame, buttons);
}

}  // namespace holdfast::ui
