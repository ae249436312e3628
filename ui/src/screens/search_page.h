// Search over all modules: one box, and the first matches of each module.
#pragma once

#include <string>

#include "screens/screen_context.h"

namespace holdfast::ui {

class SearchPage {
public:
    void draw(ScreenContext& context);

private:
    void draw_box(ScreenContext& context);

    std::string text_;
    bool typing_ = false;  ///< The address follows the text; otherwise the text the address.
};

}  // namespace holdfast::ui
