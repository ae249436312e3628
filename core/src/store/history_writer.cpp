#include "store/history_writer.h"

#include <sqlite3.h>

#include <algorithm>

#include "core/cbor.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

constexpr std::size_t kChangeItems = 3;
constexpr std::size_t kClearedItems = 3;

std::vector<std::uint8_t> encode_changes(const std::vector<HistoryChange>& changes) {
    std::vector<std::uint8_t> bytes;
    CborWriter writer(bytes);
    writer.array(changes.size() * kChangeItems);
    for (const HistoryChange& change : changes) {
        writer.unsigned_integer(raw(change.field));
        writer.value(change.from);
        writer.value(change.to);
    }
    return bytes;
}

std::vector<std::uint8_t> encode_cleared(const std::vector<ClearedLink>& cleared) {
    std::vector<std::uint8_t> bytes;
    CborWriter writer(bytes);
    writer.array(cleared.size() * kClearedItems);
    for (const ClearedLink& link : cleared) {
        writer.unsigned_integer(raw(link.entity));
        writer.record_id(link.record);
        writer.unsigned_integer(raw(link.field));
    }
    return bytes;
}

Result<std::size_t> read_count(CborReader& reader, std::size_t items) {
    const std::size_t count = TRY(reader.array());
    if (count % items != 0) return fail(ErrorCode::Corrupt, "history.items");
    return count / items;
}

template <typename Id>
Result<Id> read_small(CborReader& reader) {
    const std::uint64_t number = TRY(reader.unsigned_integer());
    if (number > UINT16_MAX) return fail(ErrorCode::Corrupt, "history.number");
    return static_cast<Id>(number);
}

void merge(std::vector<HistoryChange>& changes, HistoryChange next) {
    const auto same = std::find_if(changes.begin(), changes.end(), [&](const HistoryChange& each) {
        return each.field == next.field;
    });
    if (same == changes.end()) return changes.push_back(std::move(next));
    same->to = std::move(next.to);
    if (same->from == same->to) changes.erase(same);
}

bool has_cleared_links(const Registry& registry, const EntityDef& entity) {
    const std::vector<LinkDef> links = registry.links_to(entity.id);
    return std::any_of(links.begin(), links.end(), [](const LinkDef& link) {
        return link.field->on_delete == OnDelete::Clear;
    });
}

}  // namespace

std::string history_since_key(const EntityDef* entity) {
    return entity == nullptr ? "history.since" : "history.since." + entity->key;
}

HistoryWriter::Note& HistoryWriter::note_of(const EntityDef& entity, const RecordId& id,
                                            Record::Life before) {
    const auto [found, added] = index_.try_emplace({entity.id, id}, notes_.size());
    if (added) {
        Note note;
        note.entity = &entity;
        note.id = id;
        note.before = note.after = before;
        notes_.push_back(std::move(note));
    }
    return notes_[found->second];
}

void HistoryWriter::note_new(const EntityDef& entity, const Record& after) {
    Note& note = note_of(entity, after.id, Record::Life::Living);
    note.is_new = true;
    note.after = after.life;
    note.version = after.version;
}

void HistoryWriter::note_change(const EntityDef& entity, const Record& before,
                                const Record& after) {
    std::vector<HistoryChange> changes;
    for (std::size_t position = 0; position < before.values.size(); ++position)
        if (before.values[position] != after.values[position])
            changes.push_back(
                {entity.fields[position].id, before.values[position], after.values[position]});
    if (changes.empty() && before.life == after.life) return;
    Note& note = note_of(entity, after.id, before.life);
    note.after = after.life;
    note.version = after.version;
    for (HistoryChange& change : changes) merge(note.changes, std::move(change));
}

Status HistoryWriter::note_first_rows(const EntityDef& entity, const std::vector<RowImage>& rows) {
    TRY(write_state_value(store_->db, history_since_key(&entity), store_->environment->now_ms()));
    for (const RowImage& row : rows) {
        if (!row.deleted) continue;
        Note removed;
        removed.entity = &entity;
        removed.id = row.id;
        TRY(write_bin(removed, {}));
    }
    return {};
}

Status HistoryWriter::note_gone(const EntityDef& entity, const RecordId& id) {
    Statement statement =
        TRY(store_->db.prepare("DELETE FROM history_bin WHERE entity = ?1 AND id = ?2"));
    return statement.bind(0, std::int64_t{raw(entity.id)}).bind(1, id).run();
}

HistoryKind HistoryWriter::kind_of(const Note& note) const {
    if (note.is_new)
        return source_ == HistorySource::Here ? HistoryKind::Created : HistoryKind::Arrived;
    if (note.before != note.after)
        return note.after == Record::Life::Deleted ? HistoryKind::Removed : HistoryKind::Restored;
    const FieldId state = note.entity->state_field;
    const bool moved = std::any_of(note.changes.begin(), note.changes.end(),
                                   [&](const HistoryChange& each) { return each.field == state; });
    return moved && state != FieldId::None ? HistoryKind::Moved : HistoryKind::Changed;
}

// Time, person and reason stand in the first entry of a group only.
Status HistoryWriter::write(const Note& note, std::int64_t part) {
    Statement statement = TRY(store_->db.prepare(
        "INSERT INTO history_entry (part, kind, source, entity, id, at_ms, user, reason, version,"
        " changes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"));
    statement.bind(0, part)
        .bind(1, std::int64_t{raw(kind_of(note))})
        .bind(2, std::int64_t{raw(source_)})
        .bind(3, std::int64_t{raw(note.entity->id)})
        .bind(4, note.id);
    for (const int column : {5, 6, 7, 9}) statement.bind_null(column);
    if (part == 0) {
        statement.bind(5, store_->environment->now_ms());
        if (source_ == HistorySource::Here)
            statement.bind(6, std::string_view(store_->state.enrolment.user));
        statement.bind(7, std::string_view(reason_));
    }
    statement.bind(8, static_cast<std::int64_t>(raw(note.version)));
    if (!note.changes.empty() && !note.is_new) statement.bind_blob(9, encode_changes(note.changes));
    return statement.run();
}

// In a delta of several transactions somebody may have cleared a link by hand before another
// removed its target; a version below that of the removal tells. An own commit is one transaction,
// and its rows still have the versions of earlier ones.
std::vector<ClearedLink> HistoryWriter::cleared_with(const Note& removed) const {
    std::vector<ClearedLink> cleared;
    if (!has_cleared_links(*store_->registry, *removed.entity)) return cleared;
    for (const Note& note : notes_) {
        if (note.is_new) continue;
        if (source_ == HistorySource::Sync && note.version < removed.version) continue;
        for (const HistoryChange& change : note.changes) {
            const FieldDef* field = note.entity->find_field(change.field);
            const bool led_here = field->on_delete == OnDelete::Clear &&
                                  field->target == removed.entity->id &&
                                  change.from == Value(removed.id) && is_null(change.to);
            if (led_here) cleared.push_back({note.entity->id, note.id, field->id});
        }
    }
    return cleared;
}

Status HistoryWriter::write_bin(const Note& note, const std::vector<ClearedLink>& cleared) {
    Statement statement =
        TRY(store_->db.prepare("INSERT OR REPLACE INTO history_bin"
                               " (entity, id, deleted_ms, user, cleared)"
                               " VALUES (?1, ?2, ?3, ?4, ?5)"));
    statement.bind(0, std::int64_t{raw(note.entity->id)})
        .bind(1, note.id)
        .bind(2, store_->environment->now_ms())
        .bind_null(3)
        .bind_null(4);
    if (source_ == HistorySource::Here)
        statement.bind(3, std::string_view(store_->state.enrolment.user));
    if (!cleared.empty()) statement.bind_blob(4, encode_cleared(cleared));
    return statement.run();
}

Result<std::int64_t> HistoryWriter::flush() {
    std::int64_t part = 0;
    std::int64_t group = 0;
    for (const Note& note : notes_) {
        const bool same_life = note.before == note.after;
        if (!note.is_new && same_life && note.changes.empty()) continue;
        TRY(write(note, part));
        if (part++ == 0) group = sqlite3_last_insert_rowid(store_->db.raw_handle());
        if (note.after == Record::Life::Deleted && !same_life)
            TRY(write_bin(note, cleared_with(note)));
        if (note.after == Record::Life::Living && !same_life) TRY(note_gone(*note.entity, note.id));
    }
    notes_.clear();
    index_.clear();
    return group;
}

Status begin_history(Store::Impl& store) {
    const std::string key = history_since_key(nullptr);
    if (!is_null(TRY(read_state_value(store.db, key)))) return {};
    const std::int64_t now_ms = store.environment->now_ms();
    Transaction transaction = TRY(Transaction::begin(store.db));
    TRY(write_state_value(store.db, key, now_ms));
    for (const EntityDef& entity : store.registry->entities())
        TRY(store.db.run("INSERT OR IGNORE INTO history_bin (entity, id, deleted_ms) SELECT " +
                         std::to_string(raw(entity.id)) + ", id, " + std::to_string(now_ms) +
                         " FROM " + quoted(entity.key) + " WHERE _deleted <> 0"));
    return transaction.commit();
}

Result<std::vector<HistoryChange>> decode_changes(std::span<const std::uint8_t> bytes) {
    std::vector<HistoryChange> changes;
    if (bytes.empty()) return changes;
    CborReader reader(bytes);
    for (std::size_t left = TRY(read_count(reader, kChangeItems)); left > 0; --left) {
        HistoryChange change;
        change.field = TRY(read_small<FieldId>(reader));
        change.from = TRY(reader.value());
        change.to = TRY(reader.value());
        changes.push_back(std::move(change));
    }
    return changes;
}

Result<std::vector<ClearedLink>> read_cleared_links(Database& db, EntityId entity,
                                                    const RecordId& id) {
    std::vector<ClearedLink> cleared;
    Statement statement =
        TRY(db.prepare("SELECT cleared FROM history_bin WHERE entity = ?1 AND id = ?2"));
    statement.bind(0, std::int64_t{raw(entity)}).bind(1, id);
    if (!TRY(statement.step()) || statement.is_null(0)) return cleared;
    CborReader reader(statement.blob(0));
    for (std::size_t left = TRY(read_count(reader, kClearedItems)); left > 0; --left) {
        ClearedLink link;
        link.entity = TRY(read_small<EntityId>(reader));
        link.record = TRY(reader.record_id());
        link.field = TRY(read_small<FieldId>(reader));
        cleared.push_back(link);
    }
    return cleared;
}

}  // namespace holdfast
