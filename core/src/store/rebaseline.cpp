#include "store/rebaseline.h"

#include "core/transaction_codec.h"
#include "store/delta_apply.h"

namespace holdfast {
namespace {

constexpr TransactionNo kLastNo{static_cast<std::uint64_t>(INT64_MAX)};

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

Status clear(Store::Impl& store) {
    TRY(store.db.run("DELETE FROM sync_overlay"));
    for (const EntityDef& entity : store.registry->entities()) {
        TRY(store.db.run("DELETE FROM " + quoted(entity.key)));
        store.forget_search(entity);
    }
    return {};
}

/// Applies logged transactions to the rows once more. Their bases stay: they say what their authors
/// had seen, and that did not change.
class Replay {
public:
    Replay(Store::Impl& store, TransactionNo no) : store_(&store), no_(no) {}

    Status run(const Operation& operation) {
        const EntityDef* entity = store_->registry->find(operation.entity);
        if (!entity) return {};
        const EntityTable& table = store_->table(*entity);
        auto row = TRY(table.read(store_->db, operation.record));
        if (!row && operation.kind == OperationKind::Create) return create(table, operation);
        // Changes of a record the server does not have: the server will answer them.
        if (!row) return {};
        if (operation.kind == OperationKind::Remove || operation.kind == OperationKind::Restore)
            return change_life(table, *row, operation);
        std::vector<std::size_t> positions;
        for (const FieldEdit& edit : operation.edits) {
            if (!entity->find_field(edit.field)) continue;
            const std::size_t position = entity->index_of(edit.field);
            Value& shown = row->record.values[position];
            const ServerSeq seen =
                operation.kind == OperationKind::Create ? operation.base : edit.base;
            TRY(cover({entity->id, operation.record, edit.field}, shown, seen));
            shown = operation.kind == OperationKind::Increment
                        ? Value(integer_or(shown, 0) + integer_or(edit.value, 0))
                        : edit.value;
            positions.push_back(position);
        }
        return table.update(store_->db, *row, positions);
    }

private:
    Status create(const EntityTable& table, const Operation& operation) {
        Record record;
        record.entity = operation.entity;
        record.id = operation.record;
        record.values.resize(table.entity().fields.size());
        for (const FieldEdit& edit : operation.edits)
            if (table.entity().find_field(edit.field))
                record.values[table.entity().index_of(edit.field)] = edit.value;
        TRY(table.insert(store_->db, record));
        return cover({operation.entity, operation.record, kFieldExists}, Value(), operation.base);
    }

    Status change_life(const EntityTable& table, EntityTable::StoredRow& row,
                       const Operation& operation) {
        const Value shown = std::int64_t{row.record.life == Record::Life::Deleted};
        TRY(cover({operation.entity, operation.record, kFieldDeleted}, shown, operation.base));
        row.record.life =
            operation.kind == OperationKind::Remove ? Record::Life::Deleted : Record::Life::Living;
        return table.update(store_->db, row, {});
    }

    Status cover(const CellKey& key, const Value& shown, ServerSeq seen) {
        const std::optional<OverlayCell> existing = TRY(read_cell(store_->db, key));
        return write_cell(store_->db, key, overlay_local_edit(existing, shown, seen, no_));
    }

    Store::Impl* store_;
    TransactionNo no_;
};

}  // namespace

Status rebaseline(Store::Impl& store, const Delta& delta) {
    TRY(note_ended(store, delta.to));
    TRY(clear(store));
    TRY(requeue_decided(store.db, delta.decided_upto));
    TRY(fill_gaps(store, delta.decided_upto));
    for (const EntityRows& entity_rows : delta.rows) {
        const EntityDef* entity = store.registry->find(entity_rows.entity);
        if (!entity) continue;
        RowIntake intake(store, *entity);
        TRY(intake.take(entity_rows.rows));
    }
    DecisionIntake decisions(store, delta.decided_upto, delta.to);
    TRY(decisions.take(delta.refusals));
    const std::vector<TransactionRecord> undecided =
        TRY(read_pending(store.db, PendingState::Queued, delta.decided_upto, kLastNo));
    for (const TransactionRecord& transaction : undecided) {
        Replay replay(store, transaction.no);
        for (const Operation& operation : transaction.operations) TRY(replay.run(operation));
    }
    return {};
}

}  // namespace holdfast
