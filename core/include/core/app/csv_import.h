// CSV import: dialect and encoding detected, columns mapped, imported in slices, undone in one go.
//
// A row becomes one record. A column may also fill the record that it links to ("Account: Billing
// city"); such a record is made once per distinct name, so a file of orders becomes its accounts
// and contacts. A row whose external id is known already (here or earlier in the file) changes
// nothing and counts as known. A required field that the file lacks can be filled with the made-up
// column "Row number", which is offered as the last column and never chosen by itself.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/store.h"
#include "core/strings.h"

namespace holdfast {

/// Where the file's bytes come from. The host implements it (file picker, disk).
class ByteSource {
public:
    virtual ~ByteSource() = default;
    [[nodiscard]] virtual std::int64_t size() const = 0;
    /// Up to `count` bytes from `offset` appended to `out`. Blocks.
    [[nodiscard]] virtual Status read(std::int64_t offset, std::size_t count, std::string& out) = 0;
};

enum class TextEncoding : std::uint8_t { Utf8, Utf16Le, Utf16Be, Windows1252, ShiftJis };
/// The name people know it by: "UTF-8", "Shift_JIS", ...
[[nodiscard]] std::string_view name_of(TextEncoding encoding);

struct CsvDialect {
    char delimiter = ',';
    char quote = '"';
    TextEncoding encoding = TextEncoding::Utf8;
    bool has_header = true;
};

inline constexpr std::size_t kCsvPreviewRows = 20;
inline constexpr std::size_t kCsvColumnsMax = 512;
inline constexpr std::size_t kCsvRowBytesMax = 1 << 20;
inline constexpr std::int64_t kCsvFileBytesMax = std::int64_t{2} << 30;
inline constexpr std::size_t kCsvRefusalsKept = 1'000;
inline constexpr std::size_t kCsvRowsPerTransactionMax = 200;

/// A row that was not imported, and why in a sentence.
struct CsvRefusal {
    std::int64_t line = 0;  ///< 1-based line in the file where the row starts.
    std::string reason;
    std::string excerpt;  ///< At most 120 bytes of the row.
};

/// What a column may be mapped to. `field` is a field of the imported module, or one of the
/// numbers that targets() makes up for "full name" and for fields of linked modules.
struct ImportTarget {
    FieldId field = FieldId::None;
    std::string label;
};

enum class ImportPhase : std::uint8_t {
    Mapping,
    Running,
    Cancelled,
    Done,
    Undoing,
    Undone,
    Failed
};

/// The last import of this workspace, kept so that it can be undone after a restart.
struct ImportBatch {
    EntityId entity = EntityId::None;
    std::string file_name;
    std::int64_t started_ms = 0;
    RecordId first;             ///< Lowest id that it may have given.
    std::int64_t id_count = 0;  ///< How many ids it may have given, rounded up.
    bool undone = false;
};
/// Nothing when there was none.
[[nodiscard]] Result<std::optional<ImportBatch>> read_last_import(Store& store);

/// One import, from chosen file to undo. Slices keep frames short: call step() until it says done.
class CsvImport {
public:
    /// Reads the beginning, detects dialect and encoding, proposes a mapping by column names. A
    /// file that cannot be a table gives BadInput and `problem_key` (a Strings key) says why.
    [[nodiscard]] static Result<CsvImport> open(std::unique_ptr<ByteSource> source, Store& store,
                                                EntityId entity, const Strings& strings,
                                                std::string* problem_key);
    /// The last import again, in phase Done, after a restart: it can only be undone.
    [[nodiscard]] static CsvImport reopen(Store& store, const ImportBatch& batch,
                                          const Strings& strings);
    CsvImport(CsvImport&&) noexcept;
    CsvImport& operator=(CsvImport&&) noexcept;
    ~CsvImport();

    [[nodiscard]] const EntityDef& entity() const;
    [[nodiscard]] const CsvDialect& dialect() const;
    [[nodiscard]] const std::string& file_name() const;
    void set_file_name(std::string name);
    /// One per column of the file, and the made-up row number as the last one.
    [[nodiscard]] const std::vector<std::string>& column_names() const;
    /// The first rows, with the made-up column.
    [[nodiscard]] const std::vector<std::vector<std::string>>& preview() const;
    /// What columns may be mapped to, in the order of the forms; "leave out" is FieldId::None.
    [[nodiscard]] const std::vector<ImportTarget>& targets() const;
    [[nodiscard]] const std::vector<FieldId>& mapping() const;  ///< Per column; None = left out.
    /// Another column that was mapped to the same target is left out from then on, except for long
    /// texts, which take any number of columns, each as a line "name: value".
    void map_column(std::size_t column, FieldId target);
    /// Required fields nothing is mapped to; empty = can start.
    [[nodiscard]] std::vector<FieldId> missing_fields() const;

    void start();
    /// Imports or undoes for about `budget_ms` by the environment's clock, whole transactions only.
    void step(int budget_ms);
    void cancel();  ///< What is imported stays (and can be undone).
    void undo();    ///< Removes everything this import created, in slices, through step().

    [[nodiscard]] ImportPhase phase() const;
    [[nodiscard]] std::int64_t bytes_done() const;
    [[nodiscard]] std::int64_t bytes_total() const;
    [[nodiscard]] std::int64_t rows_imported() const;  ///< Rows taken: created and known ones.
    [[nodiscard]] std::int64_t rows_known() const;     ///< Of these: repeated a known record.
    [[nodiscard]] std::int64_t rows_refused() const;
    [[nodiscard]] std::int64_t records_created() const;             ///< Linked records included.
    [[nodiscard]] std::int64_t records_removed() const;             ///< By undo.
    [[nodiscard]] const std::vector<CsvRefusal>& refusals() const;  ///< The first kCsvRefusalsKept.
    [[nodiscard]] const Error* error() const;

private:
    struct Impl;
    explicit CsvImport(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Writes records as CSV (RFC 4180, UTF-8 with BOM, CRLF), a header with labels first. Cells that
/// a spreadsheet would run as a formula begin with an apostrophe.
struct CsvExport {
    EntityId entity = EntityId::None;
    std::vector<FieldId> fields;
    int zone_offset_minutes = 0;
};
[[nodiscard]] std::string export_header(const Registry& registry, const CsvExport& columns,
                                        const Strings& strings);
[[nodiscard]] Result<std::string> export_rows(Store& store, const CsvExport& columns,
                                              const std::vector<Record>& records,
                                              const Strings& strings);

}  // namespace holdfast
