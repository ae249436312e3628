// What stands around a record's facts: tags and following above, comments and history below.
#pragma once

#include <string>

#include "screens/screen_context.h"

namespace holdfast::ui {

class RecordAsidePart {
public:
    void draw_tags(ScreenContext& context);
    void draw_stream(ScreenContext& context);

private:
    void draw_chips(ScreenContext& context, const RecordAside& aside);
    void draw_dialog(ScreenContext& context);
    void draw_comment_box(ScreenContext& context);
    void start_over(const ScreenContext& context);

    std::string address_;
    std::string comment_;
    std::string tag_;
    bool tagging_ = false;
};

}  // namespace holdfast::ui
