// The head of a module's screens: its name, the ways to look at it, kept views, a new record.
#pragma once

#include <string>

#include "screens/screen_context.h"

namespace holdfast::ui {

class ModuleHead {
public:
    /// Draws the head and, below it, what it has opened.
    void draw(ScreenContext& context, const EntityDef& entity);

private:
    void draw_title(ScreenContext& context, const EntityDef& entity);
    void draw_switch(ScreenContext& context, const EntityDef& entity);
    void draw_views_button(ScreenContext& context);
    void draw_duplicates_button(ScreenContext& context, const EntityDef& entity);
    void draw_menu(ScreenContext& context);
    void draw_dialog(ScreenContext& context);

    bool menu_open_ = false;
    Rect menu_anchor_;
    bool naming_ = false;
    std::string name_;
    bool shared_ = false;
};

/// Whether the person may make a record of the module.
[[nodiscard]] bool can_create(ScreenContext& context, const EntityDef& entity);

/// What stands in the search box over a module's records.
class ModuleSearch {
public:
    /// True when something else is looked for from now on. `present`: what the view looks for.
    bool draw(ScreenContext& context, const EntityDef& entity, std::string_view present);

private:
    std::string text_;
    bool typing_ = false;
};

}  // namespace holdfast::ui
