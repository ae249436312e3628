#include "store/merge_links.h"

#include <algorithm>

#include "store/policy_modules.h"

namespace holdfast {
namespace {

bool leads_to(const FieldDef& field, EntityId target) {
    return field.type == FieldType::LinkAny ||
           (field.type == FieldType::Link && field.target == target);
}

bool is_link(const FieldDef& field) {
    return field.type == FieldType::Link || field.type == FieldType::LinkAny ||
           field.type == FieldType::Entity;
}

}  // namespace

std::vector<std::vector<FieldId>> unique_sets(const EntityDef& entity, const FieldDef& moved) {
    std::vector<std::vector<FieldId>> sets = entity.unique;
    if (entity.kind == EntityKind::Link) {
        std::vector<FieldId>& joined = sets.emplace_back();
        for (const FieldDef& field : entity.fields)
            if (is_link(field)) joined.push_back(field.id);
    }
    std::erase_if(sets, [&](const std::vector<FieldId>& fields) {
        return std::find(fields.begin(), fields.end(), moved.id) == fields.end();
    });
    for (std::vector<FieldId>& fields : sets) std::sort(fields.begin(), fields.end());
    std::sort(sets.begin(), sets.end());
    sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
    return sets;
}

// The indexes lack rows without a value: "IS ?" would read the whole table, "=" finds the row.
std::string twin_sql(const EntityDef& entity, const std::vector<FieldId>& fields,
                     const std::vector<Value>& values) {
    std::string sql = "SELECT 1 FROM " + quoted(entity.key) + " WHERE _deleted = 0 AND id <> ?1";
    int parameter = 1;
    for (std::size_t index = 0; index < fields.size(); ++index) {
        sql += " AND " + quoted(entity.find_field(fields[index])->key);
        sql += is_null(values[index]) ? " IS NULL" : " = ?" + std::to_string(++parameter);
    }
    return sql + " LIMIT 1";
}

Status MergeLinks::add_to(Draft& draft) {
    for (const EntityDef& entity : store_->registry->entities()) {
        // What was given to one record is not given to another by merging them.
        if (carries_rights(entity) || is_conflict(entity) || entity.id == scope_->log) continue;
        for (const FieldDef& field : entity.fields)
            if (leads_to(field, scope_->entity)) TRY(move_links(draft, entity, field));
    }
    return {};
}

Status MergeLinks::move_links(Draft& draft, const EntityDef& entity, const FieldDef& field) {
    for (std::size_t loser = 1; loser < scope_->records.size(); ++loser)
        for (Record& record : TRY(find_linking(entity, field, scope_->records[loser])))
            if (!removed_.contains({entity.id, record.id}))
                TRY(move(draft, entity, field, std::move(record)));
    return {};
}

Result<std::vector<Record>> MergeLinks::find_linking(const EntityDef& entity, const FieldDef& field,
                                                     const RecordId& target) {
    const std::string table = quoted(entity.key);
    std::string linked = table + "." + quoted(field.key) + " = ?1";
    if (field.type == FieldType::LinkAny)
        linked +=
            " AND " + table + "." + quoted(entity.find_field(field.entity_field)->key) + " = ?2";
    // The indexes have living records only; the bin is short.
    Statement rows = TRY(store_->db.prepare(
        "SELECT " + table + ".id FROM " + table + " WHERE _deleted = 0 AND " + linked +
        " UNION ALL SELECT bin.id FROM history_bin AS bin JOIN " + table + " ON " + table +
        ".id = bin.id WHERE bin.entity = ?3 AND _deleted <> 0 AND " + linked + " LIMIT ?4"));
    rows.bind(0, target);
    rows.bind(1, std::string_view(store_->registry->find(scope_->entity)->key));
    rows.bind(2, std::int64_t{raw(entity.id)});
    rows.bind(3, static_cast<std::int64_t>(kOperationsPerTransactionMax) + 1);
    std::vector<RecordId> ids;
    while (TRY(rows.step())) ids.push_back(rows.record_id(0));
    std::vector<Record> records;
    for (const RecordId& id : ids)
        if (auto row = TRY(store_->table(entity).read(store_->db, id)))
            records.push_back(std::move(row->record));
    return records;
}

Status MergeLinks::move(Draft& draft, const EntityDef& entity, const FieldDef& field,
                        Record record) {
    const bool among_merged = entity.id == scope_->entity && scope_->holds(record.id);
    const RecordId& winner = scope_->records.front();
    if (among_merged) {
        // A loser keeps what it had; the winner cannot be its own parent.
        if (record.id == winner) draft.set(entity.id, record.id, {{field.id, Value()}});
        return {};
    }
    record.values[entity.index_of(field.id)] = winner;
    const bool living = record.life == Record::Life::Living;
    const bool needless =
        living && entity.kind != EntityKind::Record &&
        (joins_merged(entity, field, record) || TRY(has_twin(entity, field, record)));
    if (needless) {
        removed_.insert({entity.id, record.id});
        draft.remove(entity.id, record.id);
        return {};
    }
    draft.set(entity.id, record.id, {{field.id, Value(winner)}});
    ++moved_;
    return {};
}

/// Whether it joined two of the merged records: it would join the winner with itself.
bool MergeLinks::joins_merged(const EntityDef& entity, const FieldDef& moved,
                              const Record& record) const {
    if (entity.kind != EntityKind::Link) return false;
    return std::any_of(entity.fields.begin(), entity.fields.end(), [&](const FieldDef& field) {
        return field.id != moved.id && leads_to(field, scope_->entity) &&
               scope_->holds(link_or_none(record.values[entity.index_of(field.id)]));
    });
}

Result<bool> MergeLinks::is_stored(const Taken& wanted, const RecordId& but) {
    const EntityDef& entity = *store_->registry->find(wanted.entity);
    Statement rows = TRY(store_->db.prepare(twin_sql(entity, wanted.fields, wanted.values)));
    rows.bind(0, but);
    int parameter = 0;
    for (const Value& value : wanted.values)
        if (!is_null(value)) rows.bind(++parameter, value);
    return rows.step();
}

Result<bool> MergeLinks::has_twin(const EntityDef& entity, const FieldDef& field,
                                  const Record& moved) {
    std::vector<Taken> wanted;
    for (const std::vector<FieldId>& fields : unique_sets(entity, field)) {
        Taken& each = wanted.emplace_back(Taken{entity.id, fields, {}});
        for (const FieldId id : fields) each.values.push_back(moved.values[entity.index_of(id)]);
        // Nothing is equal to nothing, except when it says what a record does not join.
        const bool joins = entity.kind == EntityKind::Link;
        if (!joins && std::any_of(each.values.begin(), each.values.end(), is_null))
            wanted.pop_back();
    }
    for (const Taken& each : wanted)
        if (taken_.contains(each) || TRY(is_stored(each, moved.id))) return true;
    taken_.insert(wanted.begin(), wanted.end());
    return false;
}

}  // namespace holdfast
