// The document numbers of a workspace: series, what is taken, and who waits after a restore.
#include "store_sqlite.h"

namespace holdfast::server {
namespace {

constexpr char kReadSeries[] = "SELECT next FROM server_series WHERE entity = ?1 AND series = ?2";
constexpr char kWriteSeries[] = "INSERT OR REPLACE INTO server_series VALUES (?1, ?2, ?3)";
constexpr char kFindNumber[] =
    "SELECT number, record, use FROM server_number WHERE entity = ?1 AND number = ?2";
constexpr char kFindReported[] =
    "SELECT number, record, use FROM server_number WHERE entity = ?1 AND record = ?2 AND use = 2"
    " ORDER BY number LIMIT 1";
constexpr char kWriteNumber[] = "INSERT INTO server_number VALUES (?1, ?2, ?3, ?4)";
constexpr char kAreHeld[] = "SELECT 1 FROM server_device WHERE owes_numbers <> 0 LIMIT 1";
constexpr char kAddWaiter[] =
    "INSERT OR IGNORE INTO server_number_waiter (entity, record) VALUES (?1, ?2)";
constexpr char kReadWaiters[] = "SELECT entity, record FROM server_number_waiter ORDER BY no";
static_assert(static_cast<int>(sync::NumberUse::Reported) == 2);

std::int64_t stored(EntityId entity) {
    return static_cast<std::int64_t>(raw(entity));
}

Result<std::optional<sync::NumberEntry>> read_entry(Statement& select, EntityId entity) {
    if (!TRY(select.step())) return std::optional<sync::NumberEntry>{};
    const auto use = static_cast<sync::NumberUse>(select.integer(2));
    return std::optional(
        sync::NumberEntry{entity, std::string(select.text(0)), select.record_id(1), use});
}

}  // namespace

Result<std::int64_t> SqliteStore::read_series(EntityId entity, const std::string& series) {
    Statement select = TRY(db_.prepare(kReadSeries));
    select.bind(0, stored(entity)).bind(1, std::string_view(series));
    if (!TRY(select.step())) return std::int64_t{1};
    return select.integer(0);
}

Status SqliteStore::write_series(EntityId entity, const std::string& series, std::int64_t next) {
    Statement upsert = TRY(db_.prepare(kWriteSeries));
    return upsert.bind(0, stored(entity)).bind(1, std::string_view(series)).bind(2, next).run();
}

Result<std::optional<sync::NumberEntry>> SqliteStore::find_number(EntityId entity,
                                                                  const std::string& number) {
    Statement select = TRY(db_.prepare(kFindNumber));
    select.bind(0, stored(entity)).bind(1, std::string_view(number));
    return read_entry(select, entity);
}

Result<std::optional<sync::NumberEntry>> SqliteStore::find_reported_number(EntityId entity,
                                                                           const RecordId& record) {
    Statement select = TRY(db_.prepare(kFindReported));
    select.bind(0, stored(entity)).bind(1, record);
    return read_entry(select, entity);
}

Status SqliteStore::write_number(const sync::NumberEntry& entry) {
    Statement insert = TRY(db_.prepare(kWriteNumber));
    return insert.bind(0, stored(entry.entity))
        .bind(1, std::string_view(entry.number))
        .bind(2, entry.record)
        .bind(3, static_cast<std::int64_t>(entry.use))
        .run();
}

Result<bool> SqliteStore::numbers_are_held() {
    Statement select = TRY(db_.prepare(kAreHeld));
    return select.step();
}

Status SqliteStore::add_number_waiter(const sync::NumberWaiter& waiter) {
    Statement insert = TRY(db_.prepare(kAddWaiter));
    return insert.bind(0, stored(waiter.entity)).bind(1, waiter.record).run();
}

Result<std::vector<sync::NumberWaiter>> SqliteStore::read_number_waiters() {
    Statement select = TRY(db_.prepare(kReadWaiters));
    std::vector<sync::NumberWaiter> waiters;
    while (TRY(select.step()))
        waiters.push_back({static_cast<EntityId>(select.integer(0)), select.record_id(1)});
    return waiters;
}

Status SqliteStore::forget_number_waiters() {
    return run_prepared("DELETE FROM server_number_waiter");
}

}  // namespace holdfast::server
