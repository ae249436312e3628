// RowSource: the rows of a file of any known format, one after the other, in bounded memory.
// Private to core/src/app.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/app/import.h"
#include "csv_dialect.h"
#include "file_row.h"

namespace holdfast {

struct SourceColumn {
    std::string name;  ///< As people see it.
    /// What the file's format says that it is for; None: it is known by its name.
    FieldId proposed = FieldId::None;
};

/// What a file is, judged by its beginning.
struct FileShape {
    FileFormat format = FileFormat::Csv;
    CsvDialect dialect;
    std::size_t mark_bytes = 0;
    std::vector<SourceColumn> columns;
    std::string_view problem_key;  ///< Not empty: it cannot be imported into this module.
};

class RowSource {
public:
    virtual ~RowSource() = default;
    /// False at the end of the file. Fails only when the source does.
    [[nodiscard]] virtual Result<bool> next(FileRow& row) = 0;
    /// Bytes of the file behind the last row, roughly.
    [[nodiscard]] virtual std::int64_t bytes_done() const = 0;
};

/// By content alone: cards, calendars, JSON; anything else may be a table.
[[nodiscard]] FileFormat detect_format(std::string_view sample);

/// `sample`: the first kCsvSampleBytes of the file, or all of it.
[[nodiscard]] FileShape look_at_file(std::string_view sample, SampleEnd end,
                                     const EntityDef& entity, const Strings& strings);

/// A table in that dialect, whatever it looks like.
[[nodiscard]] FileShape look_at_table(std::string_view sample, SampleEnd end,
                                      const SaidDialect& said, const Strings& strings);

/// From the first row of content on. `source` and `entity` must outlive it.
[[nodiscard]] std::unique_ptr<RowSource> open_rows(ByteSource& source, const FileShape& shape,
                                                   const EntityDef& entity);

// ---- one of each kind, used by the above -------------------------------------------------------
[[nodiscard]] FileShape look_at_json(std::string_view sample, SampleEnd end);
[[nodiscard]] std::unique_ptr<RowSource> open_json_rows(ByteSource& source, const FileShape& shape);
[[nodiscard]] FileShape look_at_cards(const EntityDef& entity, const Strings& strings);
[[nodiscard]] std::unique_ptr<RowSource> open_card_rows(ByteSource& source);
[[nodiscard]] FileShape look_at_calendar(const EntityDef& entity, const Strings& strings);
[[nodiscard]] std::unique_ptr<RowSource> open_calendar_rows(ByteSource& source,
                                                            const EntityDef& entity);

}  // namespace holdfast
