#include "core/app/mass_edit.h"

#include <algorithm>

#include "core/app/undo.h"
#include "core/history.h"
#include "core/policy.h"
#include "core/record_source.h"

namespace holdfast {
namespace {

constexpr std::size_t kRecordsPerCommit = 200;
/// Of old and new texts: far from the limit of a transaction, and written within a frame or two.
constexpr std::size_t kBytesPerCommit = 256 * 1024;
constexpr char kReason[] = "mass_edit";

Status check(Store& store, const MassEditRequest& request) {
    const EntityDef* entity = store.registry().find(request.entity);
    if (entity == nullptr || request.values.empty())
        return fail(ErrorCode::BadInput, "mass_edit.request");
    if (!TRY(store.policy()).can(request.entity, Action::MassEdit))
        return fail(ErrorCode::Unauthorized, "mass_edit.rights");
    for (const Draft::FieldValue& value : request.values)
        if (entity->find_field(value.field) == nullptr)
            return fail(ErrorCode::BadInput, "mass_edit.field");
    return {};
}

}  // namespace

struct MassEdit::Impl {
    Impl(Store& opened, MassEditRequest wanted, std::vector<RecordId> chosen)
        : store(&opened), request(std::move(wanted)), records(std::move(chosen)) {}

    /// Those of the next records that are there and would change.
    Result<std::vector<RecordId>> next_batch() {
        std::vector<RecordId> batch;
        const EntityDef& entity = *store->registry().find(request.entity);
        const Policy policy = TRY(store->policy());
        RecordSource source(*store);
        std::size_t bytes = 0;
        while (seen < records.size() && batch.size() < kRecordsPerCommit &&
               bytes < kBytesPerCommit) {
            const RecordId& id = records[seen++];
            const std::optional<Record> record = TRY(store->read(request.entity, id));
            const bool changes =
                record && record->life == Record::Life::Living && would_change(entity, *record);
            if (!changes) continue;
            if (!TRY(policy.can(Action::MassEdit, *record, source))) {
                refuse(id, {{id, FieldId::None, IssueKind::NoRight, "edit"}});
                continue;
            }
            batch.push_back(id);
            bytes += bytes_of(entity, *record);
        }
        return batch;
    }

    /// Of the texts that are written and written over.
    std::size_t bytes_of(const EntityDef& entity, const Record& record) const {
        std::size_t bytes = 0;
        for (const Draft::FieldValue& value : request.values)
            bytes += text_or_empty(value.value).size() +
                     text_or_empty(record.values[entity.index_of(value.field)]).size();
        return bytes;
    }

    bool would_change(const EntityDef& entity, const Record& record) const {
        return std::any_of(request.values.begin(), request.values.end(),
                           [&](const Draft::FieldValue& value) {
                               return record.values[entity.index_of(value.field)] != value.value;
                           });
    }

    /// What a rule forbids for some, or is too much for one transaction, is tried in halves, down
    /// to the records that stay as they are.
    Status edit(const RecordId* first, std::size_t count) {
        if (count == 0) return {};
        Draft draft(kReason, store->state().checkpoint);
        for (std::size_t index = 0; index < count; ++index)
            draft.set(request.entity, first[index], request.values);
        const std::int64_t group_before = last_history_group(*store);
        Result<CommitOutcome> outcome = store->commit(draft);
        const bool too_big = !outcome && outcome.error().code == ErrorCode::LimitExceeded;
        if (!outcome && !too_big) return tl::unexpected<Error>(outcome.error());
        if (outcome && std::holds_alternative<Saved>(*outcome)) {
            note_saved(group_before, count);
            return {};
        }
        if (count == 1) {
            // What is written over counts too: only a shorter text fits beside it.
            const FieldIssue too_long{*first, request.values.front().field, IssueKind::TooLong, {}};
            refuse(*first, too_big ? std::vector{too_long}
                                   : std::move(std::get<NeedsWork>(*outcome).issues));
            return {};
        }
        TRY(edit(first, count / 2));
        return edit(first + count / 2, count - count / 2);
    }

    void note_saved(std::int64_t group_before, std::size_t count) {
        const std::int64_t group = last_history_group(*store);
        if (group == group_before) return;
        groups.push_back(group);
        edited += static_cast<std::int64_t>(count);
    }

    void refuse(const RecordId& record, std::vector<FieldIssue> issues) {
        ++refused;
        if (!issues.empty()) count_reason(issues.front());
        if (refusals.size() < kMassEditRefusalsKept)
            refusals.push_back({record, std::move(issues)});
    }

    void count_reason(const FieldIssue& issue) {
        const auto known =
            std::find_if(reasons.begin(), reasons.end(), [&](const MassEditReason& reason) {
                return reason.issue.kind == issue.kind && reason.issue.field == issue.field &&
                       reason.issue.detail == issue.detail;
            });
        if (known != reasons.end())
            ++known->count;
        else
            reasons.push_back({issue, 1});
    }

    Status step_running() {
        const std::vector<RecordId> batch = TRY(next_batch());
        TRY(edit(batch.data(), batch.size()));
        if (seen == records.size()) phase = MassEditPhase::Done;
        return {};
    }

    Status step_undoing() {
        if (groups.empty()) {
            phase = MassEditPhase::Undone;
            return {};
        }
        const std::optional<UndoStep> step = TRY(find_undo(*store, groups.back()));
        if (step) kept += static_cast<std::int64_t>(TRY(take_back_each(*store, *step)).size());
        groups.pop_back();
        return {};
    }

    Store* store;
    MassEditRequest request;
    std::vector<RecordId> records;
    MassEditPhase phase = MassEditPhase::Running;
    std::size_t seen = 0;
    std::int64_t edited = 0;
    std::int64_t refused = 0;
    std::int64_t kept = 0;
    std::vector<MassEditRefusal> refusals;
    std::vector<MassEditReason> reasons;
    std::vector<std::int64_t> groups;  ///< Of history: what was written.
    std::optional<Error> error;
};

MassEdit::MassEdit(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MassEdit::MassEdit(MassEdit&&) noexcept = default;
MassEdit& MassEdit::operator=(MassEdit&&) noexcept = default;
MassEdit::~MassEdit() = default;

Result<MassEdit> MassEdit::start(Store& store, MassEditRequest request,
                                 std::vector<RecordId> records) {
    TRY(check(store, request));
    if (records.size() > static_cast<std::size_t>(kMassEditRecordsMax))
        return fail(ErrorCode::LimitExceeded, "mass_edit.records");
    auto impl = std::make_unique<Impl>(store, std::move(request), std::move(records));
    if (impl->records.empty()) impl->phase = MassEditPhase::Done;
    return MassEdit(std::move(impl));
}

Result<MassEdit> MassEdit::start(Store& store, MassEditRequest request, const Query& query) {
    TRY(check(store, request));
    if (query.entity != request.entity) return fail(ErrorCode::BadInput, "mass_edit.query");
    const auto handles = TRY(find_rows(store, query, kMassEditRecordsMax + 1));
    if (handles.size() > static_cast<std::size_t>(kMassEditRecordsMax))
        return fail(ErrorCode::LimitExceeded, "mass_edit.records");
    std::vector<RecordId> records;
    records.reserve(handles.size());
    for (std::size_t from = 0; from < handles.size(); from += kRecordsPerCommit) {
        const std::size_t to = std::min(handles.size(), from + kRecordsPerCommit);
        const std::vector<RowHandle> page(handles.begin() + static_cast<std::ptrdiff_t>(from),
                                          handles.begin() + static_cast<std::ptrdiff_t>(to));
        for (const Record& record : TRY(read_rows(store, query.entity, page)))
            records.push_back(record.id);
    }
    return start(store, std::move(request), std::move(records));
}

void MassEdit::step(int budget_ms) {
    Environment& clock = impl_->store->environment();
    const std::int64_t until_ms = clock.now_ms() + budget_ms;
    do {
        Status done{};
        if (impl_->phase == MassEditPhase::Running)
            done = impl_->step_running();
        else if (impl_->phase == MassEditPhase::Undoing)
            done = impl_->step_undoing();
        else
            return;
        if (!done) {
            impl_->error = done.error();
            impl_->phase = MassEditPhase::Failed;
        }
    } while (clock.now_ms() < until_ms);
}

void MassEdit::cancel() {
    if (impl_->phase == MassEditPhase::Running) impl_->phase = MassEditPhase::Cancelled;
}

void MassEdit::undo() {
    const bool ended = impl_->phase == MassEditPhase::Done ||
                       impl_->phase == MassEditPhase::Cancelled ||
                       impl_->phase == MassEditPhase::Failed;
    if (!ended) return;
    impl_->error.reset();
    impl_->phase = MassEditPhase::Undoing;
}

MassEditPhase MassEdit::phase() const {
    return impl_->phase;
}
std::int64_t MassEdit::records_total() const {
    return static_cast<std::int64_t>(impl_->records.size());
}
std::int64_t MassEdit::records_seen() const {
    return static_cast<std::int64_t>(impl_->seen);
}
std::int64_t MassEdit::records_edited() const {
    return impl_->edited;
}
std::int64_t MassEdit::records_refused() const {
    return impl_->refused;
}
std::int64_t MassEdit::records_kept() const {
    return impl_->kept;
}
const std::vector<MassEditRefusal>& MassEdit::refusals() const {
    return impl_->refusals;
}
const std::vector<MassEditReason>& MassEdit::reasons() const {
    return impl_->reasons;
}
std::int64_t MassEdit::last_group() const {
    return impl_->groups.empty() ? 0 : impl_->groups.back();
}
const std::optional<Error>& MassEdit::error() const {
    return impl_->error;
}

}  // namespace holdfast
