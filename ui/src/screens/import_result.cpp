#include <array>

#include "screens/import_parts.h"

namespace holdfast::ui {
namespace {

constexpr float kReportHeight = 320;

std::string_view fate_key(RowFate fate) {
    switch (fate) {
        case RowFate::Created:
            return "import.fate.created";
        case RowFate::Updated:
            return "import.fate.updated";
        case RowFate::Skipped:
            return "import.fate.skipped";
        case RowFate::Refused:
            return "import.fate.refused";
    }
    return {};
}

Tone tone_of(RowFate fate) {
    switch (fate) {
        case RowFate::Created:
            return Tone::Success;
        case RowFate::Updated:
            return Tone::Info;
        case RowFate::Refused:
            return Tone::Danger;
        case RowFate::Skipped:
            break;
    }
    return Tone::Neutral;
}

class ReportRows final : public GridSource {
public:
    ReportRows(ScreenContext& context, const std::vector<ImportReportRow>& report)
        : context_(context), report_(report) {}
    [[nodiscard]] int row_count() const override { return static_cast<int>(report_.size()); }
    bool read_row(int index, GridRow& row) override {
        const ImportReportRow& each = report_[static_cast<std::size_t>(index)];
        row.key = "report-" + std::to_string(index);
        row.cells = {{std::to_string(each.line)},
                     {std::string(context_.word(fate_key(each.fate))), tone_of(each.fate)},
                     {each.column},
                     {each.reason},
                     {each.excerpt}};
        return true;
    }

private:
    ScreenContext& context_;
    const std::vector<ImportReportRow>& report_;
};

void draw_report(ScreenContext& context, const Import& import, GridState& state) {
    if (import.report().empty()) return;
    Frame& frame = context.frame;
    const std::string_view title = context.word("import.report");
    section_heading(frame, title);
    const std::array<GridColumn, 5> columns{{
        {.label = context.word("import.line_number"),
         .kind = CellKind::Number,
         .weight = 0.3F,
         .width_min = 72,
         .sortable = false,
         .card = CardPlace::Corner},
        {.label = context.word("import.outcome"),
         .kind = CellKind::Chip,
         .weight = 0.7F,
         .width_min = 110,
         .sortable = false},
        {.label = context.word("import.column"), .weight = 0.8F, .sortable = false},
        {.label = context.word("import.reason"),
         .weight = 2,
         .sortable = false,
         .card = CardPlace::Title},
        {.label = context.word("import.row_text"), .weight = 1.5F, .sortable = false},
    }};
    ReportRows rows(context, import.report());
    const Rect rect = rect_at(available_rect(frame).min, {available_width(frame), kReportHeight});
    {
        Region region(frame, "report", rect);
        (void)grid(frame, title, columns, rows, state);
    }
}

void draw_refused_file(ScreenContext& context, const Import& import) {
    if (import.counts().refused == 0) return;
    Frame& frame = context.frame;
    if (button(frame, context.word("import.download_refused"), {.icon = Icon::Download}))
        context.want(intent::ImportDownloadRefused{});
    muted_text(frame, context.word("import.download_refused_hint"));
}

std::string_view outcome_key(ImportPhase phase) {
    switch (phase) {
        case ImportPhase::Checked:
            return "import.checked";
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

Tone outcome_tone(const Import& import) {
    if (import.phase() == ImportPhase::Failed) return Tone::Danger;
    if (import.phase() != ImportPhase::Done) return Tone::Info;
    return import.counts().refused > 0 ? Tone::Warning : Tone::Success;
}

void add_words(std::string words, std::string& counts) {
    if (!counts.empty()) counts += " \xC2\xB7 ";
    counts += words;
}

void add_count(ScreenContext& context, std::string_view key, std::int64_t count,
               std::string& counts) {
    if (count > 0) add_words(context.strings().plural(key, count), counts);
}

void add_fate(ScreenContext& context, RowFate fate, std::int64_t count, std::string& counts) {
    if (count == 0) return;
    add_words(std::string(context.word(fate_key(fate))) + ": " + context.strings().integer(count),
              counts);
}

std::string counts_of(ScreenContext& context, const Import& import) {
    const ImportCounts& counts = import.counts();
    std::string words;
    if (import.phase() == ImportPhase::Undoing || import.phase() == ImportPhase::Undone) {
        add_count(context, "import.undone_count", counts.records_removed, words);
        add_count(context, "import.restored_count", counts.records_restored, words);
        add_count(context, "import.kept_count", counts.records_kept, words);
        return words;
    }
    const std::int64_t rows = counts.created + counts.updated + counts.skipped;
    add_count(context, "import.rows_taken", rows, words);
    add_fate(context, RowFate::Created, counts.created, words);
    add_fate(context, RowFate::Updated, counts.updated, words);
    add_fate(context, RowFate::Skipped, counts.skipped, words);
    add_fate(context, RowFate::Refused, counts.refused, words);
    if (counts.records_created != counts.created)
        add_count(context, "import.records_created", counts.records_created, words);
    return words;
}

std::string_view progress_key(ImportPhase phase) {
    if (phase == ImportPhase::Undoing) return "import.undoing";
    return phase == ImportPhase::Checking ? "import.checking" : "import.running";
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
    progress_bar(frame, context.word(progress_key(import.phase())), share);
    muted_text(frame, counts_of(context, import));
    if (!undoing && button(frame, context.word("ui.cancel"), {.icon = Icon::X}))
        context.want(intent::ImportCancel{});
}

void draw_import_result(ScreenContext& context, const Import& import, GridState& report) {
    Frame& frame = context.frame;
    const std::string counts = counts_of(context, import);
    const std::string reason =
        import.error() != nullptr ? context.strings().sentence(*import.error()) : counts;
    banner(frame, context.word(outcome_key(import.phase())),
           {.tone = outcome_tone(import), .detail = reason});
    draw_refused_file(context, import);
    draw_report(context, import, report);
}

}  // namespace holdfast::ui
