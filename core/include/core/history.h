// History: what became of a record: who changed which fields, when, and how it was at any time.
//
// Every commit and every delta that changes a record leaves an entry in the transaction that makes
// the change. Computed fields are not in it: they follow from the others. docs/history.md.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/policy.h"
#include "core/store.h"

namespace holdfast {

/// Numbers are on disk: never change them.
enum class HistoryKind : std::uint8_t {
    Created = 1,  ///< Without changes: the first values are those of read_as_of() at its time.
    Changed = 2,
    Moved = 3,    ///< To another state; other fields may have changed with it.
    Removed = 4,  ///< To the recycle bin.
    Restored = 5,
    Arrived = 6,  ///< The server sent a record that this device did not have.
};
enum class HistorySource : std::uint8_t { Here = 0, Sync = 1 };

struct HistoryChange {
    FieldId field = FieldId::None;
    Value from;
    Value to;
    bool operator==(const HistoryChange&) const = default;
};

/// What one transaction or one delta did to one record.
struct HistoryEntry {
    std::int64_t key = 0;    ///< Ascending in the order in which this device learnt of it.
    std::int64_t group = 0;  ///< The same for all entries of one transaction or delta.
    HistoryKind kind = HistoryKind::Changed;
    HistorySource source = HistorySource::Here;
    EntityId entity = EntityId::None;
    RecordId record;
    std::string user;        ///< Enrolment::user; empty in a standalone workspace and for Sync.
    std::int64_t at_ms = 0;  ///< Here: when it was committed. Sync: when it reached this device.
    std::string reason;      ///< Draft::reason().
    ServerSeq version = ServerSeq::None;  ///< Of the record afterwards, for Sync.
    std::vector<HistoryChange> changes;   ///< By field.
};

enum class HistoryParts : std::uint8_t { Without, With };
struct HistoryQuery {
    EntityId entity = EntityId::None;
    RecordId record;
    HistoryParts parts = HistoryParts::Without;  ///< With: its child records' entries, too.
    std::int64_t before = std::numeric_limits<std::int64_t>::max();  ///< Entries with lower keys.
    std::int64_t count_max = 50;
    const Policy* policy =
        nullptr;  ///< Leaves out fields that are hidden; null: the store's person.
};
struct HistoryPage {
    std::vector<HistoryEntry> entries;  ///< Newest first.
    std::int64_t next_before = 0;       ///< For the next page; 0 when there is none.
    std::int64_t known_since_ms = 0;    ///< What was before, this device does not know.
};

/// One page of a record's history. An entry of which nothing may be seen is left out. Empty when
/// the store's person may not read the record; who gives another policy asks it with
/// Policy::can(). Fails with BadInput for an unknown entity, Storage, Corrupt. Blocks on disk.
[[nodiscard]] Result<HistoryPage> read_history(Store& store, const HistoryQuery& query);

/// All entries of one group in their order: what one transaction did. Empty when it is unknown.
/// With hidden values: for taking back, not for showing.
[[nodiscard]] Result<std::vector<HistoryEntry>> read_history_group(Store& store,
                                                                   std::int64_t group);

/// Key of the newest entry; 0 when there is none.
[[nodiscard]] Result<std::int64_t> newest_history_key(Store& store);
/// The own transactions of one long job, e.g. an import: their reason, and what came before them.
struct HistoryJob {
    std::string reason;
    std::int64_t after = 0;  ///< newest_history_key() when it began.
};
/// What the job changed in records that were there before: the entries of the keys from `from` to
/// below `before`, newest first. With hidden values, as read_history_group().
[[nodiscard]] Result<std::vector<HistoryEntry>> read_job_changes(Store& store,
                                                                 const HistoryJob& job,
                                                                 std::int64_t from,
                                                                 std::int64_t before);
/// Whether anybody but the job wrote a field of the record since the job began, or restored it.
/// What only the server or the engine writes does not count.
[[nodiscard]] Result<bool> was_worked_on(Store& store, const HistoryJob& job,
                                         const RecordId& record);
/// Whether living parts of the record, or living records that hang on it (comments, tags), were
/// made after the entry `key`.
[[nodiscard]] Result<bool> was_added_to(Store& store, EntityId entity, const RecordId& record,
                                        std::int64_t key);
/// Group of the last own commit since the store was opened; 0 when there was none.
[[nodiscard]] std::int64_t last_history_group(Store& store);

struct RecordMoment {
    EntityId entity = EntityId::None;
    RecordId record;
    std::int64_t at_ms = 0;
};
/// The record as it was after the last entry that is not later than the moment; nothing when it did
/// not exist then. The order of entries counts where a clock went back. Values that `policy`
/// hides are NULL; null: that of the store's person, here and below. Fails with NotFound for a
/// moment before this device knew the record.
[[nodiscard]] Result<std::optional<Record>> read_as_of(Store& store, const RecordMoment& moment,
                                                       const Policy* policy = nullptr);

struct StateDuration {
    std::string state;
    std::int64_t total_ms = 0;
    std::int64_t visits = 0;
    bool operator==(const StateDuration&) const = default;
};
/// How long the record has been in each of its states until now, in the order in which it first
/// entered them, from where its history is known. A move that came by sync counts from the stamp
/// of its state, if that has one. Empty without states or when `policy` hides them.
[[nodiscard]] Result<std::vector<StateDuration>> read_state_durations(
    Store& store, EntityId entity, const RecordId& record, const Policy* policy = nullptr);

/// Setting (Store::write_setting) with the number of days that history is kept; 0: for ever. Days
/// count as they are lived on this device: a time away, or a jump of its clock, is one at most.
inline constexpr char kHistoryDaysSetting[] = "history.days";
inline constexpr std::int64_t kHistoryDays = 730;
/// Forgets up to `entries_max` (at least two) of the oldest entries beyond that time; the number
/// forgotten. To be called about once an hour, so that the days are counted.
[[nodiscard]] Result<std::int64_t> prune_history(Store& store, std::int64_t entries_max);

}  // namespace holdfast
