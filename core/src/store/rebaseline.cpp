#include "store/rebaseline.h"

#include <algorithm>
#include <optional>

#include "core/transaction_codec.h"
#include "store/carried.h"
#include "store/delta_apply.h"
#include "store/replay.h"

namespace holdfast {
namespace {

/// The server counts a device's transactions without gaps. Where the content is gone (decided long
/// ago, or discarded) an empty transaction takes the number.
Status fill_gaps(Store::Impl& store, TransactionNo decided_upto) {
    for (std::uint64_t no = raw(decided_upto) + 1; no < raw(store.state.next_no); ++no) {
        Statement present = TRY(store.db.prepare("SELECT 1 FROM sync_pending WHERE no = ?1"));
        present.bind(0, static_cast<std::int64_t>(no));
        if (TRY(present.step())) continue;
        TransactionRecord empty;
        empty.no = TransactionNo{no};
        empty.id = make_record_id(*store.environment);
        empty.hlc = store.state.hlc;
        empty.schema_version = store.registry->version();
        empty.reason = "gap";
        TRY(append_pending(store.db, empty, encode_transaction(empty),
                           store.environment->now_ms()));
    }
    return {};
}

/// Forms stay open over a new start; what they covered must stay known.
Status note_ended(Store::Impl& store, ServerSeq at) {
    Statement cells = TRY(store.db.prepare("SELECT entity, id, field, base FROM sync_overlay"));
    while (TRY(cells.step())) {
        const CellKey key{static_cast<EntityId>(cells.integer(0)), cells.record_id(1),
                          static_cast<FieldId>(cells.integer(2))};
        store.ended_cells.add(key, {static_cast<ServerSeq>(cells.integer(3)), at});
    }
    return {};
}

std::vector<RecordId> sorted_ids(const Delta& delta, const EntityDef& entity) {
    std::vector<RecordId> ids;
    for (const EntityRows& entity_rows : delta.rows)
        if (entity_rows.entity == entity.id)
            for (const RowImage& row : entity_rows.rows) ids.push_back(row.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

/// Rows that the delta does not have. The others stay until they are written over, so that history
/// sees what became of them.
Result<std::vector<RecordId>> find_dropped(Store::Impl& store, const EntityDef& entity,
                                           const Delta& delta) {
    std::vector<RecordId> dropped;
    Statement rows = TRY(store.db.prepare("SELECT id FROM " + quoted(entity.key)));
    std::optional<std::vector<RecordId>> kept;
    while (TRY(rows.step())) {
        if (!kept) kept = sorted_ids(delta, entity);
        const RecordId id = rows.record_id(0);
        if (!std::binary_search(kept->begin(), kept->end(), id)) dropped.push_back(id);
    }
    return dropped;
}

Status clear(Store::Impl& store, const Delta& delta, HistoryWriter& history) {
    TRY(store.db.run("DELETE FROM sync_overlay"));
    TRY(forget_carried(store.db, *store.registry));
    for (const EntityDef& entity : store.registry->entities()) {
        for (const RecordId& id : TRY(find_dropped(store, entity, delta))) {
            TRY(history.note_gone(entity, id));
            TRY(store.table(entity).erase(store.db, id));
        }
        store.forget_search(entity);
    }
    return {};
}

}  // namespace

Status rebaseline(Store::Impl& store, const Delta& delta, HistoryWriter& history,
                  std::int64_t decided_ms) {
    TRY(note_ended(store, delta.to));
    TRY(clear(store, delta, history));
    TRY(requeue_acknowledged(store.db, delta.decided_upto));
    TRY(fill_gaps(store, delta.decided_upto));
    for (const EntityRows& entity_rows : delta.rows) {
        const EntityDef* entity = store.registry->find(entity_rows.entity);
        if (!entity) {
            TRY(carry_rows(store.db, entity_rows));
            continue;
        }
        RowIntake intake(store, *entity, history);
        const auto sorted = TRY(take_known(store.db, *entity, entity_rows));
        TRY(intake.take(sorted ? *sorted : entity_rows.rows));
    }
    DecisionIntake decisions(store, delta, history, decided_ms);
    TRY(decisions.take(delta.refusals));
    return replay_all({&store, &history}, delta.decided_upto);
}

}  // namespace holdfast
