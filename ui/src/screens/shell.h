// The frame around every screen: navigation, app bar with the sync chip, lasting banners.
#pragma once

#include "screens/screen_context.h"

namespace holdfast::ui {

class Shell {
public:
    /// Navigation and app bar of this breakpoint.
    void draw_around(ScreenContext& context, const ShellAreas& areas);
    /// What could not be read, temporary workspace, update, demo: at the cursor, above the screen.
    /// Gives back the problem that they tell.
    std::string draw_banners(ScreenContext& context);

private:
    void draw_notices(ScreenContext& context);
    void draw_bar(ScreenContext& context, const Rect& rect);
    void draw_search_button(ScreenContext& context);
    void draw_menu(ScreenContext& context);

    bool menu_open_ = false;
    Rect menu_anchor_;
};

}  // namespace holdfast::ui
