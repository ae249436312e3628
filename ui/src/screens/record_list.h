// A module's list: tools, search, filter, and the grid of records.
#pragma once

#include <string>

#include "screens/column_choice.h"
#include "screens/export_choice.h"
#include "screens/list_filter.h"
#include "screens/list_selection.h"
#include "screens/mass_edit_dialog.h"
#include "screens/module_head.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

class RecordList {
public:
    void draw(ScreenContext& context);

private:
    void start_over(std::string address);
    void draw_tools(ScreenContext& context, ListView& list);
    void draw_search(ScreenContext& context, ListView& list);
    void draw_grid(ScreenContext& context, ListView& list);
    void obey_grid(ScreenContext& context, ListView& list, const GridEvents& events);
    void draw_empty(ScreenContext& context, ListView& list);
    void take_keys(ScreenContext& context, ListView& list);

    std::string address_;
    GridState grid_;
    ModuleHead head_;
    ModuleSearch search_;
    ListFilter filter_;
    ColumnChoice columns_;
    ExportChoice export_;
    ListSelection selection_;
    MassEditDialog mass_edit_;
};

}  // namespace holdfast::ui
