// CsvRows: a file as rows of cells, one after the other, in bounded memory. Private to
// core/src/app.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/app/import.h"
#include "csv_text.h"
#include "file_row.h"

namespace holdfast {

/// Cuts decoded text into rows. Feed chunks, take rows; RFC 4180 with any line ends, blank lines
/// left out, text behind a closing quotation mark kept.
class CsvSplitter {
public:
    explicit CsvSplitter(const CsvDialect& dialect) : dialect_(dialect) {}
    /// Where new text is to be appended.
    [[nodiscard]] std::string& input() { return text_; }
    void end_of_input() { ended_ = true; }
    /// False when more input is needed, or everything is read.
    [[nodiscard]] bool take(FileRow& row);
    [[nodiscard]] std::size_t buffered() const { return text_.size() - at_; }

private:
    enum class Scan : std::uint8_t { Complete, NeedsMore, InQuote };
    [[nodiscard]] Scan scan(FileRow& row, std::size_t& end) const;
    [[nodiscard]] std::size_t plain_end(std::size_t from) const;
    [[nodiscard]] std::size_t line_end(std::size_t from) const;
    [[nodiscard]] std::size_t behind_line_end(std::size_t at) const;
    void consume(std::size_t end);
    bool take_unfinished(FileRow& row, Scan scan);
    bool skip_long_line();

    CsvDialect dialect_;
    std::string text_;
    std::size_t at_ = 0;
    std::int64_t line_ = 1;
    bool ended_ = false;
    bool skipping_ = false;
};

/// Rows of a source; reads it in chunks.
class CsvReader {
public:
    /// `mark_bytes` of a byte order mark are passed over.
    CsvReader(ByteSource& source, const CsvDialect& dialect, std::size_t mark_bytes);
    /// False at the end of the file.
    [[nodiscard]] Result<bool> next(FileRow& row);
    /// Bytes of the source behind the last row, roughly: what is decoded but not used is left out.
    [[nodiscard]] std::int64_t bytes_done() const;

private:
    ByteSource* source_;
    TextDecoder decoder_;
    CsvSplitter splitter_;
    std::int64_t offset_;
    bool ended_ = false;
};

}  // namespace holdfast
