#include "core/history.h"

#include <algorithm>
#include <map>

#include "core/record_source.h"
#include "store/hidden_fields.h"
#include "store/history_read.h"
#include "store/history_writer.h"
#include "store/person_policy.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

/// Leaves out what is hidden; false when nothing is left to see.
bool show(const EntityDef& entity, const Policy* policy, HistoryEntry& entry) {
    const bool had_changes = !entry.changes.empty();
    std::erase_if(entry.changes, [&](const HistoryChange& change) {
        return is_hidden(policy, entity, change.field);
    });
    const bool only_changes =
        entry.kind == HistoryKind::Changed || entry.kind == HistoryKind::Moved;
    return !only_changes || !had_changes || !entry.changes.empty();
}

/// Parts follow the record, unless a profile closes their module.
class PartsShown {
public:
    PartsShown(Store& store, const HistoryQuery& query, const Policy* policy)
        : store_(&store), query_(&query), policy_(policy) {}

    Result<bool> shows(const EntityDef& entity, const HistoryEntry& entry) {
        if (policy_ == nullptr || entry.record == query_->record) return true;
        if (!policy_->can(entity.id, Action::Read)) return false;
        const auto known = known_.find(entry.record);
        if (known != known_.end()) return known->second;
        Store::Impl& store = store_->internals();
        const auto row = TRY(store.table(entity).read(store.db, entry.record));
        RecordSource source(store);
        const bool readable = row && TRY(policy_->can(Action::Read, row->record, source));
        known_.emplace(entry.record, readable);
        return readable;
    }

private:
    Store* store_;
    const HistoryQuery* query_;
    const Policy* policy_;
    std::map<RecordId, bool> known_;
};

std::string condition_of(const Registry& registry, const EntityDef& entity, HistoryParts parts) {
    if (parts == HistoryParts::Without) return "each.id = ?1";
    std::string sql = "SELECT ?1";
    sql += select_parts(registry, entity, PartsLife::Any);
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
        if (is_hidden(policy, entity, field.id)) record.values[entity.index_of(field.id)] = {};
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
        kSelectHistory + ("WHERE " + condition_of(store.registry(), *entity, query.parts)) +
        " AND each.no < ?2 ORDER BY each.no DESC LIMIT ?3"));
    rows.bind(0, query.record).bind(1, query.before).bind(2, query.count_max);
    PartsShown parts(store, query, policy);
    std::int64_t read = 0;
    std::int64_t last = 0;
    while (TRY(rows.step())) {
        HistoryEntry entry = TRY(read_history_entry(rows));
        ++read;
        last = entry.key;
        const EntityDef* of = store.registry().find(entry.entity);
        if (of == nullptr || !TRY(parts.shows(*of, entry))) continue;
        if (show(*of, policy, entry)) page.entries.push_back(std::move(entry));
    }
    if (read == query.count_max) page.next_before = last;
    return page;
}

Result<std::vector<HistoryEntry>> read_history_group(Store& store, std::int64_t group) {
    Statement rows =
        TRY(store.database().prepare(std::string(kSelectHistory) +
                                     "WHERE each.no >= ?1 AND each.no < ?1 + ?2 ORDER BY each.no"));
    // A delta's group can be longer; nobody takes back what came by sync.
    rows.bind(0, group).bind(1, static_cast<std::int64_t>(kOperationsPerTransactionMax));
    std::vector<HistoryEntry> entries;
    while (TRY(rows.step())) {
        HistoryEntry entry = TRY(read_history_entry(rows));
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
