#include "store/replay.h"

#include "store/history_writer.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

constexpr TransactionNo kLastNo{static_cast<std::uint64_t>(INT64_MAX)};

/// One transaction. Its bases stay: they say what its author had seen, and that did not change.
class Replay {
public:
    Replay(const ReplayTarget& target, TransactionNo no)
        : store_(target.store), history_(target.history), no_(no) {}

    Status run(const Operation& operation) {
        if (operation.kind == OperationKind::ReportNumber) return {};
        const EntityDef* entity = store_->registry->find(operation.entity);
        if (!entity) return {};
        const EntityTable& table = store_->table(*entity);
        auto row = TRY(table.read(store_->db, operation.record));
        if (!row && operation.kind == OperationKind::Create) return create(table, operation);
        if (!row) return cover_missing(*entity, operation);
        if (operation.kind == OperationKind::Remove || operation.kind == OperationKind::Restore)
            return change_life(table, *row, operation);
        const Record before = row->record;
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
        history_->note_change(*entity, before, row->record);
        return table.update(store_->db, *row, positions);
    }

private:
    /// A restored server can lack what another device created, until that one sends it again.
    Status cover_missing(const EntityDef& entity, const Operation& operation) {
        if (operation.edits.empty())
            return cover({entity.id, operation.record, kFieldDeleted}, std::int64_t{0},
                         operation.base);
        for (const FieldEdit& edit : operation.edits)
            if (entity.find_field(edit.field))
                TRY(cover({entity.id, operation.record, edit.field}, Value(), edit.base));
        return {};
    }

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
        const Record before = row.record;
        row.record.life =
            operation.kind == OperationKind::Remove ? Record::Life::Deleted : Record::Life::Living;
        history_->note_change(table.entity(), before, row.record);
        return table.update(store_->db, row, {});
    }

    Status cover(const CellKey& key, const Value& shown, ServerSeq seen) {
        const std::optional<OverlayCell> existing = TRY(read_cell(store_->db, key));
        return write_cell(store_->db, key, overlay_local_edit(existing, shown, seen, no_));
    }

    Store::Impl* store_;
    HistoryWriter* history_;
    TransactionNo no_;
};

template <typename IsWanted>
Status replay(const ReplayTarget& target, TransactionNo decided_upto, const IsWanted& is_wanted) {
    const std::vector<TransactionRecord> undecided =
        TRY(read_pending(target.store->db, PendingState::Queued, decided_upto, kLastNo));
    for (const TransactionRecord& transaction : undecided) {
        Replay one(target, transaction.no);
        for (const Operation& operation : transaction.operations)
            if (is_wanted(operation)) TRY(one.run(operation));
    }
    return {};
}

}  // namespace

Status replay_all(const ReplayTarget& target, TransactionNo decided_upto) {
    return replay(target, decided_upto, [](const Operation&) { return true; });
}

Status replay_on(const ReplayTarget& target, TransactionNo decided_upto,
                 const std::set<RecordKey>& records) {
    if (records.empty()) return {};
    return replay(target, decided_upto, [&records](const Operation& operation) {
        return records.count({operation.entity, operation.record}) != 0;
    });
}

}  // namespace holdfast
