// LeaveQuestion: nothing typed is thrown away by a link, a back button or "Cancel" without asking.
#pragma once

#include <optional>
#include <vector>

#include "screens/screen_context.h"

namespace holdfast::ui {

class LeaveQuestion {
public:
    /// Takes an intent that would leave a form with unsaved input out of `context.intents`, and
    /// asks. Call at the end of a pass. The same for an address that the page went to.
    void draw(ScreenContext& context);

private:
    void hold_back(ScreenContext& context);
    void leave(ScreenContext& context);
    void stay(ScreenContext& context);

    std::optional<Intent> held_;
    bool leaving_ = false;  ///< The person agreed; the intent is on its way.
};

}  // namespace holdfast::ui
