#include "import_run.h"

#include <algorithm>

#include "store/check_draft.h"

namespace holdfast {
namespace {

constexpr std::size_t kRowsAtFirst = 25;
constexpr std::size_t kRowsMin = 8;
/// Well below kTransactionBytesMax: cells grow when they become operations.
constexpr std::size_t kSliceBytesMax = 256 * 1024;

/// One text for the values of `fields`; empty when one of them is missing.
std::string unique_key(const Operation& created, const std::vector<FieldId>& fields) {
    std::string key = std::to_string(raw(created.entity));
    for (const FieldId field : fields) {
        const auto found = std::find_if(created.edits.begin(), created.edits.end(),
                                        [&](const FieldEdit& edit) { return edit.field == field; });
        if (found == created.edits.end() || is_null(found->value)) return {};
        key += "\x1F" + std::to_string(raw(field)) + "\x1F" + to_json(found->value);
    }
    return key;
}

}  // namespace

ImportRun::ImportRun(Store& store, ImportPlan plan, std::unique_ptr<RowSource> rows, Kind kind)
    : store_(&store),
      kind_(kind),
      maker_(store, std::move(plan)),
      rows_(std::move(rows)),
      slice_rows_(kRowsAtFirst) {
    report_.begin(kind == Kind::Real ? ImportReport::Detail::Problems
                                     : ImportReport::Detail::EveryFate);
}

Result<std::vector<FileRow>> ImportRun::read_slice() {
    std::vector<FileRow> rows;
    rows.reserve(slice_rows_);
    std::size_t bytes = 0;
    FileRow row;
    while (rows.size() < slice_rows_ && bytes < kSliceBytesMax) {
        if (!TRY(rows_->next(row))) {
            at_end_ = true;
            break;
        }
        bytes += row.bytes;
        rows.push_back(std::move(row));
    }
    return rows;
}

/// Rows that are refused already stay out.
Result<RowSlice> ImportRun::make(const std::vector<FileRow>& rows, Outcomes& outcomes) {
    RowSlice slice = maker_.begin();
    for (std::size_t place = 0; place < rows.size(); ++place) {
        if (outcomes[place].fate == RowFate::Refused) continue;
        outcomes[place] = TRY(maker_.add(rows[place], place, slice));
    }
    return slice;
}

Result<std::vector<FieldIssue>> ImportRun::write(const RowSlice& slice) {
    CommitOutcome outcome = TRY(store_->commit(slice.draft));
    if (auto* needs = std::get_if<NeedsWork>(&outcome)) return std::move(needs->issues);
    return std::vector<FieldIssue>();
}

void ImportRun::find_repeated(const Operation& created, std::vector<FieldIssue>& issues,
                              std::unordered_set<std::string>& slice_keys) const {
    const EntityDef& entity = *store_->registry().find(created.entity);
    for (const std::vector<FieldId>& fields : entity.unique) {
        std::string key = unique_key(created, fields);
        if (key.empty()) continue;
        if (unique_keys_.contains(key))
            issues.push_back({created.record, fields.back(), IssueKind::NotUnique, {}});
        slice_keys.insert(std::move(key));
    }
}

/// What the store says to rows of this slice, and what rows before them would have done.
Result<std::vector<FieldIssue>> ImportRun::check(const RowSlice& slice) {
    std::vector<FieldIssue> issues = TRY(check_draft(*store_, slice.draft));
    std::unordered_set<std::string> slice_keys;
    for (const Operation& operation : slice.draft.operations()) {
        std::erase_if(issues, [&](const FieldIssue& issue) {
            if (issue.kind != IssueKind::UnknownLink || issue.record != operation.record)
                return false;
            const auto edit =
                std::find_if(operation.edits.begin(), operation.edits.end(),
                             [&](const FieldEdit& each) { return each.field == issue.field; });
            return edit != operation.edits.end() && maker_.has_given(link_or_none(edit->value));
        });
        if (operation.kind == OperationKind::Create) find_repeated(operation, issues, slice_keys);
    }
    if (issues.empty()) unique_keys_.merge(slice_keys);
    return issues;
}

/// Each mistake falls on the row that its record comes from; false when none does.
bool ImportRun::refuse_by(const std::vector<FieldIssue>& issues, const RowSlice& slice,
                          Outcomes& outcomes) const {
    bool any = false;
    for (const FieldIssue& issue : issues) {
        const auto row = slice.row.find(issue.record);
        if (row == slice.row.end()) continue;
        RowOutcome& outcome = outcomes[row->second];
        if (outcome.fate == RowFate::Refused) continue;
        outcome = {RowFate::Refused, maker_.reason_of(issue, slice)};
        any = true;
    }
    return any;
}

Status ImportRun::take(const std::vector<FileRow>& rows) {
    Outcomes outcomes(rows.size());
    for (;;) {
        RowSlice slice = TRY(make(rows, outcomes));
        Result<std::vector<FieldIssue>> judged{std::vector<FieldIssue>()};
        if (!slice.draft.empty()) judged = kind_ == Kind::Real ? write(slice) : check(slice);
        if (!judged && judged.error().code == ErrorCode::LimitExceeded) return take_halves(rows);
        const std::vector<FieldIssue> issues = TRY(std::move(judged));
        if (issues.empty()) {
            note(rows, outcomes, std::move(slice));
            return {};
        }
        if (!refuse_by(issues, slice, outcomes)) return take_one_by_one(rows, issues);
    }
}

/// What the rows write over counts too, and only the store knows how long that is.
Status ImportRun::take_halves(const std::vector<FileRow>& rows) {
    if (rows.size() == 1) {
        note(rows, {{RowFate::Refused, maker_.sentence("import.refusal.too_much")}},
             maker_.begin());
        return {};
    }
    const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2);
    TRY(take({rows.begin(), middle}));
    return take({middle, rows.end()});
}

/// Mistakes at records that no row of the slice names.
Status ImportRun::take_one_by_one(const std::vector<FileRow>& rows,
                                  const std::vector<FieldIssue>& issues) {
    if (rows.size() == 1) {
        note(rows, {{RowFate::Refused, maker_.reason_of(issues.front(), maker_.begin())}},
             maker_.begin());
        return {};
    }
    for (const FileRow& row : rows) TRY(take({row}));
    return {};
}

void ImportRun::note(const std::vector<FileRow>& rows, const Outcomes& outcomes, RowSlice slice) {
    for (std::size_t place = 0; place < rows.size(); ++place)
        report_.add(rows[place], outcomes[place], maker_.plan());
    report_.counts.records_created += slice.created;
    maker_.keep(std::move(slice),
                kind_ == Kind::Real ? RecordFinder::Kept::InTheStore : RecordFinder::Kept::InMind);
}

/// Aims at half of the budget, so that a slow commit still ends near it.
void ImportRun::adapt(std::int64_t elapsed_ms, int budget_ms) {
    const std::int64_t wanted_ms = std::max(budget_ms / 2, 1);
    const auto rows = static_cast<std::int64_t>(slice_rows_);
    const std::int64_t next = elapsed_ms > 0 ? rows * wanted_ms / elapsed_ms : rows * 2;
    slice_rows_ = static_cast<std::size_t>(
        std::clamp(next, static_cast<std::int64_t>(kRowsMin),
                   static_cast<std::int64_t>(kImportRowsPerTransactionMax)));
}

Result<bool> ImportRun::step(int budget_ms) {
    Environment& environment = store_->environment();
    const std::int64_t started = environment.now_ms();
    std::int64_t now = started;
    while (!at_end_ && now - started < budget_ms) {
        const std::vector<FileRow> rows = TRY(read_slice());
        TRY(take(rows));
        const std::int64_t behind = environment.now_ms();
        adapt(behind - now, budget_ms);
        now = behind;
    }
    return at_end_;
}

}  // namespace holdfast
