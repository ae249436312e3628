#include "store/delta_apply.h"

#include <algorithm>

#include "store/carried.h"
#include "store/commit.h"
#include "store/number_report.h"
#include "store/rebaseline.h"
#include "store/retention.h"

namespace holdfast {
namespace {

bool fits(const StoreState& state, const Delta& delta) {
    if (state.authority != Authority::Enrolled) return false;
    if (delta.rebaseline) return true;
    return delta.from == state.checkpoint && delta.epoch == state.enrolment.epoch &&
           delta.to >= delta.from;
}

Status take_in(Store::Impl& store, const Delta& delta, HistoryWriter& history,
               std::int64_t decided_ms) {
    DecisionIntake decisions(store, delta, history, decided_ms);
    std::set<CellKey> counters;
    std::set<RecordKey> arrived;
    for (const EntityRows& entity_rows : delta.rows) {
        const EntityDef* entity = store.registry->find(entity_rows.entity);
        if (!entity) {
            TRY(carry_rows(store.db, entity_rows));
            continue;
        }
        RowIntake intake(store, *entity, history);
        const auto sorted = TRY(take_known(store.db, *entity, entity_rows));
        TRY(intake.take(sorted ? *sorted : entity_rows.rows));
        counters.insert(intake.counters().begin(), intake.counters().end());
        arrived.insert(intake.arrived().begin(), intake.arrived().end());
    }
    TRY(decisions.take(delta.refusals));
    TRY(replay_on({&store, &history}, delta.decided_upto, arrived));
    return decisions.add_up(std::move(counters));
}

/// A database that was copied or put back is behind its own numbers: the server knows later ones,
/// and would take new work under them for the old.
TransactionNo next_no_after(const StoreState& state, const Delta& delta) {
    return std::max(state.next_no, TransactionNo{raw(delta.decided_upto) + 1});
}

/// The number after what was queued along the way.
Result<TransactionNo> start_over(Store::Impl& store, const Delta& delta, HistoryWriter& history,
                                 std::int64_t decided_ms) {
    const TransactionNo next = next_no_after(store.state, delta);
    NumberReport report(store);
    const bool is_restored = delta.epoch != store.state.enrolment.epoch;
    if (is_restored) TRY(report.note_shown());
    TRY(rebaseline(store, delta, history, decided_ms));
    if (!is_restored) return next;
    return report.write(delta.epoch, next);
}

Status write_position(Store::Impl& store, const Delta& delta, TransactionNo next) {
    TRY(write_clock(store.db, next, store.state.hlc));
    TRY(write_state_value(store.db, "checkpoint", static_cast<std::int64_t>(raw(delta.to))));
    if (delta.mark != store.state.mark) TRY(write_state_value(store.db, "mark", delta.mark));
    if (delta.epoch != store.state.enrolment.epoch)
        TRY(write_state_value(store.db, "epoch", static_cast<std::int64_t>(delta.epoch)));
    return {};
}

Status note_rows_for_search(Store::Impl& store, const Delta& delta) {
    for (const EntityRows& entity_rows : delta.rows) {
        const EntityDef* entity = store.registry->find(entity_rows.entity);
        if (!entity || !store.has_search_index(entity->id)) continue;
        const EntityTable& table = store.table(*entity);
        for (const RowImage& row : entity_rows.rows)
            if (const auto stored = TRY(table.read(store.db, row.id)))
                store.note_for_search(*entity, stored->pk, stored->record.values);
    }
    return {};
}

}  // namespace

Status apply_delta(Store::Impl& store, const Delta& delta) {
    if (!fits(store.state, delta)) return fail(ErrorCode::Conflict, "apply.position");
    Transaction transaction = TRY(Transaction::begin(store.db));
    const std::int64_t age_clock_ms = TRY(advance_age_clock(store));
    HistoryWriter history(store, HistorySource::Sync, "sync");
    TransactionNo next = next_no_after(store.state, delta);
    if (delta.rebaseline)
        next = TRY(start_over(store, delta, history, age_clock_ms));
    else
        TRY(take_in(store, delta, history, age_clock_ms));
    TRY(history.flush());
    TRY(write_position(store, delta, next));
    TRY(forget_aged(store.db, age_clock_ms));
    TRY(note_rows_for_search(store, delta));
    TRY(transaction.commit());
    store.state.next_no = next;
    store.state.checkpoint = delta.to;
    store.state.mark = delta.mark;
    store.state.enrolment.epoch = delta.epoch;
    store.person.note_changes(*store.registry, delta);
    ++store.generation;
    return {};
}

}  // namespace holdfast
