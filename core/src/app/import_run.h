// ImportRun: the rows of a file through the store, slice by slice, in earnest or on trial. Private
// to core/src/app.
#pragma once

#include <memory>
#include <unordered_set>

#include "import_report.h"
#include "import_rows.h"
#include "row_source.h"

namespace holdfast {

class ImportRun {
public:
    enum class Kind : std::uint8_t { Real, Trial };
    ImportRun(Store& store, ImportPlan plan, std::unique_ptr<RowSource> rows, Kind kind);
    ImportRun(const ImportRun&) = delete;
    ImportRun& operator=(const ImportRun&) = delete;

    /// Works for about `budget_ms`, whole transactions only; true when the file is at its end.
    [[nodiscard]] Result<bool> step(int budget_ms);
    [[nodiscard]] std::int64_t bytes_done() const { return rows_->bytes_done(); }
    [[nodiscard]] ImportReport& report() { return report_; }
    [[nodiscard]] const ImportPlan& plan() const { return maker_.plan(); }

private:
    using Outcomes = std::vector<RowOutcome>;
    [[nodiscard]] Result<std::vector<FileRow>> read_slice();
    [[nodiscard]] Status take(const std::vector<FileRow>& rows);
    [[nodiscard]] Status take_halves(const std::vector<FileRow>& rows);
    [[nodiscard]] Status take_one_by_one(const std::vector<FileRow>& rows,
                                         const std::vector<FieldIssue>& issues);
    [[nodiscard]] Result<RowSlice> make(const std::vector<FileRow>& rows, Outcomes& outcomes);
    [[nodiscard]] Result<std::vector<FieldIssue>> write(const RowSlice& slice);
    [[nodiscard]] Result<std::vector<FieldIssue>> check(const RowSlice& slice);
    [[nodiscard]] bool refuse_by(const std::vector<FieldIssue>& issues, const RowSlice& slice,
                                 Outcomes& outcomes) const;
    void note(const std::vector<FileRow>& rows, const Outcomes& outcomes, RowSlice slice);
    void find_repeated(const Operation& created, std::vector<FieldIssue>& issues,
                       std::unordered_set<std::string>& slice_keys) const;
    void adapt(std::int64_t elapsed_ms, int budget_ms);

    Store* store_;
    Kind kind_;
    RowMaker maker_;
    std::unique_ptr<RowSource> rows_;
    ImportReport report_;
    std::size_t slice_rows_;
    bool at_end_ = false;
    /// Of a trial: values that only one record may have, of rows that would have been created.
    std::unordered_set<std::string> unique_keys_;
};

}  // namespace holdfast
