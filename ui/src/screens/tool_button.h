// A button over a list, a board or a calendar: its word where there is room, else its icon alone.
#pragma once

#include <string_view>

#include "ui/kit.h"

namespace holdfast::ui {

/// True in the pass in which it was pressed. `options` must have an icon.
bool tool_button(Frame& frame, std::string_view word, const ButtonOptions& options);
/// The width tool_button() would take.
[[nodiscard]] float tool_button_width(Frame& frame, std::string_view word,
                                      const ButtonOptions& options);

}  // namespace holdfast::ui
