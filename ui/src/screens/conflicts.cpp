#include <array>

#include "screens/simple_pages.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 760;

/// One of the two values: who wrote it and when, and the value itself.
void draw_value(ScreenContext& context, std::string_view label, std::string_view value,
                std::string_view by) {
    Frame& frame = context.frame;
    Stack stack(frame, 2);
    fact(frame, label, value.empty() ? context.word("ui.not_set") : value);
    if (!by.empty()) muted_text(frame, by);
}

void draw_values(ScreenContext& context, const ConflictItem& item) {
    Frame& frame = context.frame;
    const Columns columns(frame, 3);
    Row row(frame, columns.parts(), frame.theme.metrics.gap);
    row.next();
    draw_value(context, context.word("conflict.before"), item.seen, {});
    row.next();
    draw_value(context, context.word("conflict.mine"), item.mine, item.mine_by);
    row.next();
    draw_value(context, context.word("conflict.theirs"), item.theirs, item.theirs_by);
}

void draw_values_narrow(ScreenContext& context, const ConflictItem& item) {
    Stack stack(context.frame, 8);
    draw_value(context, context.word("conflict.before"), item.seen, {});
    draw_value(context, context.word("conflict.mine"), item.mine, item.mine_by);
    draw_value(context, context.word("conflict.theirs"), item.theirs, item.theirs_by);
}

void draw_choices(ScreenContext& context, const ConflictItem& item) {
    const std::array<DialogButton, 2> buttons{{
        {context.word("ui.keep_mine"), ButtonKind::Primary},
        {context.word("ui.keep_theirs")},
    }};
    const int pressed = dialog_buttons(context.frame, buttons);
    if (pressed == 0) context.want(intent::Resolve{item.conflict, ConflictChoice::KeepMine});
    if (pressed == 1) context.want(intent::Resolve{item.conflict, ConflictChoice::KeepTheirs});
}

void draw_item(ScreenContext& context, const ConflictItem& item) {
    Frame& frame = context.frame;
    IdScope id(frame, to_text(item.conflict));
    Card card(frame, "conflict", {.role = Role::Article, .name = item.name, .edge = Tone::Warning});
    Stack stack(frame, 12);
    section_heading(frame, item.name);
    frame.layout.phone() ? draw_values_narrow(context, item) : draw_values(context, item);
    draw_choices(context, item);
}

}  // namespace

void draw_conflicts(ScreenContext& context) {
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, context.word("ui.conflicts"), rect);
    ScrollArea area(frame, "conflicts", rect, page_margins(frame, kPageWidth));
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, context.word("ui.conflicts"), 1);
    const std::vector<ConflictItem>& items = context.workspace.conflicts();
    if (items.empty()) {
        empty_state(context, {.icon = Icon::CircleCheck,
                              .title = context.word("empty.no_conflicts"),
                              .detail = context.word("empty.no_conflicts_hint")});
        return;
    }
    muted_text(frame, context.word("empty.no_conflicts_hint"));
    for (const ConflictItem& item : items) draw_item(context, item);
}

}  // namespace holdfast::ui
