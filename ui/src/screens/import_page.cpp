#include "screens/import_page.h"

#include <optional>

#include "screens/foot.h"
#include "screens/import_parts.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 860;

void draw_phase(ScreenContext& context, const Import& import, GridState& preview,
                GridState& refusals) {
    switch (import.phase()) {
        case ImportPhase::Mapping:
            return draw_import_mapping(context, import, preview);
        case ImportPhase::Running:
        case ImportPhase::Undoing:
            return draw_import_progress(context, import);
        case ImportPhase::Cancelled:
        case ImportPhase::Done:
        case ImportPhase::Undone:
        case ImportPhase::Failed:
            return draw_import_result(context, import, refusals);
    }
}

/// Below the page, where no toast lies over them; none while rows are written.
std::optional<FootButtons> foot_buttons(ScreenContext& context, const Import* import) {
    if (import == nullptr || import->phase() == ImportPhase::Running ||
        import->phase() == ImportPhase::Undoing) {
        return std::nullopt;
    }
    if (import->phase() == ImportPhase::Mapping) {
        const bool complete = import->missing_fields().empty();
        return FootButtons{.primary = context.word("import.start"),
                           .secondary = context.word("ui.cancel"),
                           .primary_enabled = complete ? Enabled::Yes : Enabled::No,
                           .width_max = kPageWidth};
    }
    const bool can_undo = import->phase() != ImportPhase::Undone && import->records_created() > 0;
    return FootButtons{.primary = context.word("ui.close"),
                       .secondary = can_undo ? context.word("import.undo") : std::string_view(),
                       .width_max = kPageWidth};
}

void obey_foot(ScreenContext& context, ImportPhase phase, FootAnswer answer) {
    const bool mapping = phase == ImportPhase::Mapping;
    if (answer == FootAnswer::Primary)
        context.want(mapping ? Intent(intent::ImportStart{}) : Intent(intent::ImportClose{}));
    if (answer == FootAnswer::Secondary)
        context.want(mapping ? Intent(intent::ImportClose{}) : Intent(intent::ImportUndo{}));
}

}  // namespace

void ImportPage::draw(ScreenContext& context) {
    const Rect rect = available_rect(context.frame);
    Scope main(context.frame, Role::Main, context.word("ui.import"), rect);
    const Import* import = context.workspace.import();
    const std::optional<FootButtons> buttons = foot_buttons(context, import);
    if (!buttons) return draw_content(context, import, rect);
    const Rect foot = foot_of(context.frame, rect);
    draw_content(context, import, {rect.min, {rect.max.x, foot.min.y}});
    obey_foot(context, import->phase(), draw_foot(context.frame, foot, *buttons));
}

void ImportPage::draw_content(ScreenContext& context, const Import* import, const Rect& rect) {
    Frame& frame = context.frame;
    ScrollArea area(frame, "import", rect, page_margins(frame, kPageWidth));
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, context.word("ui.import"), 1);
    if (import == nullptr) {
        draw_import_start(context, context.workspace.route().entity);
    } else {
        draw_phase(context, *import, preview_, refusals_);
    }
}

}  // namespace holdfast::ui
