#include <algorithm>
#include <unordered_map>

#include "csv_text.h"
#include "json_records.h"
#include "row_source.h"

namespace holdfast {
namespace {

/// Objects inside objects become columns "address.city" so deep; what lies deeper stays JSON.
constexpr int kColumnDepthMax = 3;

/// The beginning of a file, already in memory.
class SampleSource final : public ByteSource {
public:
    explicit SampleSource(std::string_view text) : text_(text) {}
    std::int64_t size() const override { return static_cast<std::int64_t>(text_.size()); }
    Status read(std::int64_t offset, std::size_t count, std::string& out) override {
        out += text_.substr(std::min(static_cast<std::size_t>(offset), text_.size()), count);
        return {};
    }

private:
    std::string_view text_;
};

/// A link: {"id": "...", "title": "..."}.
bool is_link(const JsonValue& value) {
    const JsonValue* id = value.find("id");
    return id != nullptr && id->kind == JsonKind::Text && value.children.size() <= 2 &&
           (value.children.size() == 1 || value.find("title") != nullptr);
}

std::string as_json(const JsonValue& value) {
    JsonRecordsWriter writer(JsonLayout::Lines);
    JsonValue wrapped;
    wrapped.kind = JsonKind::Object;
    wrapped.children.push_back(value);
    wrapped.children.front().name = "v";
    std::string text;
    writer.append(text, wrapped);
    constexpr std::size_t kBefore = std::string_view("{\"v\":").size();
    return text.substr(kBefore, text.size() - kBefore - std::string_view("}\n").size());
}

std::string cell_of(const JsonValue& value) {
    switch (value.kind) {
        case JsonKind::Null:
            return {};
        case JsonKind::False:
            return "0";
        case JsonKind::True:
            return "1";
        case JsonKind::Number:
        case JsonKind::Text:
            return value.text;
        case JsonKind::List:
            return value.children.empty() ? std::string() : as_json(value);
        case JsonKind::Object:
            break;
    }
    if (!is_link(value)) return as_json(value);
    const JsonValue* title = value.find("title");
    return value.find("id")->text + (title == nullptr ? "" : " " + cell_of(*title));
}

/// Calls `take(name, cell)` for each plain value of the object.
template <typename Take>
void flatten(const JsonValue& object, const std::string& prefix, int depth, Take&& take) {
    for (const JsonValue& member : object.children) {
        const std::string name = prefix + member.name;
        const bool nested = member.kind == JsonKind::Object && depth < kColumnDepthMax &&
                            !member.children.empty() && !is_link(member);
        if (nested)
            flatten(member, name + ".", depth + 1, take);
        else
            take(name, cell_of(member));
    }
}

bool has_controls(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
    });
}

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
        flatten(object, {}, 1, [&](const std::string& name, std::string cell) {
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
    SampleSource source(sample);
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
        flatten(record.object, {}, 1, [&](const std::string& name, const std::string&) {
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
