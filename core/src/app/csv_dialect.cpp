#include "csv_dialect.h"

#include <algorithm>
#include <set>

namespace holdfast {
namespace {

constexpr std::size_t kRowsJudged = kImportPreviewRows + 1;

std::vector<FileRow> first_rows(const std::string& text, const CsvDialect& dialect, SampleEnd end) {
    CsvSplitter splitter(dialect);
    splitter.input() = text;
    if (end == SampleEnd::EndOfFile) splitter.end_of_input();
    std::vector<FileRow> rows;
    FileRow row;
    while (rows.size() < kRowsJudged && splitter.take(row)) rows.push_back(std::move(row));
    return rows;
}

/// Rows that agree with the most common width, times what that width tells.
std::size_t score_of(const std::vector<FileRow>& rows) {
    std::size_t best = 0;
    for (const FileRow& candidate : rows) {
        const std::size_t width = candidate.cells.size();
        if (width < 2) continue;
        const auto agreeing = static_cast<std::size_t>(
            std::count_if(rows.begin(), rows.end(),
                          [&](const FileRow& row) { return row.cells.size() == width; }));
        best = std::max(best, agreeing * 1'000 + std::min<std::size_t>(width, 999));
    }
    return best;
}

bool looks_like_data(std::string_view cell) {
    const bool digits = cell.find_first_of("0123456789") != std::string_view::npos;
    const bool letters = std::any_of(cell.begin(), cell.end(), [](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return (byte | 32U) >= 'a' || byte >= 0x80;
    });
    return (digits && !letters) || cell.find('@') != std::string_view::npos;
}

/// Names are text and no two alike; a few may be left empty.
bool is_header(const FileRow& row) {
    std::set<std::string_view> names;
    std::size_t empty = 0;
    for (const std::string& cell : row.cells) {
        if (cell.empty()) {
            ++empty;
        } else if (looks_like_data(cell) || !names.insert(cell).second) {
            return false;
        }
    }
    return empty * 2 < row.cells.size();
}

std::string_view problem_of(const CsvBeginning& beginning) {
    const std::vector<FileRow>& rows = beginning.rows;
    if (rows.empty()) return "import.problem.empty";
    const RowProblem first = rows.front().problem;
    if (first == RowProblem::TooLong || first == RowProblem::OpenQuote) {
        return "import.problem.cell_too_long";
    }
    if (first == RowProblem::Binary) return "import.problem.binary";
    if (rows.front().cells.size() > kImportColumnsMax) return "import.problem.too_many_columns";
    if (rows.size() == 1 && beginning.dialect.has_header) return "import.problem.only_header";
    return {};
}

}  // namespace

CsvBeginning look_at_beginning(std::string_view sample, SampleEnd end) {
    CsvBeginning beginning;
    const DetectedText detected = detect_text(sample);
    beginning.mark_bytes = detected.mark_bytes;
    beginning.dialect.encoding = detected.encoding;
    if (!detected.is_text) {
        beginning.problem_key = "import.problem.binary";
        return beginning;
    }
    std::string text;
    TextDecoder decoder(detected.encoding);
    decoder.decode(sample.substr(detected.mark_bytes), text);
    std::size_t best = 0;
    for (const char delimiter : kCsvDelimiters) {
        CsvDialect dialect = beginning.dialect;
        dialect.delimiter = delimiter;
        std::vector<FileRow> rows = first_rows(text, dialect, end);
        const std::size_t score = score_of(rows);
        if (score <= best && !(delimiter == kCsvDelimiters[0])) continue;
        best = score;
        beginning.dialect = dialect;
        beginning.rows = std::move(rows);
    }
    beginning.dialect.has_header = !beginning.rows.empty() && is_header(beginning.rows.front());
    beginning.problem_key = problem_of(beginning);
    return beginning;
}

CsvBeginning look_at_beginning(std::string_view sample, SampleEnd end, const SaidDialect& said) {
    CsvBeginning beginning;
    const DetectedText detected = detect_text(sample);
    // A mark is one in its own encoding only.
    if (detected.encoding == said.dialect.encoding) beginning.mark_bytes = detected.mark_bytes;
    beginning.dialect = said.dialect;
    std::string text;
    TextDecoder decoder(said.dialect.encoding);
    decoder.decode(sample.substr(beginning.mark_bytes), text);
    beginning.rows = first_rows(text, said.dialect, end);
    if (said.header == Header::Judged)
        beginning.dialect.has_header = !beginning.rows.empty() && is_header(beginning.rows.front());
    beginning.problem_key = problem_of(beginning);
    return beginning;
}

}  // namespace holdfast
