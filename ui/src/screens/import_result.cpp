#include <array>

#include "screens/import_parts.h"

namespace holdfast::ui {
namespace {

constexpr float kRefusalsHeight = 280;

class RefusalRows final : public GridSource {
public:
    explicit RefusalRows(const std::vector<CsvRefusal>& refusals) : refusals_(refusals) {}
    [[nodiscard]] int row_count() const override { return static_cast<int>(refusals_.size()); }
    bool read_row(int index, GridRow& row) override {
        const CsvRefusal& refusal = refusals_[static_cast<std::size_t>(index)];
        row.key = "refusal-" + std::to_string(index);
        row.cells = {{std::to_string(refusal.line)}, {refusal.reason}, {refusal.excerpt}};
        return true;
    }

private:
    const std::vector<CsvRefusal>& refusals_;
};

void draw_refusals(ScreenContext& context, const Import& import, GridState& state) {
    if (import.refusals().empty()) return;
    Frame& frame = context.frame;
    const std::string_view title = context.word("import.refused");
    section_heading(frame, title);
    const std::array<GridColumn, 3> columns{{
        {.label = context.word("import.line_number"),
         .kind = CellKind::Number,
         .weight = 0.3F,
         .width_min = 72,
         .sortable = false,
         .card = CardPlace::Corner},
        {.label = context.word("import.reason"),
         .weight = 2,
         .sortable = false,
         .card = CardPlace::Title},
        {.label = context.word("import.row_text"), .weight = 2, .sortable = false},
    }};
    RefusalRows rows(import.refusals());
    const Rect rect = rect_at(available_rect(frame).min, {available_width(frame), kRefusalsHeight});
    {
        Region region(frame, "refused", rect);
        (void)grid(frame, title, columns, rows, state);
    }
}

std::string_view outcome_key(ImportPhase phase) {
    switch (phase) {
        case ImportPhase::Cancelled:
            return "import.cancelled";
        case ImportPhase::Undone:
            return "import.undone";
        case ImportPhase::Failed:
            return "import.failed";
        default:
            return "import.done";
    }
}

Tone outcome_tone(ImportPhase phase) {
    if (phase == ImportPhase::Failed) return Tone::Danger;
    return phase == ImportPhase::Done ? Tone::Success : Tone::Info;
}

void add_count(ScreenContext& context, std::string_view key, std::int64_t count,
               std::string& counts) {
    if (count == 0) return;
    if (!counts.empty()) counts += " \xC2\xB7 ";
    counts += context.strings().plural(key, count);
}

std::string counts_of(ScreenContext& context, const Import& import) {
    std::string counts;
    if (import.phase() == ImportPhase::Undoing || import.phase() == ImportPhase::Undone) {
        add_count(context, "import.undone_count", import.records_removed(), counts);
        return counts;
    }
    add_count(context, "import.rows_taken", import.rows_imported(), counts);
    add_count(context, "import.records_created", import.records_created(), counts);
    add_count(context, "import.rows_known", import.rows_known(), counts);
    add_count(context, "import.rows_refused", import.rows_refused(), counts);
    return counts;
}

}  // namespace

void draw_import_progress(ScreenContext& context, const Import& import) {
    Frame& frame = context.frame;
    const bool undoing = import.phase() == ImportPhase::Undoing;
    Card card(frame, "progress");
    Stack stack(frame, 12);
    const auto total = static_cast<float>(import.bytes_total());
    const float share =
        undoing || total <= 0 ? -1 : static_cast<float>(import.bytes_done()) / total;
    progress_bar(frame, context.word(undoing ? "import.undoing" : "import.running"), share);
    muted_text(frame, counts_of(context, import));
    if (!undoing && button(frame, context.word("ui.cancel"), {.icon = Icon::X}))
        context.want(intent::ImportCancel{});
}

void draw_import_result(ScreenContext& context, const Import& import, GridState& refusals) {
    Frame& frame = context.frame;
    const std::string counts = counts_of(context, import);
    const std::string reason =
        import.error() != nullptr ? context.strings().sentence(*import.error()) : counts;
    banner(frame, context.word(outcome_key(import.phase())),
           {.tone = outcome_tone(import.phase()), .detail = reason});
    draw_refusals(context, import, refusals);
}

}  // namespace holdfast::ui
