#include "core/recycle_bin.h"

#include "store/history_writer.h"
#include "store/kept_days.h"
#include "store/store_impl.h"

namespace holdfast {
namespace {

/// What the bin lists: registered modules only, so that a newer program's records wait unseen.
BinRecord read_row(const Statement& row, std::int64_t kept_ms) {
    BinRecord record;
    record.entity = static_cast<EntityId>(row.integer(0));
    record.record = row.record_id(1);
    record.deleted_ms = row.integer(2);
    record.user = row.text(3);
    if (kept_ms > 0) record.purged_ms = record.deleted_ms + kept_ms;
    return record;
}

Result<std::vector<RecordId>> read_parts(Database& db, const EntityDef& child,
                                         const RecordId& parent) {
    Statement rows = TRY(db.prepare("SELECT id FROM " + quoted(child.key) + " WHERE " +
                                    quoted(child.find_field(child.parent_field)->key) + " = ?1"));
    rows.bind(0, parent);
    std::vector<RecordId> ids;
    while (TRY(rows.step())) ids.push_back(rows.record_id(0));
    return ids;
}

Status erase_history(Database& db, const EntityDef& entity, const RecordId& id) {
    Statement bin = TRY(db.prepare("DELETE FROM history_bin WHERE entity = ?1 AND id = ?2"));
    TRY(bin.bind(0, std::int64_t{raw(entity.id)}).bind(1, id).run());
    // The first entry of a group speaks for the others: it stays, without what it held.
    Statement empty =
        TRY(db.prepare("UPDATE history_entry SET changes = NULL WHERE id = ?1 AND entity = ?2"));
    return empty.bind(0, id).bind(1, std::int64_t{raw(entity.id)}).run();
}

Status erase_tree(Store::Impl& store, const EntityDef& entity, const RecordId& id) {
    for (const EntityId child_id : entity.children) {
        const EntityDef& child = *store.registry->find(child_id);
        for (const RecordId& part : TRY(read_parts(store.db, child, id)))
            TRY(erase_tree(store, child, part));
    }
    TRY(erase_history(store.db, entity, id));
    return store.table(entity).erase(store.db, id);
}

Result<std::int64_t> kept_ms(Store& store) {
    return TRY(read_kept_days(store, kBinDaysSetting, kBinDays)) * kDayMs;
}

Result<bool> lies_in_bin(Store& store, EntityId entity, const RecordId& id) {
    const std::optional<Record> record = TRY(store.read(entity, id));
    return record && record->life == Record::Life::Deleted;
}

}  // namespace

Result<std::vector<BinRecord>> read_bin(Store& store, const BinQuery& query) {
    const std::int64_t kept = TRY(kept_ms(store));
    Statement rows = TRY(store.database().prepare(
        "SELECT entity, id, deleted_ms, user FROM history_bin WHERE ?1 = 0 OR entity = ?1"
        " ORDER BY deleted_ms DESC, entity, id LIMIT ?2 OFFSET ?3"));
    rows.bind(0, std::int64_t{raw(query.entity)}).bind(1, query.count_max).bind(2, query.skip);
    std::vector<BinRecord> records;
    while (TRY(rows.step()))
        if (store.registry().find(static_cast<EntityId>(rows.integer(0))))
            records.push_back(read_row(rows, kept));
    return records;
}

Result<std::vector<BinCount>> count_bin(Store& store) {
    Statement rows = TRY(store.database().prepare(
        "SELECT entity, count(*) FROM history_bin GROUP BY entity ORDER BY entity"));
    std::vector<BinCount> counts;
    while (TRY(rows.step())) {
        const auto entity = static_cast<EntityId>(rows.integer(0));
        if (store.registry().find(entity)) counts.push_back({entity, rows.integer(1)});
    }
    return counts;
}

Status purge_record(Store& store, EntityId entity_id, const RecordId& record) {
    if (store.state().authority != Authority::Standalone)
        return fail(ErrorCode::Conflict, "bin.authority");
    const EntityDef* entity = store.registry().find(entity_id);
    if (!entity) return fail(ErrorCode::BadInput, "bin.entity");
    if (!TRY(lies_in_bin(store, entity_id, record))) return fail(ErrorCode::NotFound, "bin.record");
    Store::Impl& internals = store.internals();
    Transaction transaction = TRY(Transaction::begin(internals.db));
    TRY(erase_tree(internals, *entity, record));
    TRY(transaction.commit());
    ++internals.generation;
    return {};
}

Result<std::int64_t> purge_aged(Store& store, std::int64_t records_max) {
    const std::int64_t kept = TRY(kept_ms(store));
    if (kept == 0 || store.state().authority != Authority::Standalone) return std::int64_t{0};
    std::vector<BinRecord> aged;
    {
        Statement rows =
            TRY(store.database().prepare("SELECT entity, id, deleted_ms, user FROM history_bin"
                                         " WHERE deleted_ms <= ?1 ORDER BY deleted_ms LIMIT ?2"));
        rows.bind(0, store.environment().now_ms() - kept).bind(1, records_max);
        while (TRY(rows.step())) aged.push_back(read_row(rows, kept));
    }
    std::int64_t count = 0;
    for (const BinRecord& record : aged) {
        // A part may have gone with its parent a moment ago.
        const Status purged = purge_record(store, record.entity, record.record);
        if (!purged && purged.error().code == ErrorCode::BadInput) continue;
        if (!purged && purged.error().code != ErrorCode::NotFound)
            return tl::unexpected<Error>(purged.error());
        ++count;
    }
    return count;
}

}  // namespace holdfast
