#include "csv_rows.h"

#include <algorithm>

namespace holdfast {
namespace {

constexpr std::size_t kChunkBytes = 256 * 1024;

bool is_line_end(char character) {
    return character == '\n' || character == '\r';
}

bool is_blank(const FileRow& row) {
    return row.cells.size() == 1 && row.cells.front().empty();
}

RowProblem problem_of(std::string_view text) {
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
            return RowProblem::Binary;
        }
    }
    return text.find(kUnreadable) == std::string_view::npos ? RowProblem::None
                                                            : RowProblem::Unreadable;
}

}  // namespace

CsvSplitter::Scan CsvSplitter::scan(FileRow& row, std::size_t& end) const {
    std::string cell;
    std::size_t at = at_;
    bool quoted = false;
    bool cell_start = true;
    for (; at < text_.size(); ++at) {
        const char character = text_[at];
        if (quoted) {
            if (character != dialect_.quote) {
                const std::size_t quote = std::min(text_.find(dialect_.quote, at), text_.size());
                cell.append(text_, at, quote - at);
                at = quote - 1;
                continue;
            }
            if (at + 1 == text_.size() && !ended_) return Scan::NeedsMore;
            quoted = at + 1 < text_.size() && text_[at + 1] == dialect_.quote;
            if (quoted) cell += text_[at++];
        } else if (character == dialect_.quote && cell_start) {
            quoted = true;
            cell_start = false;
        } else if (character == dialect_.delimiter) {
            row.cells.push_back(std::exchange(cell, {}));
            cell_start = true;
        } else if (is_line_end(character)) {
            break;
        } else {
            const std::size_t end_of_run = plain_end(at);
            cell.append(text_, at, end_of_run - at);
            at = end_of_run - 1;
            cell_start = false;
        }
    }
    if (quoted) return Scan::InQuote;
    if (at == text_.size() && !ended_) return Scan::NeedsMore;
    const bool may_continue = at + 1 == text_.size() && text_[at] == '\r' && !ended_;
    if (may_continue) return Scan::NeedsMore;
    row.cells.push_back(std::move(cell));
    end = at;
    return Scan::Complete;
}

/// Behind the text that belongs to a cell without quotation marks.
std::size_t CsvSplitter::plain_end(std::size_t from) const {
    const char ends[] = {dialect_.delimiter, '\r', '\n'};
    return std::min(text_.find_first_of(ends, from, sizeof ends), text_.size());
}

std::size_t CsvSplitter::line_end(std::size_t from) const {
    return std::min(text_.find_first_of("\r\n", from), text_.size());
}

std::size_t CsvSplitter::behind_line_end(std::size_t at) const {
    if (at >= text_.size()) return text_.size();
    const bool pair = text_[at] == '\r' && at + 1 < text_.size() && text_[at + 1] == '\n';
    return at + (pair ? 2 : 1);
}

void CsvSplitter::consume(std::size_t end) {
    const std::size_t next = behind_line_end(end);
    for (std::size_t at = at_; at < next; ++at) {
        const bool lone_return = text_[at] == '\r' && (at + 1 >= next || text_[at + 1] != '\n');
        if (text_[at] == '\n' || lone_return) ++line_;
    }
    at_ = next;
    if (at_ >= kChunkBytes) {
        text_.erase(0, at_);
        at_ = 0;
    }
}

bool CsvSplitter::skip_long_line() {
    const std::size_t end = line_end(at_);
    if (end == text_.size() && !ended_) {
        text_.clear();
        at_ = 0;
        return false;
    }
    skipping_ = false;
    consume(end);
    return true;
}

/// A row that has no end within its limits.
bool CsvSplitter::take_unfinished(FileRow& row, Scan scan_result) {
    const std::size_t end = line_end(at_);
    const bool whole_line = end < text_.size() || ended_;
    row.excerpt = excerpt_of(std::string_view(text_).substr(at_, end - at_));
    row.cells.clear();
    row.bytes = end - at_;
    if (scan_result == Scan::InQuote && whole_line) {
        row.problem = RowProblem::OpenQuote;
        consume(end);
        return true;
    }
    row.problem = RowProblem::TooLong;
    skipping_ = true;
    static_cast<void>(skip_long_line());
    return true;
}

bool CsvSplitter::take(FileRow& row) {
    if (skipping_ && !skip_long_line()) return false;
    while (at_ < text_.size()) {
        row = FileRow{};
        row.line = line_;
        std::size_t end = at_;
        const Scan scanned = scan(row, end);
        if (scanned != Scan::Complete) {
            const bool over = buffered() > kImportRowBytesMax;
            return over || ended_ ? take_unfinished(row, scanned) : false;
        }
        const std::string_view raw = std::string_view(text_).substr(at_, end - at_);
        row.bytes = raw.size();
        row.problem = raw.size() > kImportRowBytesMax ? RowProblem::TooLong : problem_of(raw);
        row.excerpt = excerpt_of(raw);
        consume(end);
        if (!is_blank(row)) return true;
    }
    return false;
}

CsvReader::CsvReader(ByteSource& source, const CsvDialect& dialect, std::size_t mark_bytes)
    : source_(&source),
      decoder_(dialect.encoding),
      splitter_(dialect),
      offset_(static_cast<std::int64_t>(mark_bytes)) {}

Result<bool> CsvReader::next(FileRow& row) {
    while (!splitter_.take(row)) {
        if (ended_) return false;
        std::string chunk;
        TRY(source_->read(offset_, kChunkBytes, chunk));
        offset_ += static_cast<std::int64_t>(chunk.size());
        decoder_.decode(chunk, splitter_.input());
        ended_ = chunk.empty() || offset_ >= source_->size();
        if (!ended_) continue;
        decoder_.finish(splitter_.input());
        splitter_.end_of_input();
    }
    return true;
}

std::int64_t CsvReader::bytes_done() const {
    const auto waiting = static_cast<std::int64_t>(splitter_.buffered());
    return std::clamp<std::int64_t>(offset_ - waiting, 0, source_->size());
}

}  // namespace holdfast
