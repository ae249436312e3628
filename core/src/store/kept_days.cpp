#include "store/kept_days.h"

#include <charconv>

#include "store/retention.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

constexpr LivedClock kLivedClock{"lived_clock_ms", "lived_seen_ms"};
/// Slices that follow each other at once need not look again.
constexpr std::int64_t kNotedEveryMs = 60'000;

constexpr char kCreateTables[] = R"sql(
    CREATE TABLE IF NOT EXISTS history_day (
        day INTEGER PRIMARY KEY, lived_ms INTEGER NOT NULL, last_no INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS history_bin_age (
        entity INTEGER, id BLOB, deleted_ms INTEGER NOT NULL, lived_ms INTEGER NOT NULL,
        PRIMARY KEY (entity, id)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS history_bin_age_by_time ON history_bin_age (lived_ms);
)sql";

/// What was restored, or removed once more, begins anew.
constexpr char kForgetLeft[] =
    "DELETE FROM history_bin_age WHERE NOT EXISTS (SELECT 1 FROM history_bin AS bin"
    " WHERE bin.entity = history_bin_age.entity AND bin.id = history_bin_age.id"
    " AND bin.deleted_ms = history_bin_age.deleted_ms)";

Status note_bin(Database& db, std::int64_t lived_ms) {
    TRY(db.run(kForgetLeft));
    Statement added =
        TRY(db.prepare("INSERT OR IGNORE INTO history_bin_age (entity, id, deleted_ms, lived_ms)"
                       " SELECT entity, id, deleted_ms, ?1 FROM history_bin"));
    return added.bind(0, lived_ms).run();
}

Status note_history(Database& db, std::int64_t lived_ms) {
    Statement noted =
        TRY(db.prepare("INSERT OR REPLACE INTO history_day (day, lived_ms, last_no)"
                       " SELECT ?1, ?2, no FROM history_entry ORDER BY no DESC LIMIT 1"));
    return noted.bind(0, lived_ms / kDayMs).bind(1, lived_ms).run();
}

}  // namespace

Result<std::int64_t> read_kept_days(Store& store, std::string_view key, std::int64_t days) {
    const std::string text = TRY(store.read_setting(key));
    std::int64_t given = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, given);
    const bool valid = !text.empty() && error == std::errc() && end == last && given >= 0;
    return valid ? given : days;
}

Result<std::int64_t> note_lived_time(Store& store) {
    Database& db = store.database();
    const std::int64_t now_ms = store.environment().now_ms();
    const Value seen = TRY(read_state_value(db, kLivedClock.seen));
    const std::int64_t passed_ms = now_ms - integer_or(seen, 0);
    if (!is_null(seen) && passed_ms >= 0 && passed_ms < kNotedEveryMs)
        return integer_or(TRY(read_state_value(db, kLivedClock.clock)), now_ms);
    Transaction transaction = TRY(Transaction::begin(db));
    TRY(db.run(kCreateTables));
    const std::int64_t lived_ms = TRY(advance_clock(store.internals(), kLivedClock));
    TRY(note_bin(db, lived_ms));
    TRY(note_history(db, lived_ms));
    TRY(transaction.commit());
    return lived_ms;
}

}  // namespace holdfast
