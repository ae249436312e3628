// What was done to records since: by a job, by others, and around them.
#include <algorithm>

#include "core/history.h"
#include "store/entity_table.h"
#include "store/history_read.h"
#include "store/history_writer.h"

namespace holdfast {
namespace {

/// Levels of parts below a record that are looked at with it.
constexpr int kPartLevelsMax = 4;

void add_parts(const Registry& registry, const EntityDef& entity, const std::string& parents,
               PartsLife life, int level, std::string& sql) {
    if (level == kPartLevelsMax) return;
    for (const EntityId child_id : entity.children) {
        const EntityDef& child = *registry.find(child_id);
        std::string ids = "SELECT id FROM " + quoted(child.key) + " WHERE " +
                          quoted(child.find_field(child.parent_field)->key) + " IN (" + parents +
                          ")";
        if (life == PartsLife::Living) ids += " AND _deleted = 0";
        sql += " UNION ALL " + ids;
        add_parts(registry, child, ids, life, level + 1, sql);
    }
}

/// Comments, tags and the like, and records that only join this one with another. What the engine
/// itself hangs on records is nobody's work.
bool hangs_on(const EntityDef& other, const FieldDef& field, const EntityDef& entity) {
    if (field.access == Access::ReadOnly || field.id == other.parent_field) return false;
    if (field.type == FieldType::LinkAny) return true;
    return other.kind == EntityKind::Link && field.type == FieldType::Link &&
           field.target == entity.id;
}

std::string select_hanging(const Registry& registry, const EntityDef& entity) {
    std::string sql;
    for (const EntityDef& other : registry.entities())
        for (const FieldDef& field : other.fields)
            if (hangs_on(other, field, entity))
                sql += " UNION ALL SELECT id FROM " + quoted(other.key) +
                       " WHERE _deleted = 0 AND " + quoted(field.key) + " = ?1";
    return sql;
}

bool is_written_by_people(const EntityDef& entity, const HistoryChange& change) {
    const FieldDef* field = entity.find_field(change.field);
    return field != nullptr && field->access == Access::Writable &&
           field->merge != MergeKind::Server;
}

bool is_work(const Registry& registry, const HistoryEntry& entry) {
    if (entry.kind == HistoryKind::Restored) return true;
    const EntityDef* entity = registry.find(entry.entity);
    return entity != nullptr && std::any_of(entry.changes.begin(), entry.changes.end(),
                                            [&](const HistoryChange& change) {
                                                return is_written_by_people(*entity, change);
                                            });
}

}  // namespace

Result<HistoryEntry> read_history_entry(const Statement& row) {
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

std::string select_parts(const Registry& registry, const EntityDef& entity, PartsLife life) {
    std::string sql;
    add_parts(registry, entity, "?1", life, 0, sql);
    return sql;
}

Result<std::int64_t> newest_history_key(Store& store) {
    Statement newest = TRY(store.database().prepare("SELECT max(no) FROM history_entry"));
    TRY(newest.step());
    return newest.integer(0);
}

Result<std::vector<HistoryEntry>> read_job_changes(Store& store, const HistoryJob& job,
                                                   std::int64_t from, std::int64_t before) {
    Statement rows = TRY(store.database().prepare(
        std::string(kSelectHistory) +
        "WHERE each.no >= ?1 AND each.no < ?2 AND each.no > ?3 AND each.changes IS NOT NULL"
        " AND each.source = ?4 AND head.reason = ?5 ORDER BY each.no DESC"));
    rows.bind(0, from).bind(1, before).bind(2, job.after);
    rows.bind(3, std::int64_t{raw(HistorySource::Here)}).bind(4, std::string_view(job.reason));
    std::vector<HistoryEntry> entries;
    while (TRY(rows.step())) entries.push_back(TRY(read_history_entry(rows)));
    return entries;
}

Result<bool> was_worked_on(Store& store, const HistoryJob& job, const RecordId& record) {
    Statement rows = TRY(store.database().prepare(
        std::string(kSelectHistory) + "WHERE each.id = ?1 AND each.no > ?2 AND head.reason <> ?3"));
    rows.bind(0, record).bind(1, job.after).bind(2, std::string_view(job.reason));
    while (TRY(rows.step()))
        if (is_work(store.registry(), TRY(read_history_entry(rows)))) return true;
    return false;
}

Result<bool> was_added_to(Store& store, EntityId entity_id, const RecordId& record,
                          std::int64_t key) {
    const EntityDef* entity = store.registry().find(entity_id);
    if (!entity) return fail(ErrorCode::BadInput, "history.entity");
    const std::string around = select_parts(store.registry(), *entity, PartsLife::Living) +
                               select_hanging(store.registry(), *entity);
    if (around.empty()) return false;
    // The list begins with nothing, so that the others can follow by UNION ALL.
    Statement found = TRY(
        store.database().prepare("SELECT 1 FROM history_entry WHERE no > ?2 AND kind IN (?3, ?4)"
                                 " AND id IN (SELECT NULL WHERE 0" +
                                 around + ") LIMIT 1"));
    found.bind(0, record).bind(1, key);
    found.bind(2, std::int64_t{raw(HistoryKind::Created)});
    found.bind(3, std::int64_t{raw(HistoryKind::Arrived)});
    return found.step();
}

}  // namespace holdfast
