#include "screens/mass_edit_dialog.h"

#include <array>
#include <vector>

namespace holdfast::ui {
namespace {

constexpr float kWidth = 520;

bool clears(const FormField& field) {
    return field.text.empty() && !field.required && field.editor != FieldShape::Switch;
}

/// Nothing is gained by a run that would change nothing.
bool would_change(const MassEditView& view) {
    const std::optional<MassEditForecast> forecast = view.forecast();
    return !forecast || !forecast->complete || forecast->changing > 0;
}

void draw_answers(ScreenContext& context, const MassEditView& view) {
    const MassEdit& run = *view.run();
    Frame& frame = context.frame;
    const std::int64_t unchanged =
        run.records_seen() - run.records_edited() - run.records_refused();
    if (unchanged > 0) text(frame, context.strings().plural("mass.unchanged", unchanged));
    if (run.records_refused() == 0) return;
    text(frame, context.strings().plural("mass.refused", run.records_refused()),
         frame.theme.type.strong, frame.theme.palette->text);
    for (const MassEditAnswer& answer : view.answers())
        text(frame, context.strings().format(
                        "mass.reason", {context.strings().integer(answer.count), answer.sentence}));
}

struct Headline {
    std::string words;
    std::string detail;
    Tone tone = Tone::Success;
};

Headline headline_of(ScreenContext& context, const MassEditView& view) {
    const MassEdit& run = *view.run();
    const Strings& strings = context.strings();
    if (run.phase() == MassEditPhase::Failed)
        return {strings.plural("mass.changed", run.records_edited()),
                view.error() != nullptr ? strings.sentence(*view.error()) : std::string(),
                Tone::Danger};
    if (run.phase() == MassEditPhase::Undone) {
        const std::int64_t kept = run.records_kept();
        return {strings.plural("mass.undone", run.records_edited() - kept),
                kept > 0 ? strings.plural("mass.kept", kept) : std::string(), Tone::Info};
    }
    Headline line{strings.plural("mass.changed", run.records_edited()), {}, Tone::Success};
    if (run.phase() == MassEditPhase::Cancelled)
        line = {line.words, std::string(strings.get("mass.cancelled")), Tone::Info};
    if (run.records_refused() > 0) line.tone = Tone::Warning;
    return line;
}

}  // namespace

void MassEditDialog::draw(ScreenContext& context) {
    MassEditView* view = context.workspace.mass_edit();
    if (view == nullptr) {
        editor_.forget();
        phase_.reset();
        return;
    }
    bool open = true;
    const std::string title = context.strings().format(
        "mass.title", {context.strings().count_of(view->entity(), view->record_count())});
    {
        Dialog dialog(context.frame, title, open, {.width = kWidth});
        if (dialog.shown()) draw_part(context, *view);
    }
    // One that is at work is stopped by its own button only.
    if (!open && !view->is_working()) context.want(intent::MassEditClose{});
}

void MassEditDialog::draw_part(ScreenContext& context, MassEditView& view) {
    Stack stack(context.frame, context.frame.theme.metrics.gap);
    keep_focus(context, view);
    if (view.run() == nullptr) return draw_choice(context, view);
    if (view.is_working()) return draw_progress(context, *view.run());
    draw_result(context, view);
}

/// The button that had the focus is gone with its part of the dialog.
void MassEditDialog::keep_focus(ScreenContext& context, const MassEditView& view) {
    std::optional<MassEditPhase> phase;
    if (view.run() != nullptr) phase = view.run()->phase();
    if (phase == phase_) return;
    phase_ = phase;
    context.frame.focus(context.frame.words.close);
}

void MassEditDialog::draw_choice(ScreenContext& context, MassEditView& view) {
    Frame& frame = context.frame;
    if (view.fields().empty()) {
        text(frame, context.word("mass.no_fields"));
        return;
    }
    draw_field_choice(context, view);
    const bool submitted = draw_value(context, view);
    draw_forecast(context, view);
    const bool ready = view.editor() != nullptr && would_change(view);
    const std::array<DialogButton, 2> buttons{{
        {context.word("mass.apply"), ButtonKind::Primary, ready ? Enabled::Yes : Enabled::No},
        {context.word("ui.cancel")},
    }};
    const int pressed = dialog_buttons(frame, buttons);
    if (pressed == 0 || (submitted && ready)) context.want(intent::MassEditStart{});
    if (pressed == 1) context.want(intent::MassEditClose{});
}

void MassEditDialog::draw_field_choice(ScreenContext& context, MassEditView& view) {
    std::vector<Choice> choices;
    int selected = -1;
    for (const FormField& field : view.fields()) {
        if (&field == view.editor()) selected = static_cast<int>(choices.size());
        choices.push_back({field.label});
    }
    if (combo_box(context.frame, context.word("mass.field"), choices, selected,
                  {.necessity = Necessity::Required}))
        context.want(
            intent::MassEditField{view.fields()[static_cast<std::size_t>(selected)].field});
}

/// True when Enter was pressed in it.
bool MassEditDialog::draw_value(ScreenContext& context, MassEditView& view) {
    FormField* field = view.editor();
    if (field == nullptr) return false;
    const FieldAnswer answer =
        editor_.draw(context, *field, "value-" + std::to_string(raw(field->field)));
    if (answer.changed) context.want(intent::MassEditText{answer.text});
    return answer.submitted;
}

void MassEditDialog::draw_forecast(ScreenContext& context, MassEditView& view) {
    if (view.editor() == nullptr) return;
    Frame& frame = context.frame;
    if (clears(*view.editor())) muted_text(frame, context.word("mass.clears"));
    if (view.error() != nullptr) {
        banner(frame, context.strings().sentence(*view.error()), {.tone = Tone::Danger});
        return;
    }
    const std::optional<MassEditForecast> forecast = view.forecast();
    if (!forecast) return;
    if (!forecast->complete) return muted_text(frame, context.word("mass.counting"));
    text(frame, context.strings().plural("mass.will_change", forecast->changing) + " \xC2\xB7 " +
                    context.strings().plural("mass.will_stay", forecast->staying));
}

void MassEditDialog::draw_progress(ScreenContext& context, const MassEdit& run) {
    Frame& frame = context.frame;
    const bool undoing = run.phase() == MassEditPhase::Undoing;
    const auto total = static_cast<float>(run.records_total());
    const float share = undoing || total <= 0 ? -1 : static_cast<float>(run.records_seen()) / total;
    progress_bar(frame, context.word(undoing ? "mass.undoing" : "mass.running"), share);
    muted_text(frame, context.strings().plural("mass.changed", run.records_edited()));
    if (undoing) return;
    const std::array<DialogButton, 1> buttons{{{context.word("ui.cancel")}}};
    if (dialog_buttons(frame, buttons) == 0) context.want(intent::MassEditCancel{});
}

void MassEditDialog::draw_result(ScreenContext& context, const MassEditView& view) {
    Frame& frame = context.frame;
    const Headline line = headline_of(context, view);
    banner(frame, line.words, {.tone = line.tone, .detail = line.detail});
    if (view.run()->phase() != MassEditPhase::Undone) draw_answers(context, view);
    const std::array<DialogButton, 2> buttons{
        {{context.word("ui.close"), ButtonKind::Primary}, {context.word("ui.undo")}}};
    const std::size_t offered = view.can_undo() ? 2 : 1;
    const int pressed = dialog_buttons(frame, std::span(buttons).first(offered));
    if (pressed == 0) context.want(intent::MassEditClose{});
    if (pressed == 1) context.want(intent::MassEditUndo{});
}

}  // namespace holdfast::ui
