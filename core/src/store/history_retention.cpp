// How long history is kept, and its pruning in slices.
#include <algorithm>

#include "core/history.h"
#include "store/history_writer.h"
#include "store/kept_days.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

/// Entries up to this one were written before `cutoff_ms` of the lived time; 0 when there are none.
/// The newest group stays, so that no key is given twice.
Result<std::int64_t> find_last_old(Database& db, std::int64_t cutoff_ms) {
    Statement last =
        TRY(db.prepare("SELECT min((SELECT max(last_no) FROM history_day WHERE lived_ms <= ?1),"
                       " (SELECT no - part - 1 FROM history_entry ORDER BY no DESC LIMIT 1))"));
    last.bind(0, cutoff_ms);
    TRY(last.step());
    return last.integer(0);
}

/// The oldest entries, as many as one slice forgets.
struct OldEntries {
    std::int64_t last = 0;
    std::int64_t kept = 0;       ///< Head of a group of which more is left: it speaks for that.
    std::int64_t newest_ms = 0;  ///< Of those that are forgotten.
};

Result<OldEntries> find_oldest(Database& db, std::int64_t upto, std::int64_t entries_max) {
    OldEntries found;
    Statement rows = TRY(db.prepare(
        "SELECT no, part, at_ms FROM history_entry WHERE no <= ?1 ORDER BY no LIMIT ?2"));
    rows.bind(0, upto).bind(1, entries_max + 1);
    for (std::int64_t count = 0; TRY(rows.step()); ++count) {
        if (count == entries_max) {
            found.kept = rows.integer(1) == 0 ? 0 : rows.integer(0) - rows.integer(1);
            break;
        }
        found.last = rows.integer(0);
        found.newest_ms = std::max(found.newest_ms, rows.integer(2));
    }
    return found;
}

/// Days that are no longer asked about; the last of them still says what is old.
Status forget_days(Database& db, std::int64_t cutoff_ms) {
    Statement erase =
        TRY(db.prepare("DELETE FROM history_day WHERE lived_ms <"
                       " (SELECT max(lived_ms) FROM history_day WHERE lived_ms <= ?1)"));
    return erase.bind(0, cutoff_ms).run();
}

/// A device whose clock was ahead knows no moment that is still to come.
Status move_known_since(Store& store, std::int64_t newest_ms) {
    const std::string key = history_since_key(nullptr);
    const std::int64_t before = integer_or(TRY(read_state_value(store.database(), key)), 0);
    const std::int64_t since = std::min(newest_ms, store.environment().now_ms());
    return write_state_value(store.database(), key, std::max(before, since));
}

Result<std::int64_t> forget_some(Store& store, std::int64_t cutoff_ms, std::int64_t entries_max) {
    Database& db = store.database();
    Transaction transaction = TRY(Transaction::begin(db));
    const std::int64_t upto = TRY(find_last_old(db, cutoff_ms));
    // A head that stays is one entry of the slice: the others are what it gets on with.
    const OldEntries old = TRY(find_oldest(db, upto, std::max<std::int64_t>(entries_max, 2)));
    std::int64_t count = 0;
    if (old.last > 0) {
        Statement erase = TRY(db.prepare("DELETE FROM history_entry WHERE no <= ?1 AND no <> ?2"));
        TRY(erase.bind(0, old.last).bind(1, old.kept).run());
        count = db.changes();
        TRY(move_known_since(store, old.newest_ms));
    } else {
        TRY(forget_days(db, cutoff_ms));
    }
    TRY(transaction.commit());
    return count;
}

}  // namespace

Result<std::int64_t> prune_history(Store& store, std::int64_t entries_max) {
    const std::int64_t lived_ms = TRY(note_lived_time(store));
    const std::int64_t days = TRY(read_kept_days(store, kHistoryDaysSetting, kHistoryDays));
    if (days == 0) return std::int64_t{0};
    return forget_some(store, lived_ms - days * kDayMs, entries_max);
}

}  // namespace holdfast
