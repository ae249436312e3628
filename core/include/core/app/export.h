// Export: records of any module as a file that other programs, and Import, read.
//
// Written piece by piece, so that the caller decides how much is in memory. What the policy hides
// is in no file: not the column, not the record, not the title of a linked record.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/app/byte_source.h"
#include "core/app/exchange_context.h"
#include "core/store.h"

namespace holdfast {

class Export {
public:
    /// Whether the module's records can be written so: cards need people, calendars a date.
    [[nodiscard]] static bool offers(const EntityDef& entity, FileFormat format);
    /// ".csv", ".json", ".vcf", ".ics"
    [[nodiscard]] static std::string_view extension_of(FileFormat format);

    /// `fields`: columns of CSV and members of JSON, in order; cards and calendars know their own.
    /// Fails with Unauthorized when the policy does not allow it, BadInput when the module does not
    /// offer the format or has no such field. The store must outlive it.
    [[nodiscard]] static Result<Export> open(Store& store, EntityId entity, FileFormat format,
                                             std::vector<FieldId> fields,
                                             const ExchangeContext& context);
    Export(Export&&) noexcept;
    Export& operator=(Export&&) noexcept;
    ~Export();

    [[nodiscard]] EntityId entity() const;
    /// The fields that are written: without hidden ones.
    [[nodiscard]] const std::vector<FieldId>& fields() const;
    /// CSV: UTF-8 with a mark, CRLF, a row of labels. Cells that a spreadsheet would run as a
    /// formula begin with an apostrophe.
    void begin(std::string& out);
    /// Appends the records, those left out that may not be exported; their number. Blocks on disk.
    [[nodiscard]] Result<std::int64_t> append(const std::vector<Record>& records, std::string& out);
    void end(std::string& out);

private:
    struct Impl;
    explicit Export(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
