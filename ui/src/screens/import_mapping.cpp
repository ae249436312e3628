#include <algorithm>

#include "screens/export_choice.h"
#include "screens/import_parts.h"

namespace holdfast::ui {
namespace {

constexpr std::size_t kSamplesMax = 3;
constexpr std::size_t kPreviewColumnsMax = 8;
constexpr float kPreviewHeight = 320;

std::string format_words(ScreenContext& context, const Import& import) {
    std::string words(context.word("import.format"));
    words += ": " + std::string(context.word(format_key(import.format()))) + " \xC2\xB7 ";
    words += std::string(context.word("import.encoding")) + ": ";
    return words + std::string(name_of(import.dialect().encoding));
}

std::string sample_of(const Import& import, std::size_t column) {
    std::string sample;
    std::size_t taken = 0;
    for (const auto& row : import.preview()) {
        if (column >= row.size() || row[column].empty()) continue;
        if (!sample.empty()) sample += ", ";
        sample += row[column];
        if (++taken == kSamplesMax) break;
    }
    return sample;
}

int index_of(const std::vector<ImportTarget>& targets, FieldId wanted) {
    const auto found =
        std::find_if(targets.begin(), targets.end(),
                     [wanted](const ImportTarget& target) { return target.field == wanted; });
    return found == targets.end() ? 0 : static_cast<int>(found - targets.begin()) + 1;
}

void draw_column(ScreenContext& context, const Import& import, std::size_t column) {
    const std::vector<ImportTarget>& targets = import.targets();
    std::vector<Choice> choices{{context.word("import.leave_out")}};
    for (const ImportTarget& target : targets) choices.push_back({target.label});
    int chosen = index_of(targets, import.mapping()[column]);
    const std::string sample = sample_of(import, column);
    IdScope id(context.frame, "column-" + std::to_string(column));
    if (!combo_box(context.frame, import.column_names()[column], choices, chosen, {.help = sample}))
        return;
    const FieldId field =
        chosen == 0 ? FieldId::None : targets[static_cast<std::size_t>(chosen) - 1].field;
    context.want(intent::ImportSetColumn{column, field});
}

void draw_columns(ScreenContext& context, const Import& import) {
    Frame& frame = context.frame;
    Card card(frame, "mapping", {.role = Role::Group, .name = context.word("import.mapping")});
    Stack stack(frame, frame.theme.metrics.gap);
    section_heading(
        frame, context.word("import.mapping"),
        context.word(import.is_remembered() ? "import.remembered" : "import.mapping_hint"));
    const Columns columns(frame, 2);
    const std::size_t count = import.column_names().size();
    for (std::size_t first = 0; first < count; first += columns.count()) {
        Row row(frame, columns.parts(), frame.theme.metrics.gap);
        for (std::size_t i = first; i < first + columns.count() && i < count; ++i) {
            row.next();
            draw_column(context, import, i);
        }
    }
}

class PreviewRows final : public GridSource {
public:
    explicit PreviewRows(const Import& import) : import_(import) {}
    [[nodiscard]] int row_count() const override {
        return static_cast<int>(import_.preview().size());
    }
    bool read_row(int index, GridRow& row) override {
        const auto& cells = import_.preview()[static_cast<std::size_t>(index)];
        row.key = "preview-" + std::to_string(index);
        row.cells.clear();
        const std::size_t count = std::min(import_.column_names().size(), kPreviewColumnsMax);
        for (std::size_t i = 0; i < count; ++i)
            row.cells.push_back({i < cells.size() ? cells[i] : std::string()});
        return true;
    }

private:
    const Import& import_;
};

void draw_preview(ScreenContext& context, const Import& import, GridState& state) {
    Frame& frame = context.frame;
    section_heading(frame, context.word("import.preview"));
    std::vector<GridColumn> columns;
    const std::size_t count = std::min(import.column_names().size(), kPreviewColumnsMax);
    for (std::size_t i = 0; i < count; ++i) {
        columns.push_back({.label = import.column_names()[i],
                           .sortable = false,
                           .card = i == 0 ? CardPlace::Title : CardPlace::Meta});
    }
    PreviewRows rows(import);
    const Rect rect = rect_at(available_rect(frame).min, {available_width(frame), kPreviewHeight});
    {
        Region region(frame, "preview", rect);
        (void)grid(frame, context.word("import.preview"), columns, rows, state);
    }
}

std::string label_of(const Import& import, FieldId field) {
    for (const ImportTarget& target : import.targets())
        if (target.field == field) return target.label;
    return {};
}

std::string missing_sentence(ScreenContext& context, const Import& import) {
    std::string names;
    for (FieldId field : import.missing_fields()) {
        if (!names.empty()) names += ", ";
        names += label_of(import, field);
    }
    return names.empty() ? names : context.strings().format("import.missing", {names});
}

}  // namespace

void draw_import_mapping(ScreenContext& context, const Import& import, FieldEditor& constants,
                         GridState& preview) {
    Frame& frame = context.frame;
    if (import.format() != FileFormat::Csv) muted_text(frame, format_words(context, import));
    // What keeps the import from starting stands where it is read first.
    const std::string missing = missing_sentence(context, import);
    const std::string hint = context.strings().format(
        "import.missing_hint", {std::string(context.word("import.row_number"))});
    if (!missing.empty()) banner(frame, missing, {.tone = Tone::Warning, .detail = hint});
    if (import.needs_match())
        banner(frame, context.word("import.needs_match"), {.tone = Tone::Warning});
    draw_columns(context, import);
    if (import.format() == FileFormat::Csv) draw_import_dialect(context, import);
    draw_import_constants(context, constants);
    draw_import_options(context, import);
    draw_preview(context, import, preview);
}

}  // namespace holdfast::ui
