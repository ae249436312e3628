#include "screens/attention.h"

#include <array>

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 760;

}  // namespace

void Attention::draw(ScreenContext& context) {
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, context.word("ui.needs_attention"), rect);
    ScrollArea area(frame, "attention", rect, page_margins(frame, kPageWidth));
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, context.word("ui.needs_attention"), 1);
    const std::vector<AttentionItem>& items = context.workspace.attention();
    if (items.empty()) {
        empty_state(context, {.icon = Icon::CircleCheck,
                              .title = context.word("empty.no_attention"),
                              .detail = context.word("empty.no_attention_hint")});
        return;
    }
    for (const AttentionItem& item : items) draw_item(context, item);
    draw_question(context);
}

void Attention::draw_item(ScreenContext& context, const AttentionItem& item) {
    Frame& frame = context.frame;
    IdScope id(frame, std::to_string(raw(item.no)));
    Card card(frame, "item", {.role = Role::Article, .name = item.name, .edge = Tone::Danger});
    Stack stack(frame, 12);
    section_heading(frame, item.name, item.reason);
    for (const auto& typed : item.typed) fact(frame, typed.first, typed.second);
    draw_buttons(context, item);
}

void Attention::draw_buttons(ScreenContext& context, const AttentionItem& item) {
    const std::array<DialogButton, 3> buttons{{
        {context.word(item.can_edit ? "ui.edit_and_resend" : "ui.send_again"), ButtonKind::Primary},
        {context.word("ui.copy")},
        {context.word("ui.discard")},
    }};
    const int pressed = dialog_buttons(context.frame, buttons);
    if (pressed == 0) context.want(intent::EditAndResend{item.no});
    if (pressed == 1) context.want(intent::CopyAttention{item.no});
    if (pressed == 2) asked_ = item.no;
}

void Attention::draw_question(ScreenContext& context) {
    bool open = asked_ != TransactionNo::None;
    if (!open) return;
    Frame& frame = context.frame;
    Dialog dialog(frame, context.word("attention.discard_title"), open,
                  {.width = 420, .detail = context.word("attention.discard_text")});
    if (dialog.shown()) {
        const std::array<DialogButton, 2> buttons{{
            {context.word("ui.discard"), ButtonKind::Danger},
            {context.word("ui.cancel")},
        }};
        const int pressed = dialog_buttons(frame, buttons);
        if (pressed == 0) context.want(intent::Discard{asked_});
        if (pressed >= 0) open = false;
    }
    if (!open) asked_ = TransactionNo::None;
}

}  // namespace holdfast::ui
