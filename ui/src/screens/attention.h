// Needs attention: what the server refused, with everything the person typed.
#pragma once

#include "screens/screen_context.h"

namespace holdfast::ui {

class Attention {
public:
    void draw(ScreenContext& context);

private:
    void draw_item(ScreenContext& context, const AttentionItem& item);
    void draw_buttons(ScreenContext& context, const AttentionItem& item);
    void draw_question(ScreenContext& context);

    TransactionNo asked_ = TransactionNo::None;  ///< "Discard for good?" is open for it.
};

}  // namespace holdfast::ui
