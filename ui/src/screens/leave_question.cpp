#include "screens/leave_question.h"

#include <algorithm>
#include <array>

namespace holdfast::ui {
namespace {

bool leaves_the_form(const Intent& intent) {
    return std::holds_alternative<intent::GoTo>(intent) ||
           std::holds_alternative<intent::GoBack>(intent) ||
           std::holds_alternative<intent::NewRecord>(intent) ||
           std::holds_alternative<intent::OpenImport>(intent) ||
           std::holds_alternative<intent::CancelEdit>(intent);
}

bool has_unsaved_form(ScreenContext& context) {
    const FormView* form = context.workspace.form();
    return form != nullptr && form->mode() != FormMode::Show && form->dirty();
}

}  // namespace

void LeaveQuestion::draw(ScreenContext& context) {
    hold_back(context);
    bool open = held_.has_value() || !context.workspace.held_address().empty();
    if (!open) return;
    Frame& frame = context.frame;
    Dialog dialog(frame, context.word("ui.unsaved_title"), open,
                  {.width = 420, .detail = context.word("ui.unsaved_text")});
    int pressed = -1;
    if (dialog.shown()) {
        const std::array<DialogButton, 2> buttons{{
            {context.word("ui.stay"), ButtonKind::Primary},
            {context.word("ui.leave"), ButtonKind::Danger},
        }};
        pressed = dialog_buttons(frame, buttons);
    }
    if (pressed == 1) {
        leave(context);
    } else if (pressed == 0 || !open) {
        stay(context);
    }
}

void LeaveQuestion::hold_back(ScreenContext& context) {
    if (!has_unsaved_form(context)) leaving_ = false;
    if (leaving_ || !has_unsaved_form(context)) return;
    std::vector<Intent>& intents = context.intents;
    const auto leaving = std::find_if(intents.begin(), intents.end(), leaves_the_form);
    if (leaving == intents.end()) return;
    held_ = std::move(*leaving);
    intents.erase(leaving);
    context.frame.again();
}

void LeaveQuestion::leave(ScreenContext& context) {
    leaving_ = true;
    const std::string address = context.workspace.held_address();
    if (held_) {
        context.want(*std::exchange(held_, std::nullopt));
    } else {
        context.go_to(address);
    }
}

void LeaveQuestion::stay(ScreenContext& context) {
    held_.reset();
    context.workspace.release_held_address();
}

}  // namespace holdfast::ui
