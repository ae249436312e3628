// CSV import: dialect and encoding detected, columns mapped, imported in slices, undone in one go.
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
struct CsvDialect {
    char delimiter = ',';
    char quote = '"';
    TextEncoding encoding = TextEncoding::Utf8;
    bool has_header = true;
};

inline constexpr std::size_t kCsvPreviewRows = 20;
inline constexpr std::size_t kCsvColumnsMax = 512;
inline constexpr std::size_t kCsvCellBytesMax = 1 << 20;
inline constexpr std::int64_t kCsvFileBytesMax = std::int64_t{2} << 30;
inline constexpr std::size_t kCsvRefusalsKept = 1'000;

/// A row that was not imported, and why in a sentence.
struct CsvRefusal {
    std::int64_t line = 0;  ///< 1-based line in the file where the row starts.
    std::string reason;
    std::string excerpt;  ///< At most 120 bytes of the row.
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

/// One import, from chosen file to undo. Slices keep frames short: call step() until it says done.
/// Rows of one linked entity are made once per distinct name (superstore: one account for all lines
/// of a customer), so a file with orders becomes accounts and contacts.
class CsvImport {
public:
    /// Reads the beginning, detects dialect and encoding, proposes a mapping by column names. A
    /// file that cannot be a table gives BadInput and `problem_key` (a Strings key) says why.
    [[nodiscard]] static Result<CsvImport> open(std::unique_ptr<ByteSource> source, Store& store,
                                                EntityId entity, const Strings& strings,
                                                std::string* problem_key);
    CsvImport(CsvImport&&) noexcept;
    CsvImport& operator=(CsvImport&&) noexcept;
    ~CsvImport();

    [[nodiscard]] const EntityDef& entity() const;
    [[nodiscard]] const CsvDialect& dialect() const;
    [[nodiscard]] const std::vector<std::string>& column_names() const;
    [[nodiscard]] const std::vector<std::vector<std::string>>& preview() const;
    [[nodiscard]] const std::vector<FieldId>& mapping() const;  ///< Per column; None = left out.
    void map_column(std::size_t column, FieldId field);
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
    [[nodiscard]] std::int64_t rows_imported() const;
    [[nodiscard]] std::int64_t rows_refused() const;
    [[nodiscard]] const std::vector<CsvRefusal>& refusals() const;  ///< The first kCsvRefusalsKept.
    [[nodiscard]] const Error* error() const;

private:
    struct Impl;
    explicit CsvImport(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
