// HistoryWriter: entries of history, written in the transaction that makes the changes. Private to
// core/src/store.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/history.h"
#include "core/replica.h"
#include "store/replay.h"
#include "store/store_impl.h"

namespace holdfast {

/// A link that was cleared because its target was removed.
struct ClearedLink {
    EntityId entity = EntityId::None;
    RecordId record;
    FieldId field = FieldId::None;
};

/// Collects what one transaction or delta does to records. Several changes of one record become
/// one entry. Nothing is written before flush().
class HistoryWriter {
public:
    /// `store` must outlive the writer.
    HistoryWriter(Store::Impl& store, HistorySource source, std::string reason)
        : store_(&store), source_(source), reason_(std::move(reason)) {}

    /// A record that was not there before.
    void note_new(const EntityDef& entity, const Record& after);
    void note_change(const EntityDef& entity, const Record& before, const Record& after);
    /// Rows of a table that was empty: they have no entries, only the time from which they are
    /// known.
    [[nodiscard]] Status note_first_rows(const EntityDef& entity,
                                         const std::vector<RowImage>& rows);
    /// The row is gone, and with it its place in the recycle bin.
    [[nodiscard]] Status note_gone(const EntityDef& entity, const RecordId& id);
    [[nodiscard]] std::size_t count() const { return notes_.size(); }
    /// Writes the entries and keeps the recycle bin. Gives their group, 0 when there are none.
    [[nodiscard]] Result<std::int64_t> flush();

private:
    struct Note {
        const EntityDef* entity = nullptr;
        RecordId id;
        bool is_new = false;
        Record::Life before = Record::Life::Living;
        Record::Life after = Record::Life::Living;
        ServerSeq version = ServerSeq::None;
        std::vector<HistoryChange> changes;
    };
    Note& note_of(const EntityDef& entity, const RecordId& id, Record::Life before);
    [[nodiscard]] HistoryKind kind_of(const Note& note) const;
    [[nodiscard]] Status write(const Note& note, std::int64_t part);
    [[nodiscard]] Status write_bin(const Note& note, const std::vector<ClearedLink>& cleared);
    [[nodiscard]] std::vector<ClearedLink> cleared_with(const Note& removed) const;

    Store::Impl* store_;
    HistorySource source_;
    std::string reason_;
    std::vector<Note> notes_;
    std::map<RecordKey, std::size_t> index_;
};

/// Begins the history of a database that has none: from now on it is known.
[[nodiscard]] Status begin_history(Store::Impl& store);

[[nodiscard]] Result<std::vector<HistoryChange>> decode_changes(
    std::span<const std::uint8_t> bytes);
/// Links that the removal of a record in the recycle bin has cleared.
[[nodiscard]] Result<std::vector<ClearedLink>> read_cleared_links(Database& db, EntityId entity,
                                                                  const RecordId& id);
/// Key in sync_state of the time from which all records (or those of one entity) are known.
[[nodiscard]] std::string history_since_key(const EntityDef* entity);

}  // namespace holdfast
