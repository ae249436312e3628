// Foot: the bar below a page that keeps its buttons in reach while the page scrolls.
#pragma once

#include <cstdint>
#include <string_view>

#include "ui/kit.h"

namespace holdfast::ui {

/// The lower part of `rect`, one row of buttons high.
[[nodiscard]] Rect foot_of(const Frame& frame, const Rect& rect);

struct FootButtons {
    std::string_view primary;
    std::string_view secondary = {};  ///< Empty: one button only.
    Enabled primary_enabled = Enabled::Yes;
    std::string_view primary_shortcut = {};
    float width_max = 1e9F;  ///< As in the page's ScrollArea.
};
enum class FootAnswer : std::uint8_t { None, Primary, Secondary };

/// Draws the bar into `rect`; on a phone the buttons share its width.
FootAnswer draw_foot(Frame& frame, const Rect& rect, const FootButtons& buttons);

}  // namespace holdfast::ui
