// CsvDialect detection: separator and header, judged by the first rows. Private to core/src/app.
#pragma once

#include <string_view>
#include <vector>

#include "csv_rows.h"

namespace holdfast {

/// What the beginning of a file looks like. An empty `problem_key` means it can be a table.
struct CsvBeginning {
    CsvDialect dialect;
    std::size_t mark_bytes = 0;
    std::vector<FileRow> rows;  ///< The first ones, header included.
    std::string_view problem_key;
};
/// `sample`: the first kCsvSampleBytes of the file, or all of it.
inline constexpr std::size_t kCsvSampleBytes = kImportRowBytesMax + 4'096;
enum class SampleEnd : std::uint8_t { EndOfFile, MoreToCome };
[[nodiscard]] CsvBeginning look_at_beginning(std::string_view sample, SampleEnd end);
/// The same, written in that dialect whatever it looks like; only the header may still be judged.
enum class Header { AsSaid, Judged };
struct SaidDialect {
    CsvDialect dialect;
    Header header = Header::AsSaid;
};
[[nodiscard]] CsvBeginning look_at_beginning(std::string_view sample, SampleEnd end,
                                             const SaidDialect& said);

}  // namespace holdfast
