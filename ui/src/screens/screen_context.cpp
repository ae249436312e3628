#include "screens/screen_context.h"

#include <algorithm>

namespace holdfast::ui {
EmptyAnswer empty_state(ScreenContext& context, const EmptyState& state) {
    if (!context.workspace.problem().empty()) return EmptyAnswer::None;
    return empty_state(context.frame, state);
}

Tone to_ui(holdfast::Tone tone) {
    switch (tone) {
        case holdfast::Tone::Neutral:
            return Tone::Neutral;
        case holdfast::Tone::Info:
            return Tone::Info;
        case holdfast::Tone::Success:
            return Tone::Success;
        case holdfast::Tone::Warning:
            return Tone::Warning;
        case holdfast::Tone::Danger:
            return Tone::Danger;
    }
    return Tone::Neutral;
}

ScrollAreaOptions page_margins(const Frame& frame, float width_max, ScrollStart start) {
    const float margin =
        frame.layout.phone() ? frame.theme.metrics.padding : frame.theme.metrics.margin;
    return {.padding_x = margin, .padding_y = margin, .width_max = width_max, .start = start};
}

Columns::Columns(Frame& frame, std::size_t columns)
    : count_(frame.layout.phone() ? 1 : std::min<std::size_t>(columns, std::size(parts_))) {
    std::fill_n(parts_, count_, fill());
}

}  // namespace holdfast::ui
