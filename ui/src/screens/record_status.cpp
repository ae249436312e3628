#include "screens/record_status.h"

#include <set>

namespace holdfast::ui {
namespace {

void draw_mark(ScreenContext& context, RowMark mark) {
    if (mark == RowMark::Pending)
        chip(context.frame, context.word("ui.mark_pending"), Tone::Info, Icon::Clock);
    if (mark == RowMark::Conflict)
        chip(context.frame, context.word("ui.mark_conflict"), Tone::Warning, Icon::GitMerge);
}

std::string_view mark_word(ScreenContext& context, RowMark mark) {
    return context.word(mark == RowMark::Pending ? "ui.mark_pending" : "ui.mark_conflict");
}

void draw_state(ScreenContext& context, const FormView& form, Flow& flow) {
    flow.next(chip_width(context.frame, form.state_label()));
    chip(context.frame, form.state_label(), to_ui(form.state_tone()));
    if (form.mark() == RowMark::None) return;
    flow.next(chip_width(context.frame, mark_word(context, form.mark()), Icon::Clock));
    draw_mark(context, form.mark());
}

void draw_moves(ScreenContext& context, const FormView& form) {
    Frame& frame = context.frame;
    Flow flow(frame, 8);
    for (const FormTransition& transition : form.transitions()) {
        IdScope scope(frame, transition.to);
        const bool open = transition.refusal.empty();
        const ButtonOptions options{.icon = Icon::ArrowRight,
                                    .enabled = open ? Enabled::Yes : Enabled::No};
        flow.next(button_width(frame, transition.label, options));
        if (button(frame, transition.label, options)) context.want(intent::MoveTo{transition.to});
    }
}

/// Why some moves are not open, each reason once.
void draw_refusals(ScreenContext& context, const FormView& form) {
    std::set<std::string_view> said;
    for (const FormTransition& transition : form.transitions())
        if (!transition.refusal.empty() && said.insert(transition.refusal).second)
            muted_text(context.frame, transition.refusal);
}

}  // namespace

void draw_status(ScreenContext& context, FormView& form) {
    if (form.state_label().empty()) return;
    Frame& frame = context.frame;
    Card card(frame, "status", {.role = Role::Group, .name = context.word("ui.status")});
    Stack stack(frame, 12);
    text(frame, context.word("ui.status"), frame.theme.type.caption,
         frame.theme.palette->text_muted);
    {
        Flow flow(frame, 8);
        draw_state(context, form, flow);
    }
    if (form.transitions().empty() || form.deleted()) return;
    draw_moves(context, form);
    draw_refusals(context, form);
}

}  // namespace holdfast::ui
