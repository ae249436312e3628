#include <array>

#include "screens/import_parts.h"

namespace holdfast::ui {
namespace {

/// The import before this one can still be undone, also after a restart.
void draw_last_import(ScreenContext& context) {
    const std::optional<ImportBatch>& last = context.workspace.last_import();
    if (!last || last->undone) return;
    const std::string sentence = context.strings().format("import.last", {last->file_name});
    if (banner(context.frame, sentence, {.action = context.word("import.undo")}))
        context.want(intent::ImportUndo{});
}

}  // namespace

void draw_import_start(ScreenContext& context, EntityId entity) {
    Frame& frame = context.frame;
    const std::string& problem = context.workspace.import_problem();
    if (!problem.empty()) banner(frame, problem, {.tone = Tone::Danger});
    draw_last_import(context);
    Card card(frame, "choose");
    Stack stack(frame, frame.theme.metrics.gap);
    section_heading(frame, context.word("import.choose_file"), context.word("import.choose_hint"));
    const std::array<DialogButton, 2> buttons{{
        {context.word("import.choose_file"), ButtonKind::Primary},
        {context.word("ui.close")},
    }};
    const int pressed = dialog_buttons(frame, buttons);
    if (pressed == 0) context.want(intent::OpenImport{entity});
    if (pressed == 1) context.want(intent::ImportClose{});
}

}  // namespace holdfast::ui
