#include "row_source.h"

#include "content_text.h"

namespace holdfast {
namespace {

constexpr std::size_t kBeginningBytes = 4'096;

class CsvSource final : public RowSource {
public:
    CsvSource(ByteSource& source, const FileShape& shape)
        : reader_(source, shape.dialect, shape.mark_bytes),
          header_waits_(shape.dialect.has_header) {}

    Result<bool> next(FileRow& row) override {
        if (header_waits_) {
            header_waits_ = false;
            if (!TRY(reader_.next(row))) return false;
        }
        return reader_.next(row);
    }
    std::int64_t bytes_done() const override { return reader_.bytes_done(); }

private:
    CsvReader reader_;
    bool header_waits_;
};

std::string_view behind_blanks(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

bool begins_with(std::string_view text, std::string_view word) {
    return is_same_word(text.substr(0, word.size()), word);
}

/// "[]" and "{" alone could begin a table just as well.
bool is_json(std::string_view text) {
    if (text.empty() || (text.front() != '[' && text.front() != '{')) return false;
    const std::string_view inside = behind_blanks(text.substr(1));
    if (inside.empty()) return false;
    if (text.front() == '{') return inside.front() == '"' || inside.front() == '}';
    return inside.front() == '{' || inside.front() == ']';
}

FileShape shape_of(const CsvBeginning& beginning, const Strings& strings) {
    FileShape shape;
    shape.dialect = beginning.dialect;
    shape.mark_bytes = beginning.mark_bytes;
    shape.problem_key = beginning.problem_key;
    if (!shape.problem_key.empty()) return shape;
    const FileRow& first = beginning.rows.front();
    for (std::size_t column = 0; column < first.cells.size(); ++column) {
        const bool named = shape.dialect.has_header && !first.cells[column].empty();
        shape.columns.push_back(
            {named ? first.cells[column]
                   : strings.format("import.column_number", {std::to_string(column + 1)}),
             FieldId::None});
    }
    return shape;
}

}  // namespace

FileFormat detect_format(std::string_view sample) {
    const DetectedText detected = detect_text(sample);
    std::string beginning;
    TextDecoder decoder(detected.encoding);
    decoder.decode(sample.substr(detected.mark_bytes, kBeginningBytes), beginning);
    const std::string_view text = behind_blanks(beginning);
    if (begins_with(text, "BEGIN:VCARD")) return FileFormat::Vcard;
    if (begins_with(text, "BEGIN:VCALENDAR")) return FileFormat::Icalendar;
    return is_json(text) ? FileFormat::Json : FileFormat::Csv;
}

FileShape look_at_table(std::string_view sample, SampleEnd end, const SaidDialect& said,
                        const Strings& strings) {
    return shape_of(look_at_beginning(sample, end, said), strings);
}

FileShape look_at_file(std::string_view sample, SampleEnd end, const EntityDef& entity,
                       const Strings& strings) {
    const FileFormat format = detect_format(sample);
    FileShape shape;
    switch (format) {
        case FileFormat::Csv:
            return shape_of(look_at_beginning(sample, end), strings);
        case FileFormat::Json:
            shape = look_at_json(sample, end);
            break;
        case FileFormat::Vcard:
            shape = look_at_cards(entity, strings);
            break;
        case FileFormat::Icalendar:
            shape = look_at_calendar(entity, strings);
            break;
    }
    shape.format = format;
    shape.dialect.encoding = detect_text(sample).encoding;
    return shape;
}

std::unique_ptr<RowSource> open_rows(ByteSource& source, const FileShape& shape,
                                     const EntityDef& entity) {
    switch (shape.format) {
        case FileFormat::Csv:
            break;
        case FileFormat::Json:
            return open_json_rows(source, shape);
        case FileFormat::Vcard:
            return open_card_rows(source);
        case FileFormat::Icalendar:
            return open_calendar_rows(source, entity);
    }
    return std::make_unique<CsvSource>(source, shape);
}

}  // namespace holdfast
