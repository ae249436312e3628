#include <algorithm>
#include <unordered_map>

#include "csv_text.h"
#include "json_cells.h"
#include "row_source.h"

namespace holdfast {
namespace {

RowProblem problem_of(JsonProblem problem) {
    switch (problem) {
        case JsonProblem::None:
            return RowProblem::None;
        case JsonProblem::TooDeep:
            return RowProblem::TooDeep;
        case JsonProblem::TooLarge:
            return RowProblem::TooLong;
        case JsonProblem::Unreadable:
            return RowProblem::Unreadable;
        case JsonProblem::NoEnd:
            return RowProblem::NoEnd;
        case JsonProblem::BadSyntax:
            return RowProblem::BadSyntax;
        case JsonProblem::NotAnObject:
        case JsonProblem::BehindTheEnd:
            break;
    }
    return RowProblem::NotARecord;
}

class JsonSource final : public RowSource {
public:
    JsonSource(ByteSource& source, const FileShape& shape) : reader_(source) {
        for (std::size_t column = 0; column < shape.columns.size(); ++column)
            places_.emplace(shape.columns[column].name, column);
    }

    Result<bool> next(FileRow& row) override {
        JsonRecord record;
        if (!TRY(reader_.next(record))) return false;
        row = FileRow{};
        row.line = record.line;
        row.problem = problem_of(record.problem);
        row.excerpt = std::move(record.excerpt);
        row.bytes = static_cast<std::size_t>(reader_.bytes_done() - record.offset);
        if (row.problem == RowProblem::None) fill(record.object, row);
        return true;
    }
    std::int64_t bytes_done() const override { return reader_.bytes_done(); }

private:
    void fill(const JsonValue& object, FileRow& row) const {
        row.cells.resize(places_.size());
        std::string unknown;
        for_each_json_cell(object, [&](const std::string& name, std::string cell) {
            if (has_controls(cell)) row.problem = RowProblem::Binary;
            if (row.excerpt.size() < kExcerptBytes && !cell.empty())
                row.excerpt += (row.excerpt.empty() ? "" : ", ") + cell;
            const auto place = places_.find(name);
            if (place != places_.end()) {
                row.cells[place->second] = std::move(cell);
            } else if (!cell.empty() && unknown.empty()) {
                unknown = name;
            }
        });
        row.excerpt = excerpt_of(row.excerpt);
        if (unknown.empty() || row.problem != RowProblem::None) return;
        row.problem = RowProblem::NewColumn;
        row.cells = {std::move(unknown)};
    }

    JsonRecordsReader reader_;
    std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace

FileShape look_at_json(std::string_view sample, SampleEnd end) {
    FileShape shape;
    TextBytes source(sample);
    JsonRecordsReader reader(source);
    JsonRecord record;
    std::unordered_map<std::string, std::size_t> known;
    std::int64_t whole = 0;
    for (;;) {
        const Result<bool> more = reader.next(record);
        if (!more || !*more) break;
        // The object that the sample cuts off is read when its turn comes.
        if (record.problem == JsonProblem::NoEnd && end == SampleEnd::MoreToCome) break;
        if (record.problem != JsonProblem::None) continue;
        ++whole;
        for_each_json_cell(record.object, [&](const std::string& name, const std::string&) {
            if (known.size() <= kImportColumnsMax && known.emplace(name, known.size()).second)
                shape.columns.push_back({name, FieldId::None});
        });
    }
    if (whole == 0) shape.problem_key = "import.problem.no_objects";
    if (shape.columns.size() > kImportColumnsMax)
        shape.problem_key = "import.problem.too_many_columns";
    return shape;
}

std::unique_ptr<RowSource> open_json_rows(ByteSource& source, const FileShape& shape) {
    return std::make_unique<JsonSource>(source, shape);
}

}  // namespace holdfast
