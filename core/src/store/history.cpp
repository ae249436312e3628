#include "core/history.h"

#include <algorithm>

#include "store/history_writer.h"
#include "store/person_policy.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

/// Time, person and reason stand in the first entry of a group.
constexpr char kSelect[] =
    "SELECT each.no, each.no - each.part, each.kind, each.source, each.entity, each.id,"
    " head.at_ms, head.user, head.reason, each.version, each.changes"
    " FROM history_entry AS each JOIN history_entry AS head ON head.no = each.no - each.part ";
/// Levels of parts below a record whose entries are read with its own.
constexpr int kPartLevelsMax = 4;

Result<HistoryEntry> read_entry(const Statement& row) {
    HistoryEntry entry;
    entry.key = row.integer(0);
    entry.group = row.integer(1);
    entry.kind = static_cast<HistoryKind>(row.integer(2));
    entry.source = static_cast<HistorySource>(row.integer(3));
    entry.entity = static_cast<EntityId>(row.integer(4));
    entry.record = row.record_id(5);
    entry.at_ms = row.integer(6);
    entry.user = row.text(7);
    entry.reason = row.text(8);
    entry.version = static_cast<ServerSeq>(row.integer(9));
    entry.changes = TRY(decode_changes(row.blob(10)));
    return entry;
}

bool is_hidden(const Policy* policy, EntityId entity, FieldId field) {
    return policy != nullptr && policy->field_access(entity, field) == FieldAccess::Hidden;
}

/// Leaves out what the policy hides; false when nothing is left to see.
bool show(const Policy* policy, HistoryEntry& entry) {
    const bool had_changes = !entry.changes.empty();
    std::erase_if(entry.changes, [&](const HistoryChange& change) {
        return is_hidden(policy, entry.entity, change.field);
    });
    const bool only_changes =
        entry.kind == HistoryKind::Changed || entry.kind == HistoryKind::Moved;
    return !only_changes || !had_changes || !entry.changes.empty();
}

/// The record and its parts: SQL that gives their ids, "?1" being the record's.
void add_parts(const Registry& registry, const EntityDef& entity, const std::string& parents,
               int level, std::string& sql) {
    if (level == kPartLevelsMax) return;
    for (const EntityId child_id : entity.children) {
        const EntityDef& child = *registry.find(child_id);
        const std::string ids = "SELECT id FROM " + quoted(child.key) + " WHERE " +
                                quoted(child.find_field(child.parent_field)->key) + " IN (" +
                                parents + ")";
        sql += " UNION ALL " + ids;
        add_parts(registry, child, ids, level + 1, sql);
    }
}

std::string condition_of(const Registry& registry, const EntityDef& entity, HistoryParts parts) {
    if (parts == HistoryParts::Without) return "each.id = ?1";
    std::string sql = "SELECT ?1";
    add_parts(registry, entity, "?1", 0, sql);
    return "each.id IN (" + sql + ")";
}

Result<std::int64_t> known_since(Store& store, const EntityDef& entity) {
    Database& db = store.database();
    const Value all = TRY(read_state_value(db, history_since_key(nullptr)));
    const Value rows = TRY(read_state_value(db, history_since_key(&entity)));
    return std::max(integer_or(all, 0), integer_or(rows, 0));
}

/// When the record was made, by its id (UUIDv7).
std::int64_t made_ms(const RecordId& id) {
    return static_cast<std::int64_t>(id.high >> 16);
}

void take_back(const EntityDef& entity, const HistoryEntry& entry, Record& record) {
    for (const HistoryChange& change : entry.changes)
        if (entity.find_field(change.field))
            record.values[entity.index_of(change.field)] = change.from;
    if (entry.kind == HistoryKind::Removed) record.life = Record::Life::Living;
    if (entry.kind == HistoryKind::Restored) record.life = Record::Life::Deleted;
}

void hide(const EntityDef& entity, const Policy* policy, Record& record) {
    for (const FieldDef& field : entity.fields)
        if (is_hidden(policy, entity.id, field.id)) record.values[entity.index_of(field.id)] = {};
}

/// Undoes what came later, as `query` asks for it. Nothing when the record did not exist then.
Result<std::optional<Record>> rewind(Store& store, HistoryQuery query, const RecordMoment& moment,
                                     Record record) {
    const EntityDef& entity = *store.registry().find(moment.entity);
    do {
        const HistoryPage page = TRY(read_history(store, query));
        for (const HistoryEntry& entry : page.entries) {
            if (entry.at_ms <= moment.at_ms) return std::optional<Record>(std::move(record));
            if (entry.kind == HistoryKind::Created) return std::optional<Record>{};
            if (entry.kind == HistoryKind::Arrived) {
                if (made_ms(record.id) > moment.at_ms) return std::optional<Record>{};
                return fail(ErrorCode::NotFound, "history.before");
            }
            take_back(entity, entry, record);
        }
        query.before = page.next_before;
    } while (query.before != 0);
    if (moment.at_ms >= TRY(known_since(store, entity)))
        return std::optional<Record>(std::move(record));
    if (made_ms(record.id) > moment.at_ms) return std::optional<Record>{};
    return fail(ErrorCode::NotFound, "history.before");
}

}  // namespace

Result<HistoryPage> read_history(Store& store, const HistoryQuery& query) {
    const EntityDef* entity = store.registry().find(query.entity);
    if (!entity) return fail(ErrorCode::BadInput, "history.entity");
    HistoryPage page;
    page.known_since_ms = TRY(known_since(store, *entity));
    if (!query.policy && !TRY(store.read(query.entity, query.record))) return page;
    const Policy* policy = TRY(policy_or_person(store.internals(), query.policy));
    Statement rows = TRY(store.database().prepare(
        kSelect + ("WHERE " + condition_of(store.registry(), *entity, query.parts)) +
        " AND each.no < ?2 ORDER BY each.no DESC LIMIT ?3"));
    rows.bind(0, query.record).bind(1, query.before).bind(2, query.count_max);
    std::int64_t read = 0;
    std::int64_t last = 0;
    while (TRY(rows.step())) {
        HistoryEntry entry = TRY(read_entry(rows));
        ++read;
        last = entry.key;
        if (show(policy, entry)) page.entries.push_back(std::move(entry));
    }
    if (read == query.count_max) page.next_before = last;
    return page;
}

Result<std::vector<HistoryEntry>> read_history_group(Store& store, std::int64_t group) {
    Statement rows = TRY(store.database().prepare(
        std::string(kSelect) + "WHERE each.no >= ?1 AND each.no < ?1 + ?2 ORDER BY each.no"));
    // A delta's group can be longer; nobody takes back what came by sync.
    rows.bind(0, group).bind(1, static_cast<std::int64_t>(kOperationsPerTransactionMax));
    std::vector<HistoryEntry> entries;
    while (TRY(rows.step())) {
        HistoryEntry entry = TRY(read_entry(rows));
        if (entry.group != group) break;
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::int64_t last_history_group(Store& store) {
    return store.internals().last_history_group;
}

Result<std::optional<Record>> read_as_of(Store& store, const RecordMoment& moment,
                                         const Policy* policy) {
    const EntityDef* entity = store.registry().find(moment.entity);
    if (!entity) return fail(ErrorCode::BadInput, "history.entity");
    auto record = TRY(store.read(moment.entity, moment.record));
    if (!record) return record;
    policy = TRY(policy_or_person(store.internals(), policy));
    HistoryQuery query{moment.entity, moment.record};
    query.policy = policy;
    record = TRY(rewind(store, query, moment, *std::move(record)));
    if (record) hide(*entity, policy, *record);
    return record;
}

}  // namespace holdfast
