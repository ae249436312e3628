// The command palette: everything that can be done from anywhere, found by typing (Ctrl+K).
#pragma once

#include <string>
#include <vector>

#include "screens/screen_context.h"

namespace holdfast::ui {

class CommandPalette {
public:
    /// Opens on Ctrl+K or Cmd+K; asks for what was chosen.
    void draw(ScreenContext& context);

private:
    void draw_dialog(ScreenContext& context);

    bool open_ = false;
    PickerState picker_;
};

}  // namespace holdfast::ui
