#include "screens/tool_button.h"

namespace holdfast::ui {

bool tool_button(Frame& frame, std::string_view word, const ButtonOptions& options) {
    if (frame.layout.desktop()) return button(frame, word, options);
    ButtonOptions small = options;
    small.kind = ButtonKind::Ghost;
    return icon_button(frame, options.icon, word, small);
}

float tool_button_width(Frame& frame, std::string_view word, const ButtonOptions& options) {
    return frame.layout.desktop() ? button_width(frame, word, options) : icon_button_width(frame);
}

}  // namespace holdfast::ui
