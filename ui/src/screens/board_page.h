// A module's records as cards in columns.
#pragma once

#include <string>

#include "screens/list_filter.h"
#include "screens/module_head.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

class BoardPage {
public:
    void draw(ScreenContext& context);

private:
    void draw_tools(ScreenContext& context, KanbanView& view);
    void draw_column_choice(ScreenContext& context, KanbanView& view);
    void draw_board(ScreenContext& context, KanbanView& view);
    void announce(ScreenContext& context, KanbanView& view, std::string_view key);

    std::string address_;
    ModuleHead head_;
    ListFilter filter_;
    BoardState board_;
    ModuleSearch search_;
    bool choosing_ = false;
    Rect choice_anchor_;
};

}  // namespace holdfast::ui
