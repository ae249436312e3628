#include "screens/merge_dialog.h"

#include <array>
#include <string>
#include <vector>

namespace holdfast::ui {
namespace {

constexpr float kDialogWidth = 720;
constexpr float kGap = 8;

void draw_past(ScreenContext& context, const MergeView& view) {
    if (view.past().empty()) return;
    Frame& frame = context.frame;
    section_heading(frame, context.word("merge.past_title"));
    for (const PastMerge& past : view.past()) {
        IdScope id(frame, std::to_string(past.group));
        muted_text(frame, past.sentence);
        if (button(frame, context.word("merge.undo"), {.icon = Icon::Undo2}))
            context.want(intent::UndoMerge{past.group});
    }
}

std::string detail_of(ScreenContext& context, const MergeRecord& record) {
    if (record.fields.empty()) return std::string(context.word("merge.this"));
    return context.strings().format("merge.same", {record.fields});
}

void draw_record(ScreenContext& context, const MergeView& view, std::size_t position) {
    Frame& frame = context.frame;
    const MergeRecord& record = view.records()[position];
    IdScope id(frame, to_text(record.record));
    Card card(frame, "record", {.role = Role::Article, .name = record.title});
    Stack stack(frame, kGap);
    section_heading(frame, record.title, detail_of(context, record));
    bool taken = record.taken;
    const Enabled enabled = position == view.winner() ? Enabled::No : Enabled::Yes;
    if (check_box(frame, context.strings().format("merge.take", {record.title}), taken, enabled))
        context.want(intent::SetMergeTaken{position, taken});
}

void draw_records(ScreenContext& context, const MergeView& view) {
    const Columns columns(context.frame, 2);
    for (std::size_t first = 0; first < view.records().size(); first += columns.count()) {
        Row row(context.frame, columns.parts(), context.frame.theme.metrics.gap);
        const std::size_t end = std::min(first + columns.count(), view.records().size());
        for (std::size_t position = first; position < end; ++position) {
            row.next();
            draw_record(context, view, position);
        }
    }
}

/// One of the taken records, by what `text` says of it; the position that was chosen, or -1.
template <typename Text>
int choose_record(ScreenContext& context, const MergeView& view, std::string_view label,
                  std::size_t chosen, const Text& text) {
    std::vector<int> positions;
    std::vector<Choice> choices;
    int selected = -1;
    for (std::size_t position = 0; position < view.records().size(); ++position) {
        if (!view.records()[position].taken) continue;
        if (position == chosen) selected = static_cast<int>(choices.size());
        positions.push_back(static_cast<int>(position));
        choices.push_back(text(position));
    }
    if (!combo_box(context.frame, label, choices, selected)) return -1;
    return positions[static_cast<std::size_t>(selected)];
}

void draw_winner(ScreenContext& context, const MergeView& view) {
    const int chosen = choose_record(
        context, view, context.word("merge.winner"), view.winner(),
        [&](std::size_t position) -> Choice { return {.label = view.records()[position].title}; });
    if (chosen >= 0) context.want(intent::SetMergeWinner{static_cast<std::size_t>(chosen)});
}

void draw_row(ScreenContext& context, const MergeView& view, std::size_t index) {
    const MergeRow& row = view.rows()[index];
    IdScope id(context.frame, std::to_string(raw(row.field)));
    const int chosen =
        choose_record(context, view, row.label, row.chosen, [&](std::size_t position) -> Choice {
            return {.label = row.texts[position], .detail = view.records()[position].title};
        });
    if (chosen >= 0)
        context.want(intent::ChooseMergeValue{index, static_cast<std::size_t>(chosen)});
}

void draw_values(ScreenContext& context, const MergeView& view) {
    if (view.rows().empty()) return;
    section_heading(context.frame, context.word("merge.values"));
    const Columns columns(context.frame, 2);
    for (std::size_t first = 0; first < view.rows().size(); first += columns.count()) {
        Row row(context.frame, columns.parts(), context.frame.theme.metrics.gap);
        const std::size_t end = std::min(first + columns.count(), view.rows().size());
        for (std::size_t index = first; index < end; ++index) {
            row.next();
            draw_row(context, view, index);
        }
    }
}

void draw_buttons(ScreenContext& context, const MergeView& view) {
    const Enabled enabled = view.can_merge() ? Enabled::Yes : Enabled::No;
    const std::array<DialogButton, 2> buttons{{
        {context.word("merge.merge"), ButtonKind::Primary, enabled},
        {context.word("ui.cancel")},
    }};
    const int pressed = dialog_buttons(context.frame, buttons);
    if (pressed == 0) context.want(intent::Merge{});
    if (pressed == 1) context.want(intent::CloseMerge{});
}

void draw_content(ScreenContext& context, const MergeView& view) {
    if (view.searching()) {
        muted_text(context.frame, context.word("merge.searching"));
        return;
    }
    if (view.records().size() < 2) {
        muted_text(context.frame, context.word("merge.none"));
        return draw_past(context, view);
    }
    draw_records(context, view);
    draw_winner(context, view);
    draw_values(context, view);
    draw_past(context, view);
    draw_buttons(context, view);
}

}  // namespace

void draw_merge_dialog(ScreenContext& context) {
    const MergeView* view = context.workspace.merging();
    bool open = view != nullptr;
    if (!open) return;
    const bool found = !view->searching() && view->records().size() > 1;
    Dialog dialog(
        context.frame, context.word("merge.title"), open,
        {.width = kDialogWidth, .detail = found ? context.word("merge.text") : std::string_view()});
    if (dialog.shown()) draw_content(context, *view);
    if (!open) context.want(intent::CloseMerge{});
}

void draw_look_alikes(ScreenContext& context) {
    const LookAlikes& found = context.workspace.look_alikes();
    if (found.records.empty()) return;
    Frame& frame = context.frame;
    const std::string_view title = context.word("merge.looks_like");
    Card card(frame, "look-alikes", {.role = Role::Group, .name = title, .edge = Tone::Warning});
    Stack stack(frame, kGap);
    section_heading(frame, title);
    for (const LookAlike& record : found.records) {
        IdScope id(frame, to_text(record.record));
        const std::string name =
            context.strings().format("merge.open", {record.title, record.fields});
        if (link(frame, name, record.address)) context.go_to(record.address);
    }
}

}  // namespace holdfast::ui
