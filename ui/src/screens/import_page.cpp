#include "screens/import_page.h"

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
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    const std::string_view title = context.word("ui.import");
    Scope main(frame, Role::Main, title, rect);
    ScrollArea area(frame, "import", rect, page_margins(frame, kPageWidth));
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, title, 1);
    const CsvImport* import = context.workspace.import();
    if (import == nullptr) {
        draw_import_start(context, context.workspace.route().entity);
    } else {
        draw_phase(context, *import, preview_, refusals_);
    }
}

}  // namespace holdfast::ui
