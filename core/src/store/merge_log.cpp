#include "store/merge_log.h"

#include <algorithm>

#include "core/history.h"

namespace holdfast {
namespace {

constexpr std::string_view kPurpose = "duplicate-merge";
/// A merges into B, B into C: so far a link is followed.
constexpr int kMergesFollowedMax = 32;

/// The group of history in which an own commit made the log record.
Result<std::int64_t> read_group(Database& db, const RecordId& log) {
    Statement row =
        TRY(db.prepare("SELECT no - part FROM history_entry WHERE id = ?1 AND kind = ?2"
                       " AND source = ?3"));
    row.bind(0, log).bind(1, std::int64_t{raw(HistoryKind::Created)});
    row.bind(2, std::int64_t{raw(HistorySource::Here)});
    if (!TRY(row.step())) return std::int64_t{0};
    return row.integer(0);
}

MergeMark mark_of(const MergeLogDef& log, const EntityDef& entity, const Record& record) {
    const auto value = [&](const FieldDef* field) {
        return record.values[log.entity->index_of(field->id)];
    };
    MergeMark mark;
    mark.log = record.id;
    mark.entity = entity.id;
    mark.winner = link_or_none(value(log.winner));
    mark.loser = link_or_none(value(log.loser));
    mark.at_ms = integer_or(value(log.at), 0);
    mark.undo_until_ms = integer_or(value(log.undo_until), 0);
    mark.undone_ms = integer_or(value(log.undone), 0);
    return mark;
}

/// The record that it was merged into last, if that stands.
Result<RecordId> winner_over(Store::Impl& store, const MergeLogDef& log, const EntityDef& entity,
                             const RecordId& loser) {
    for (const MergeMark& mark : TRY(read_marks(store, *log.loser, entity, loser)))
        if (mark.undone_ms == 0) return mark.winner;
    return RecordId{};
}

Result<bool> lives(Store::Impl& store, const EntityDef& entity, const RecordId& id) {
    const auto row = TRY(store.table(entity).read(store.db, id));
    return row && row->record.life == Record::Life::Living;
}

}  // namespace

bool MergeScope::holds(const RecordId& id) const {
    return std::find(records.begin(), records.end(), id) != records.end();
}

MergeLogDef find_merge_log(const Registry& registry) {
    for (const EntityDef& entity : registry.entities()) {
        if (entity.kind != EntityKind::Log) continue;
        const auto& purposes = entity.purposes;
        if (std::find(purposes.begin(), purposes.end(), kPurpose) == purposes.end()) continue;
        const auto field = [&](std::string_view key) { return entity.find_field(key); };
        return {&entity,
                field("record"),
                field("record_entity"),
                field("loser"),
                field("losers"),
                field("loser_count"),
                field("field_choices"),
                field("at"),
                field("undo_until"),
                field("undone_at")};
    }
    return {};
}

Result<std::vector<MergeMark>> read_marks(Store::Impl& store, const FieldDef& field,
                                          const EntityDef& entity, const RecordId& id) {
    const MergeLogDef log = find_merge_log(*store.registry);
    const EntityTable& table = store.table(*log.entity);
    std::vector<MergeMark> marks;
    {
        Statement rows =
            TRY(store.db.prepare("SELECT " + table.columns() + " FROM " + quoted(log.entity->key) +
                                 " WHERE _deleted = 0 AND " + quoted(field.key) + " = ?1 AND " +
                                 quoted(log.winner_entity->key) + " = ?2 ORDER BY " +
                                 quoted(log.at->key) + " DESC, id DESC"));
        rows.bind(0, id).bind(1, std::string_view(entity.key));
        while (TRY(rows.step())) marks.push_back(mark_of(log, entity, table.read_row(rows).record));
    }
    for (MergeMark& mark : marks) mark.group = TRY(read_group(store.db, mark.log));
    return marks;
}

Result<std::vector<MergeMark>> read_marks_of(Store& store, std::int64_t group) {
    const MergeLogDef log = find_merge_log(store.registry());
    std::vector<MergeMark> marks;
    if (!log.entity || group == 0) return marks;
    for (const HistoryEntry& entry : TRY(read_history_group(store, group))) {
        const bool made = entry.kind == HistoryKind::Created && entry.entity == log.entity->id &&
                          entry.source == HistorySource::Here;
        if (!made) continue;
        const auto row =
            TRY(store.internals().table(*log.entity).read(store.database(), entry.record));
        if (!row || row->record.life != Record::Life::Living) continue;
        const EntityDef* entity = store.registry().find(
            text_or_empty(row->record.values[log.entity->index_of(log.winner_entity->id)]));
        if (!entity) continue;
        MergeMark mark = mark_of(log, *entity, row->record);
        mark.group = group;
        if (mark.undone_ms == 0) marks.push_back(std::move(mark));
    }
    return marks;
}

Result<std::vector<MergeMark>> find_merges(Store& store, EntityId entity, const RecordId& winner) {
    const EntityDef* definition = store.registry().find(entity);
    if (!definition) return fail(ErrorCode::BadInput, "merge.entity");
    const MergeLogDef log = find_merge_log(store.registry());
    if (!log.entity || !TRY(store.read(entity, winner))) return std::vector<MergeMark>();
    return read_marks(store.internals(), *log.winner, *definition, winner);
}

Result<std::optional<RecordId>> find_survivor(Store& store, EntityId entity, const RecordId& id) {
    const EntityDef* definition = store.registry().find(entity);
    const MergeLogDef log = find_merge_log(store.registry());
    if (!definition || !log.entity) return std::optional<RecordId>();
    RecordId now = id;
    for (int step = 0; step < kMergesFollowedMax; ++step) {
        if (TRY(lives(store.internals(), *definition, now))) break;
        now = TRY(winner_over(store.internals(), log, *definition, now));
        if (now.is_none()) return std::optional<RecordId>();
    }
    if (now == id || !TRY(store.read(entity, now))) return std::optional<RecordId>();
    return std::optional<RecordId>(now);
}

Result<bool> is_merge(Store& store, std::int64_t group) {
    return !TRY(read_marks_of(store, group)).empty();
}

}  // namespace holdfast
