#include "screens/simple_pages.h"

namespace holdfast::ui {

void draw_not_found(ScreenContext& context) {
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, context.word("empty.not_found"), rect);
    Region region(frame, "not-found", rect);
    const EmptyAnswer answer = empty_state(context, {.icon = Icon::SearchX,
                                                     .title = context.word("empty.not_found"),
                                                     .detail = context.word("empty.not_found_hint"),
                                                     .primary = context.word("ui.home")});
    if (answer == EmptyAnswer::Primary) context.go_to("#/home");
}

}  // namespace holdfast::ui
