#include "core/recycle_bin.h"

#include <algorithm>
#include <iterator>

#include "core/record_source.h"
#include "store/history_writer.h"
#include "store/kept_days.h"
#include "store/person_policy.h"
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

/// The link of what hangs on any record, as comments do; null when the module's records stand
/// alone.
const FieldDef* host_field(const EntityDef& entity) {
    const auto found =
        std::find_if(entity.fields.begin(), entity.fields.end(), [](const FieldDef& field) {
            return field.type == FieldType::LinkAny && field.need == Need::Required;
        });
    return found == entity.fields.end() ? nullptr : &*found;
}

/// The removed records of one module that the person may read: "?1" is its number, policies begin
/// at "?3".
struct VisibleBin {
    std::string from;
    std::vector<Value> parameters;

    void bind(Statement& statement) const {
        for (std::size_t index = 0; index < parameters.size(); ++index)
            statement.bind_view(static_cast<int>(index) + 2, parameters[index]);
    }
};

/// Modules whose records the removed ones hang on.
Result<std::vector<const EntityDef*>> find_hosts(Store::Impl& store, const EntityDef& entity,
                                                 const std::string& module_column) {
    Statement rows = TRY(store.db.prepare(
        "SELECT DISTINCT " + module_column + " FROM history_bin AS bin JOIN " + quoted(entity.key) +
        " ON " + quoted(entity.key) + ".id = bin.id WHERE bin.entity = ?1"));
    rows.bind(0, std::int64_t{raw(entity.id)});
    std::vector<const EntityDef*> hosts;
    while (TRY(rows.step()))
        if (const EntityDef* host = store.registry->find(rows.text(0))) hosts.push_back(host);
    return hosts;
}

/// What hangs on a record is seen by who may read that, though it be removed itself.
Status add_hosts(Store::Impl& store, const Policy& policy, const EntityDef& entity,
                 VisibleBin& bin) {
    const FieldDef* link = host_field(entity);
    const FieldDef* module = link ? entity.find_field(link->entity_field) : nullptr;
    if (!module || policy.is_unlimited()) return {};
    const std::string column = quoted(entity.key) + "." + quoted(module->key);
    bin.from += " AND (0";
    for (const EntityDef* host : TRY(find_hosts(store, entity, column))) {
        const int first = 3 + static_cast<int>(bin.parameters.size());
        SqlPredicate readable = policy.where(host->id, Action::Read, {"host", first + 1});
        bin.from += " OR (" + column + " = ?" + std::to_string(first) +
                    " AND EXISTS (SELECT 1 FROM " + quoted(host->key) +
                    " AS host WHERE host.id = " + quoted(entity.key) + "." + quoted(link->key) +
                    " AND " + readable.text + "))";
        bin.parameters.emplace_back(host->key);
        std::move(readable.parameters.begin(), readable.parameters.end(),
                  std::back_inserter(bin.parameters));
    }
    bin.from += ")";
    return {};
}

Result<VisibleBin> visible_bin(Store::Impl& store, const EntityDef& entity) {
    const std::string table = quoted(entity.key);
    VisibleBin bin{" FROM history_bin AS bin JOIN " + table + " ON " + table +
                       ".id = bin.id WHERE bin.entity = ?1",
                   {}};
    const Policy* policy = TRY(store.person.get(store));
    if (!policy) return bin;
    SqlPredicate visible = policy->where(entity.id, Action::Read, {"", 3});
    bin.from += " AND " + visible.text;
    bin.parameters = std::move(visible.parameters);
    TRY(add_hosts(store, *policy, entity, bin));
    return bin;
}

/// Modules with something in the bin, by number.
Result<std::vector<const EntityDef*>> entities_in_bin(Store& store, EntityId asked) {
    Statement rows = TRY(store.database().prepare(
        "SELECT DISTINCT entity FROM history_bin WHERE ?1 = 0 OR entity = ?1 ORDER BY entity"));
    rows.bind(0, std::int64_t{raw(asked)});
    std::vector<const EntityDef*> entities;
    while (TRY(rows.step()))
        if (const EntityDef* entity = store.registry().find(static_cast<EntityId>(rows.integer(0))))
            entities.push_back(entity);
    return entities;
}

Status read_module(Store& store, const EntityDef& entity, std::int64_t count_max,
                   std::vector<BinRecord>& records) {
    const std::int64_t kept = TRY(kept_ms(store));
    const VisibleBin bin = TRY(visible_bin(store.internals(), entity));
    Statement rows =
        TRY(store.database().prepare("SELECT bin.entity, bin.id, bin.deleted_ms, bin.user" +
                                     bin.from + " ORDER BY bin.deleted_ms DESC, bin.id LIMIT ?2"));
    rows.bind(0, std::int64_t{raw(entity.id)}).bind(1, count_max);
    bin.bind(rows);
    while (TRY(rows.step())) records.push_back(read_row(rows, kept));
    return {};
}

Status erase(Store::Impl& store, const EntityDef& entity, const RecordId& record) {
    Transaction transaction = TRY(Transaction::begin(store.db));
    TRY(erase_tree(store, entity, record));
    TRY(transaction.commit());
    store.person.note_change(entity);
    ++store.generation;
    return {};
}

/// Those that lay in the bin by `lived_ms` of the lived time.
Result<std::vector<BinRecord>> find_aged(Store& store, std::int64_t lived_ms,
                                         std::int64_t records_max) {
    Statement rows = TRY(store.database().prepare(
        "SELECT bin.entity, bin.id, bin.deleted_ms, bin.user FROM history_bin_age AS age"
        " JOIN history_bin AS bin ON bin.entity = age.entity AND bin.id = age.id"
        " AND bin.deleted_ms = age.deleted_ms"
        " WHERE age.lived_ms <= ?1 ORDER BY age.lived_ms LIMIT ?2"));
    rows.bind(0, lived_ms).bind(1, records_max);
    std::vector<BinRecord> aged;
    while (TRY(rows.step())) aged.push_back(read_row(rows, 0));
    return aged;
}

Result<bool> may_purge(Store::Impl& store, const Record& record) {
    const Policy* policy = TRY(store.person.get(store));
    if (!policy) return true;
    RecordSource source(store);
    return policy->can(Action::Delete, record, source);
}

}  // namespace

Result<std::vector<BinRecord>> read_bin(Store& store, const BinQuery& query) {
    std::vector<BinRecord> records;
    for (const EntityDef* entity : TRY(entities_in_bin(store, query.entity)))
        TRY(read_module(store, *entity, query.skip + query.count_max, records));
    std::stable_sort(
        records.begin(), records.end(),
        [](const BinRecord& one, const BinRecord& two) { return one.deleted_ms > two.deleted_ms; });
    const auto size = static_cast<std::int64_t>(records.size());
    const auto place = [&](std::int64_t at) {
        return records.begin() + static_cast<std::ptrdiff_t>(std::min(size, at));
    };
    records.erase(place(query.skip + query.count_max), records.end());
    records.erase(records.begin(), place(query.skip));
    return records;
}

Result<std::vector<BinCount>> count_bin(Store& store) {
    std::vector<BinCount> counts;
    for (const EntityDef* entity : TRY(entities_in_bin(store, EntityId::None))) {
        const VisibleBin bin = TRY(visible_bin(store.internals(), *entity));
        Statement rows = TRY(store.database().prepare("SELECT count(*)" + bin.from));
        rows.bind(0, std::int64_t{raw(entity->id)});
        bin.bind(rows);
        TRY(rows.step());
        if (rows.integer(0) > 0) counts.push_back({entity->id, rows.integer(0)});
    }
    return counts;
}

Status purge_record(Store& store, EntityId entity_id, const RecordId& id) {
    if (store.state().authority != Authority::Standalone)
        return fail(ErrorCode::Conflict, "bin.authority");
    const EntityDef* entity = store.registry().find(entity_id);
    if (!entity) return fail(ErrorCode::BadInput, "bin.entity");
    const std::optional<Record> record = TRY(store.read(entity_id, id));
    if (!record || record->life == Record::Life::Living)
        return fail(ErrorCode::NotFound, "bin.record");
    if (!TRY(may_purge(store.internals(), *record)))
        return fail(ErrorCode::Unauthorized, "bin.rights");
    return erase(store.internals(), *entity, id);
}

Result<std::int64_t> purge_aged(Store& store, std::int64_t records_max) {
    const std::int64_t lived_ms = TRY(note_lived_time(store));
    const std::int64_t kept = TRY(kept_ms(store));
    if (kept == 0 || store.state().authority != Authority::Standalone) return std::int64_t{0};
    std::int64_t count = 0;
    for (const BinRecord& record : TRY(find_aged(store, lived_ms - kept, records_max))) {
        const EntityDef* entity = store.registry().find(record.entity);
        // A newer program's module waits for that program.
        if (!entity) continue;
        TRY(erase(store.internals(), *entity, record.record));
        ++count;
    }
    return count;
}

}  // namespace holdfast
