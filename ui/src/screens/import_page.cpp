#include "screens/import_page.h"

#include "screens/foot.h"
#include "screens/import_parts.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 860;

void draw_phase(ScreenContext& context, const CsvImport& import, GridState& preview,
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

}  // namespace

void ImportPage::draw(ScreenContext& context) {
    const Rect rect = available_rect(context.frame);
    Scope main(context.frame, Role::Main, context.word("ui.import"), rect);
    const CsvImport* import = context.workspace.import();
    if (import == nullptr || import->phase() != ImportPhase::Mapping)
        return draw_content(context, import, rect);
    const Rect foot = foot_of(context.frame, rect);
    draw_content(context, import, {rect.min, {rect.max.x, foot.min.y}});
    const Enabled ready = import->missing_fields().empty() ? Enabled::Yes : Enabled::No;
    const FootAnswer answer = draw_foot(context.frame, foot,
                                        {.primary = context.word("import.start"),
                                         .secondary = context.word("ui.cancel"),
                                         .primary_enabled = ready,
                                         .width_max = kPageWidth});
    if (answer == FootAnswer::Primary) context.want(intent::ImportStart{});
    if (answer == FootAnswer::Secondary) context.want(intent::ImportClose{});
}

void ImportPage::draw_content(ScreenContext& context, const CsvImport* import, const Rect& rect) {
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
