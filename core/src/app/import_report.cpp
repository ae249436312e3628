#include "import_report.h"

#include "csv_cells.h"
#include "exchange_values.h"

namespace holdfast {
namespace {

std::string column_name(const ImportPlan& plan, std::size_t column) {
    return column < plan.column_names.size() ? plan.column_names[column] : std::string();
}

/// As a table has it: programs write durations in milliseconds.
std::string table_cell(const ImportPlan& plan, std::size_t column, const std::string& cell) {
    const FieldDef* field = plan.columns[column].field;
    const bool duration = field != nullptr && field->type == FieldType::Duration;
    if (plan.format == FileFormat::Csv || !duration) return cell;
    const auto value = parse_program_text(*field, cell);
    return value ? table_duration_text(integer_or(*value, 0)) : cell;
}

}  // namespace

void ImportReport::begin(Detail detail) {
    *this = ImportReport();
    detail_ = detail;
}

void ImportReport::add(const FileRow& row, const RowOutcome& outcome, const ImportPlan& plan) {
    const bool refused = outcome.fate == RowFate::Refused;
    switch (outcome.fate) {
        case RowFate::Created:
            ++counts.created;
            break;
        case RowFate::Updated:
            ++counts.updated;
            break;
        case RowFate::Skipped:
            ++counts.skipped;
            break;
        case RowFate::Refused:
            ++counts.refused;
            add_to_file(row, outcome.reason, plan);
            break;
    }
    const bool told = refused || detail_ == Detail::EveryFate || outcome.fate == RowFate::Skipped;
    const std::size_t taken =
        refused ? static_cast<std::size_t>(counts.refused) - 1 : (told ? others_++ : 0);
    if (!told || taken >= kImportReportRowsMax) return;
    rows_.push_back({row.line, outcome.fate, outcome.reason.sentence,
                     column_name(plan, outcome.reason.column), row.excerpt});
}

void ImportReport::add_to_file(const FileRow& row, const RowReason& reason,
                               const ImportPlan& plan) {
    if (refused_.size() >= kImportRefusedBytesMax) return;
    const std::size_t columns = plan.column_names.size() - 1;
    std::vector<std::string> cells = row.cells;
    if (cells.empty()) cells.push_back(row.excerpt);
    cells.resize(columns);
    for (std::size_t column = 0; column < columns; ++column)
        cells[column] = table_cell(plan, column, cells[column]);
    cells.push_back(column_name(plan, reason.column));
    cells.push_back(reason.sentence);
    append_csv_row(refused_, cells);
}

std::string ImportReport::refused_file(const ImportPlan& plan) const {
    if (refused_.empty()) return {};
    std::vector<std::string> header(plan.column_names.begin(), plan.column_names.end() - 1);
    header.emplace_back(plan.context.strings.get("import.column"));
    header.emplace_back(plan.context.strings.get("import.reason"));
    std::string file(kCsvMark);
    append_csv_row(file, header);
    return file + refused_;
}

}  // namespace holdfast
