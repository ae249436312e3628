// Tabs below a record: what links to it, module by module.
#pragma once

#include "screens/screen_context.h"

namespace holdfast::ui {

class RelatedLists {
public:
    void draw(ScreenContext& context);

private:
    void draw_list(ScreenContext& context, ListView& list);

    std::string address_;
    int selected_ = 0;
    GridState grid_;
};

}  // namespace holdfast::ui
