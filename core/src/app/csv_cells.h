// CsvCells: rows of CSV as spreadsheets read them without harm. Private to core/src/app.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holdfast {

inline constexpr std::string_view kCsvMark = "\xEF\xBB\xBF";
inline constexpr std::string_view kCsvRowEnd = "\r\n";

/// One cell, quoted where it has to be (RFC 4180).
void append_csv_cell(std::string& out, std::string_view cell);
/// Text that a spreadsheet would run as a formula begins with an apostrophe, and so does text that
/// looks as if it had one already.
void append_csv_text(std::string& out, std::string_view text);
/// The text that append_csv_text has written: without the apostrophe, if it has put one there.
std::string without_neutraliser(std::string cell);
/// A row of texts.
void append_csv_row(std::string& out, const std::vector<std::string>& cells);

}  // namespace holdfast
