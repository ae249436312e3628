// Choosing rows of a list: the bar that says how many, and the keys.
#pragma once

#include "screens/screen_context.h"

namespace holdfast::ui {

class ListSelection {
public:
    /// Begins with choosing, the focus at the rows, or ends it.
    void turn(ScreenContext& context, GridState& grid);
    /// The bar while rows are chosen.
    void draw_bar(ScreenContext& context, ListView& list);
    /// A row was pressed. False when rows are opened, not chosen.
    [[nodiscard]] bool take_row(ScreenContext& context, const GridEvents& events);
    /// All rows by Ctrl+A, out by Escape.
    void take_keys(ScreenContext& context);

private:
    void announce(ScreenContext& context, std::int64_t count, std::string_view words);
    void draw_buttons(ScreenContext& context, ListView& list, std::int64_t count);

    std::int64_t announced_ = 0;
};

}  // namespace holdfast::ui
