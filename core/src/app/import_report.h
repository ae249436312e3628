// ImportReport: what came of each row, and the refused ones as a file. Private to core/src/app.
#pragma once

#include <string>
#include <vector>

#include "import_rows.h"

namespace holdfast {

class ImportReport {
public:
    enum class Detail : std::uint8_t {
        Problems,   ///< Refused and skipped rows.
        EveryFate,  ///< Of a dry run.
    };
    /// Begins anew.
    void begin(Detail detail);
    void add(const FileRow& row, const RowOutcome& outcome, const ImportPlan& plan);
    [[nodiscard]] const std::vector<ImportReportRow>& rows() const { return rows_; }
    /// See Import::refused_file().
    [[nodiscard]] std::string refused_file(const ImportPlan& plan) const;
    ImportCounts counts;

private:
    void add_to_file(const FileRow& row, const RowReason& reason, const ImportPlan& plan);

    Detail detail_ = Detail::Problems;
    std::vector<ImportReportRow> rows_;
    std::size_t others_ = 0;
    std::string refused_;
};

}  // namespace holdfast
