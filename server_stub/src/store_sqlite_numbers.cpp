// The document numbers of a workspace: series, what is taken, and who waits after a restore.
#include "store_sqlite.h"

namespace holdfast::server {
namespace {

constexpr char kReadSeries[] = "SELECT next FROM server_series WHERE entity = ?1 AND series = ?2";
constexpr char kWriteSeries[] = "INSERT OR REPLACE INTO server_series VALUES (?1, ?2, ?3)";
constexpr char kFindNumber[] =
    "SELECT number, record, use, block FROM server_number WHERE entity = ?1 AND number = ?2";
constexpr char kFindReported[] =
    "SELECT number, record, use, block FROM server_number"
    " WHERE entity = ?1 AND record = ?2 AND use = 2 ORDER BY number LIMIT 1";
// What a record has stays its record's: the last guard against a number that is given twice.
constexpr char kWriteNumber[] =
    "INSERT INTO server_number (entity, number, record, use, block) VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (entity, number) DO UPDATE"
    " SET record = excluded.record, use = excluded.use, block = excluded.block"
    " WHERE server_number.record = excluded.record OR server_number.use IN (3, 4)";
constexpr char kWriteBlock[] = "INSERT INTO server_number_block VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr char kReadBlocks[] =
    "SELECT block, entity, series, device, expires_ms FROM server_number_block"
    " WHERE device = ?1 ORDER BY block";
constexpr char kReadExpired[] =
    "SELECT block, entity, series, device, expires_ms FROM server_number_block"
    " WHERE expires_ms <= ?1 ORDER BY expires_ms, block LIMIT ?2";
constexpr char kForgetBlock[] = "DELETE FROM server_number_block WHERE block = ?1";
constexpr char kAreHeld[] = "SELECT 1 FROM server_device WHERE owes_numbers <> 0 LIMIT 1";
constexpr char kAddWaiter[] =
    "INSERT OR IGNORE INTO server_number_waiter (entity, record) VALUES (?1, ?2)";
constexpr char kReadWaiters[] = "SELECT entity, record FROM server_number_waiter ORDER BY no";
static_assert(static_cast<int>(sync::NumberUse::Reported) == 2);
static_assert(static_cast<int>(sync::NumberUse::Leased) == 3);
static_assert(static_cast<int>(sync::NumberUse::Void) == 4);

std::int64_t stored(EntityId entity) {
    return static_cast<std::int64_t>(raw(entity));
}

Result<std::optional<sync::NumberEntry>> read_entry(Statement& select, EntityId entity) {
    if (!TRY(select.step())) return std::optional<sync::NumberEntry>{};
    const auto use = static_cast<sync::NumberUse>(select.integer(2));
    return std::optional(sync::NumberEntry{entity, std::string(select.text(0)), select.record_id(1),
                                           use, select.record_id(3)});
}

Result<std::vector<sync::OpenBlock>> read_blocks(Statement& select) {
    std::vector<sync::OpenBlock> blocks;
    while (TRY(select.step()))
        blocks.push_back({select.record_id(0), static_cast<EntityId>(select.integer(1)),
                          std::string(select.text(2)), static_cast<DeviceNo>(select.integer(3)),
                          select.integer(4)});
    return blocks;
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
    TRY(insert.bind(0, stored(entry.entity))
            .bind(1, std::string_view(entry.number))
            .bind(2, entry.record)
            .bind(3, static_cast<std::int64_t>(entry.use))
            .bind(4, entry.block.is_none() ? Value() : Value(entry.block))
            .run());
    return db_.changes() == 1 ? Status{} : fail(ErrorCode::Corrupt, "server.number_given_twice");
}

Status SqliteStore::write_open_block(const sync::OpenBlock& block) {
    Statement insert = TRY(db_.prepare(kWriteBlock));
    return insert.bind(0, block.block)
        .bind(1, stored(block.entity))
        .bind(2, std::string_view(block.series))
        .bind(3, std::int64_t{raw(block.device)})
        .bind(4, block.expires_ms)
        .run();
}

Result<std::vector<sync::OpenBlock>> SqliteStore::read_open_blocks(DeviceNo device) {
    Statement select = TRY(db_.prepare(kReadBlocks));
    select.bind(0, std::int64_t{raw(device)});
    return read_blocks(select);
}

Result<std::vector<sync::OpenBlock>> SqliteStore::read_expired_blocks(std::int64_t now_ms) {
    Statement select = TRY(db_.prepare(kReadExpired));
    select.bind(0, now_ms).bind(1, static_cast<std::int64_t>(sync::kExpiredBlocksMax));
    return read_blocks(select);
}

Status SqliteStore::forget_open_block(const RecordId& block) {
    Statement forget = TRY(db_.prepare(kForgetBlock));
    return forget.bind(0, block).run();
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
