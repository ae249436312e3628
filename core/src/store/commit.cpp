#include "store/commit.h"

#include "core/transaction_codec.h"
#include "store/draft_plan.h"
#include "store/first_user.h"
#include "store/history_writer.h"
#include "store/leased_numbers.h"
#include "store/overlay_writer.h"
#include "store/policy_modules.h"
#include "store/write_guard.h"

namespace holdfast {
namespace {

constexpr std::size_t kReasonBytesMax = 64;

Status write_row(Store::Impl& store, PlannedRow& planned, WriteGuard& guard) {
    const EntityTable& table = store.table(*planned.entity);
    if (planned.origin == PlannedRow::Origin::Created) {
        planned.row.pk = TRY(table.insert(store.db, planned.row.record));
        guard.cover(planned.entity->key, planned.row.pk);
        return {};
    }
    guard.cover(planned.entity->key, planned.row.pk);
    return table.update(store.db, planned.row, planned.changed_positions());
}

Status write_rows(Store::Impl& store, DraftPlan& plan) {
    WriteGuard guard(store.db);
    for (PlannedRow& planned : plan.rows())
        if (planned.is_changed()) TRY(write_row(store, planned, guard));
    guard.check();
    for (const auto& [counter, next] : plan.next_numbers())
        TRY(write_state_value(store.db, counter, next));
    for (const auto& [planned, number] : plan.leased_numbers())
        TRY(LeasedNumbers(store).write_taken({planned->entity, planned->row.record.id, number}));
    return {};
}

Result<std::int64_t> write_history(Store::Impl& store, DraftPlan& plan, const std::string& reason) {
    HistoryWriter history(store, HistorySource::Here, reason);
    for (const PlannedRow& planned : plan.rows()) {
        // Undo would take it back, and may not.
        if (planned.is_message) continue;
        if (planned.origin == PlannedRow::Origin::Created)
            history.note_new(*planned.entity, planned.row.record);
        else
            history.note_change(*planned.entity, planned.stored, planned.row.record);
    }
    return history.flush();
}

Result<TransactionNo> log_plan(Store::Impl& store, DraftPlan& plan, const std::string& reason,
                               Hlc hlc) {
    if (store.state.authority == Authority::Standalone) return TransactionNo::None;
    TransactionRecord transaction;
    transaction.no = store.state.next_no;
    transaction.id = make_record_id(*store.environment);
    transaction.hlc = hlc;
    transaction.schema_version = store.registry->version();
    transaction.reason = reason;
    transaction.operations = std::move(plan.operations());
    const auto find_shown = [&](EntityId entity, const RecordId& id) -> const Record* {
        const PlannedRow* planned = plan.find(entity, id);
        return planned->origin == PlannedRow::Origin::Created ? nullptr : &planned->stored;
    };
    TRY(log_transaction(store, transaction, find_shown));
    TRY(write_clock(store.db, TransactionNo{raw(transaction.no) + 1}, transaction.hlc));
    return transaction.no;
}

/// `last`: the last transaction that was logged.
void note_commit(Store::Impl& store, DraftPlan& plan, TransactionNo last, Hlc hlc) {
    if (last != TransactionNo::None) {
        store.state.next_no = TransactionNo{raw(last) + 1};
        store.state.hlc = hlc;
    }
    for (const PlannedRow& planned : plan.rows())
        if (planned.is_changed()) {
            store.person.note_change(*planned.entity);
            store.note_for_search(*planned.entity, planned.row.pk, planned.row.record.values);
        }
    ++store.generation;
}

/// Nobody saws off the branch he sits on: who may do everything does not take that away from
/// himself, or there might be nobody left to give it back.
Result<std::optional<FieldIssue>> find_lost_right(Store::Impl& store, DraftPlan& plan) {
    for (const PlannedRow& planned : plan.rows()) {
        if (!planned.is_changed() || !carries_rights(*planned.entity)) continue;
        if (!TRY(store.person.would_lose_all(store))) break;
        return std::optional<FieldIssue>(
            {planned.row.record.id, FieldId::None, IssueKind::NoRight, "own"});
    }
    return std::optional<FieldIssue>();
}

}  // namespace

Status log_transaction(Store::Impl& store, TransactionRecord& transaction,
                       const FindShown& find_shown) {
    OverlayWriter overlay(store.db, *store.registry, store.ended_cells, transaction.no);
    for (Operation& operation : transaction.operations) {
        if (const EntityDef* entity = store.registry->find(operation.entity))
            TRY(overlay.stamp(*entity, operation, find_shown(operation.entity, operation.record)));
        else
            TRY(overlay.stamp_unknown(operation));
    }
    transaction.depends_on = overlay.depends_on();
    const std::vector<std::uint8_t> bytes = encode_transaction(transaction);
    if (bytes.size() > kTransactionBytesMax) return fail(ErrorCode::LimitExceeded, "commit.bytes");
    return append_pending(store.db, transaction, bytes, store.environment->now_ms());
}

Status check_length(Store::Impl& store, DraftPlan& plan, const std::string& reason) {
    // As a commit does it, because only stamped operations are as long as they will be.
    const Transaction taken_back = TRY(Transaction::begin(store.db));
    TRY(log_plan(store, plan, reason, next_hlc(store.state.hlc, store.environment->now_ms())));
    return {};
}

namespace {

enum class News : std::uint8_t { Told, Left };

Result<CommitOutcome> commit_once(Store::Impl& store, const Draft& given, const CommitScope& scope,
                                  News news) {
    Transaction transaction = TRY(Transaction::begin(store.db));
    const std::optional<FirstUser> first = TRY(find_first_user(store, given));
    const Draft& draft = first ? first->draft : given;
    DraftPlan plan(store, draft, scope);
    if (news == News::Left) plan.leave_news();
    TRY(plan.make());
    if (!plan.issues().empty()) return CommitOutcome(NeedsWork{std::move(plan.issues())});
    if (plan.operations().empty()) return CommitOutcome(Saved{});

    TRY(write_rows(store, plan));
    if (std::optional<FieldIssue> lost = TRY(find_lost_right(store, plan)))
        return CommitOutcome(NeedsWork{{*std::move(lost)}});
    const std::int64_t history = TRY(write_history(store, plan, draft.reason()));
    const Hlc hlc = next_hlc(store.state.hlc, store.environment->now_ms());
    const TransactionNo no = TRY(log_plan(store, plan, draft.reason(), hlc));
    const TransactionNo last = TRY(LeasedNumbers(store).ask_where_low(plan.rows(), no, hlc));
    if (last != no) TRY(write_clock(store.db, TransactionNo{raw(last) + 1}, hlc));
    if (draft.replaced() != TransactionNo::None) TRY(forget_refused(store.db, draft.replaced()));
    if (first && store.state.authority == Authority::Standalone)
        TRY(write_device_setting(store.db, kPersonSetting, to_text(first->author)));
    TRY(transaction.commit());
    store.last_history_group = history;
    note_commit(store, plan, last, hlc);
    return CommitOutcome(Saved{no});
}

}  // namespace

Result<CommitOutcome> commit_draft(Store::Impl& store, const Draft& given,
                                   const CommitScope& scope) {
    HOLDFAST_ASSERT(given.reason().size() <= kReasonBytesMax);
    auto outcome = commit_once(store, given, scope, News::Told);
    // Work that is almost too long is saved all the same; then its followers are not told.
    if (!outcome && outcome.error().code == ErrorCode::LimitExceeded)
        return commit_once(store, given, scope, News::Left);
    return outcome;
}

}  // namespace holdfast
