// Import: rows of any known file become records: looked at, tried out, run in slices, undone.
//
// The format is recognised by content. A row becomes one record, or changes the one that it is
// found to be. A column may also fill the record that it links to ("Account: Billing city"); such
// a record is found by id, number, title or another name of its own, and made once when there is
// none. A required field that the file lacks can be filled with the made-up column "Row number",
// which is offered as the last column and never chosen by itself, or with a constant: one value
// that every row gets, as if there were a column of it. Parts come as a list of objects in a cell.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/app/byte_source.h"
#include "core/app/exchange_context.h"
#include "core/app/form_view.h"
#include "core/store.h"

namespace holdfast {

struct CsvDialect {
    char delimiter = ',';
    char quote = '"';
    TextEncoding encoding = TextEncoding::Utf8;
    bool has_header = true;
    bool operator==(const CsvDialect&) const = default;
};
/// What may stand between cells.
inline constexpr char kCsvDelimiters[] = {',', ';', '\t', '|'};

inline constexpr std::size_t kImportPreviewRows = 20;
inline constexpr std::size_t kImportColumnsMax = 512;
inline constexpr std::size_t kImportConstantsMax = 50;
inline constexpr std::size_t kImportRowBytesMax = 1 << 20;
inline constexpr std::int64_t kImportFileBytesMax = std::int64_t{2} << 30;
/// Refused rows in report(); as many others besides.
inline constexpr std::size_t kImportReportRowsMax = 1'000;
inline constexpr std::size_t kImportRefusedBytesMax = 8 << 20;  ///< Of refused_file().
inline constexpr std::size_t kImportRowsPerTransactionMax = 200;

/// What a column may be mapped to. `field` is a field of the imported module, or one of the
/// numbers that targets() makes up for "record id", "full name", lists of parts and fields of
/// linked modules.
struct ImportTarget {
    FieldId field = FieldId::None;
    std::string label;
};
/// The made-up target of a column that holds record ids.
inline constexpr FieldId kRecordIdTarget{0xF001};

enum class ImportMode : std::uint8_t {
    CreateOnly,      ///< Rows that are found to be known records are skipped.
    UpdateOnly,      ///< Rows that are not found are skipped.
    CreateOrUpdate,  ///< Found ones are changed, others created.
};
/// What happens to a row with a link to a record that is not here.
enum class MissingLinks : std::uint8_t {
    Create,  ///< The record is made, where a title is enough for it; otherwise as Refuse.
    Refuse,
};
struct ImportOptions {
    ImportMode mode = ImportMode::CreateOnly;
    /// Mapped targets that all have to agree for a record to be the same; empty: none is.
    std::vector<FieldId> match{};
    MissingLinks missing_links = MissingLinks::Create;
    /// How a table writes numbers and dates; nothing: as its delimiter lets expect, then as the
    /// person does.
    std::optional<Language> values_language{};
    bool operator==(const ImportOptions&) const = default;
};

enum class ImportPhase : std::uint8_t {
    Mapping,
    Checking,  ///< The dry run is under way; nothing is written.
    Checked,   ///< The dry run is over; start() and revise() go on from here.
    Running,
    Cancelled,
    Done,
    Undoing,
    Undone,
    Failed
};

enum class RowFate : std::uint8_t { Created, Updated, Skipped, Refused };
/// What came of a row, or would come of it.
struct ImportReportRow {
    std::int64_t line = 0;  ///< 1-based line in the file where the row starts.
    RowFate fate = RowFate::Refused;
    std::string reason;   ///< A sentence; empty when there is nothing to say.
    std::string column;   ///< Name of the column that the reason is about, or empty.
    std::string excerpt;  ///< At most 120 bytes of the row.
};
/// Of rows, and of records.
struct ImportCounts {
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t skipped = 0;
    std::int64_t refused = 0;
    std::int64_t records_created = 0;   ///< Linked records included.
    std::int64_t records_removed = 0;   ///< By undo.
    std::int64_t records_restored = 0;  ///< To earlier values, by undo.
    /// By undo: those that somebody worked on since, or that others link to now. What was done
    /// there stays; other fields of a record that was there before come back.
    std::int64_t records_kept = 0;
};

/// The last import of this workspace, kept so that it can be undone after a restart.
struct ImportBatch {
    EntityId entity = EntityId::None;
    std::string file_name;
    std::int64_t started_ms = 0;
    RecordId first;                 ///< Lowest id that it may have given.
    std::int64_t id_count = 0;      ///< How many ids it may have given, rounded up.
    std::int64_t history_from = 0;  ///< Newest entry of history before it.
    bool undone = false;
};
/// Nothing when there was none.
[[nodiscard]] Result<std::optional<ImportBatch>> read_last_import(Store& store);

/// One import, from chosen file to undo. Slices keep frames short: call step() until it says done.
class Import {
public:
    /// Reads the beginning, detects format, dialect and encoding, proposes a mapping: the one last
    /// used for the same columns, else by column names. Under a preset its defaults are offered as
    /// constants; left as they are they go into new records alone. A file that cannot be taken
    /// gives BadInput and `problem_key` (a Strings key) says why.
    [[nodiscard]] static Result<Import> open(std::unique_ptr<ByteSource> source, Store& store,
                                             EntityId entity, const ExchangeContext& context,
                                             std::string* problem_key);
    /// The last import again, in phase Done, after a restart: it can only be undone.
    [[nodiscard]] static Import reopen(Store& store, const ImportBatch& batch,
                                       const ExchangeContext& context);
    Import(Import&&) noexcept;
    Import& operator=(Import&&) noexcept;
    ~Import();

    [[nodiscard]] const EntityDef& entity() const;
    [[nodiscard]] const PresetDef* preset() const;  ///< Null: under the module's own name.
    [[nodiscard]] FileFormat format() const;
    [[nodiscard]] const CsvDialect& dialect() const;  ///< Of CSV; `encoding` of all formats.
    /// Reads a table as the person says instead of as it was detected. What is mapped and chosen
    /// stays for columns of the same name, constants where no column fills them; the header is
    /// judged anew unless the person has said what it is. Fails with BadInput when it is no table
    /// then, or no import of a table before its start; `problem_key` (a Strings key) says why, and
    /// nothing changes. A file that cannot be read any more ends the import.
    [[nodiscard]] Status set_dialect(const CsvDialect& dialect, std::string* problem_key);
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

    /// Fields that no column fills and every row can get one value for: what constants can be of.
    [[nodiscard]] std::vector<ImportTarget> constant_fields() const;
    /// Editors of the constants, in the order in which they were added. What is empty fills
    /// nothing; a column that is mapped to the field later takes its place.
    [[nodiscard]] std::vector<FormField>& constants();
    void add_constant(FieldId field);  ///< At most kImportConstantsMax.
    void remove_constant(FieldId field);
    /// What the person typed or chose; for a Link also the key of an option.
    void set_constant(FieldId field, std::string text);
    /// Records whose title contains `text`, for a Link: at most 20.
    [[nodiscard]] std::vector<FormOption> find_constant_options(FieldId field,
                                                                std::string_view text);

    [[nodiscard]] const ImportOptions& options() const;
    /// Match targets that no column is mapped to are left out.
    void set_options(ImportOptions options);
    /// Mapped targets that records can be recognised by.
    [[nodiscard]] std::vector<ImportTarget> match_targets() const;
    /// Whether the mapping comes from an earlier import of the same columns.
    [[nodiscard]] bool is_remembered() const;
    /// Required fields that neither a column nor a constant fills; empty = can start. None for
    /// updates alone.
    [[nodiscard]] std::vector<FieldId> missing_fields() const;
    /// Updates need something to recognise records by.
    [[nodiscard]] bool needs_match() const;

    /// Stays in its phase when a constant cannot be read: the editor says why.
    void start();
    /// Goes through all rows and tells what start() would do to each, without writing anything.
    void start_dry_run();
    void revise();  ///< From Checked back to Mapping.
    /// Works for about `budget_ms` by the environment's clock, whole transactions only.
    void step(int budget_ms);
    void cancel();  ///< What is imported stays (and can be undone). A dry run is given up.
    /// Removes what this import created and takes back what it changed, record by record, except
    /// what somebody has worked on since, in slices, through step().
    void undo();

    [[nodiscard]] ImportPhase phase() const;
    [[nodiscard]] bool is_working() const;  ///< step() has something to do.
    [[nodiscard]] std::int64_t bytes_done() const;
    [[nodiscard]] std::int64_t bytes_total() const;
    [[nodiscard]] const ImportCounts& counts() const;
    /// Rows in the order of the file: refused and skipped ones; after a dry run all kinds.
    [[nodiscard]] const std::vector<ImportReportRow>& report() const;
    /// The refused rows as CSV with the file's columns, then column and reason: mended, it can be
    /// imported again. Rows beyond kImportRefusedBytesMax are not in it. Empty when there are none.
    [[nodiscard]] std::string refused_file() const;
    [[nodiscard]] const Error* error() const;

private:
    struct Impl;
    explicit Import(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
