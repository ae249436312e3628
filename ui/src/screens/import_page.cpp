#include "screens/import_page.h"

#include <optional>

#include "screens/foot.h"
#include "screens/import_parts.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 860;

/// Below the page, where no toast lies over them; none while rows are written.
std::optional<FootButtons> foot_buttons(ScreenContext& context, const Import* import) {
    if (import == nullptr || import->is_working()) return std::nullopt;
    if (import->phase() == ImportPhase::Mapping) {
        const bool complete = import->missing_fields().empty() && !import->needs_match();
        return FootButtons{.primary = context.word("import.start"),
                           .secondary = context.word("ui.cancel"),
                           .primary_enabled = complete ? Enabled::Yes : Enabled::No,
                           .width_max = kPageWidth};
    }
    if (import->phase() == ImportPhase::Checked) {
        return FootButtons{.primary = context.word("import.start"),
                           .secondary = context.word("import.revise"),
                           .width_max = kPageWidth};
    }
    const ImportCounts& counts = import->counts();
    const bool can_undo =
        import->phase() != ImportPhase::Undone && counts.records_created + counts.updated > 0;
    return FootButtons{.primary = context.word("ui.close"),
                       .secondary = can_undo ? context.word("import.undo") : std::string_view(),
                       .width_max = kPageWidth};
}

/// Which records, so that nobody imports people into invoices.
std::string title_of(ScreenContext& context, const Import* import) {
    const Route& route = context.workspace.route();
    const Registry& registry = context.workspace.store().registry();
    ModulePlace place{registry.find(route.entity), context.workspace.preset()};
    if (import != nullptr) place = {&import->entity(), import->preset()};
    std::string title(context.word("ui.import"));
    if (place.entity != nullptr)
        title += " \xC2\xB7 " + std::string(context.strings().plural_of(ModuleName(place)));
    return title;
}

void obey_foot(ScreenContext& context, ImportPhase phase, FootAnswer answer) {
    const bool before = phase == ImportPhase::Mapping || phase == ImportPhase::Checked;
    if (answer == FootAnswer::Primary)
        context.want(before ? Intent(intent::ImportStart{}) : Intent(intent::ImportClose{}));
    if (answer != FootAnswer::Secondary) return;
    if (phase == ImportPhase::Checked) return context.want(intent::ImportRevise{});
    context.want(before ? Intent(intent::ImportClose{}) : Intent(intent::ImportUndo{}));
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

void ImportPage::draw_phase(ScreenContext& context, const Import& import) {
    switch (import.phase()) {
        case ImportPhase::Mapping:
            return draw_import_mapping(context, import, constants_, preview_);
        case ImportPhase::Checking:
        case ImportPhase::Running:
        case ImportPhase::Undoing:
            return draw_import_progress(context, import);
        case ImportPhase::Checked:
        case ImportPhase::Cancelled:
        case ImportPhase::Done:
        case ImportPhase::Undone:
        case ImportPhase::Failed:
            return draw_import_result(context, import, report_);
    }
}

void ImportPage::draw_content(ScreenContext& context, const Import* import, const Rect& rect) {
    Frame& frame = context.frame;
    ScrollArea area(frame, "import", rect, page_margins(frame, kPageWidth));
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, title_of(context, import), 1);
    if (import == nullptr) {
        constants_.forget();
        draw_import_start(context, context.workspace.route().entity);
    } else {
        draw_phase(context, *import);
    }
}

}  // namespace holdfast::ui
