// FileRow: one row of a file of any format, as cells of text. Private to core/src/app.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace holdfast {

enum class RowProblem : std::uint8_t {
    None,
    TooLong,      ///< More than kImportRowBytesMax; its cells were not kept.
    OpenQuote,    ///< A quotation mark never closed; the row is its first line only.
    Unreadable,   ///< Bytes that are not characters of the encoding.
    Binary,       ///< NUL or other bytes that are no text.
    NotARecord,   ///< JSON: something else where an object should be.
    BadSyntax,    ///< JSON.
    TooDeep,      ///< JSON.
    NoEnd,        ///< The file ends within it.
    NewColumn,    ///< JSON: `cells` holds the name of a member that no earlier object had.
    Damaged,      ///< vCard, iCalendar: lines that cannot be read.
    UnknownZone,  ///< iCalendar: a time in a zone that the file does not define.
    BadTime,      ///< iCalendar: a time or number that is none.
};

struct FileRow {
    std::int64_t line = 0;           ///< 1-based line where it starts.
    std::vector<std::string> cells;  ///< One per column, unless there is a problem.
    RowProblem problem = RowProblem::None;
    std::string excerpt;  ///< Beginning of the row as it stands in the file.
    std::size_t bytes = 0;
};

}  // namespace holdfast
