// How long history is kept, and its pruning in slices.
#include <algorithm>

#include "core/history.h"
#include "store/history_writer.h"
#include "store/kept_days.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

/// Last entry of the oldest groups that ended before `cutoff_ms`; 0 when there is none. The newest
/// group stays, so that no key is given twice.
Result<std::int64_t> find_last_old(Database& db, std::int64_t cutoff_ms, std::int64_t entries_max) {
    Statement heads =
        TRY(db.prepare("SELECT no, at_ms FROM history_entry WHERE part = 0 ORDER BY no LIMIT ?1"));
    heads.bind(0, entries_max + 1);
    std::int64_t last = 0;
    while (TRY(heads.step())) {
        last = heads.integer(0) - 1;
        if (heads.integer(1) >= cutoff_ms) return last;
    }
    return last;
}

}  // namespace

Result<std::int64_t> prune_history(Store& store, std::int64_t entries_max) {
    const std::int64_t days = TRY(read_kept_days(store, kHistoryDaysSetting, kHistoryDays));
    if (days == 0) return std::int64_t{0};
    const std::int64_t cutoff_ms = store.environment().now_ms() - days * kDayMs;
    Database& db = store.database();
    const std::int64_t last = TRY(find_last_old(db, cutoff_ms, entries_max));
    if (last == 0) return std::int64_t{0};
    Transaction transaction = TRY(Transaction::begin(db));
    std::int64_t count = 0;
    {
        Statement erase = TRY(db.prepare("DELETE FROM history_entry WHERE no <= ?1"));
        TRY(erase.bind(0, last).run());
        count = db.changes();
    }
    if (count == 0) return count;
    const std::string key = history_since_key(nullptr);
    const std::int64_t since = integer_or(TRY(read_state_value(db, key)), 0);
    TRY(write_state_value(db, key, std::max(since, cutoff_ms)));
    TRY(transaction.commit());
    return count;
}

}  // namespace holdfast
