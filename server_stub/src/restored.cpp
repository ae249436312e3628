#include "restored.h"

#include <filesystem>

#include "accounts.h"
#include "running_server.h"
#include "server_schema.h"
#include "sync/server_store.h"

namespace holdfast::server {
namespace {

// Devices that were let in after the backup was made are unknown to it. Nobody else may get their
// numbers, or two devices would write the same document numbers. A device that nobody has keeps the
// place.
Status skip_devices(Database& db, std::int64_t now_ms) {
    std::uint32_t last = 0;
    {
        Statement select = TRY(db.prepare("SELECT coalesce(max(no), 0) FROM server_device"));
        TRY(select.step());
        last = static_cast<std::uint32_t>(select.integer(0)) + kDevicesSkippedAtRestore;
    }
    Statement insert = TRY(
        db.prepare("INSERT INTO server_device (no, code, user, last_no, last_hlc, name, created_ms)"
                   " VALUES (?1, ?2, '', 0, 0, 'restored', ?3)"));
    const std::string code = device_code_of(DeviceNo{last});
    return insert.bind(0, std::int64_t{last}).bind(1, std::string_view(code)).bind(2, now_ms).run();
}

}  // namespace

Status note_past_epoch(Database& db, std::uint64_t epoch) {
    Statement insert = TRY(db.prepare("INSERT OR IGNORE INTO server_past_epoch VALUES (?1)"));
    return insert.bind(0, static_cast<std::int64_t>(epoch)).run();
}

Status write_new_history(Database& db, std::uint64_t epoch, std::int64_t now_ms) {
    TRY(db.run("INSERT OR IGNORE INTO server_past_epoch SELECT epoch FROM server_state"));
    {
        Statement update =
            TRY(db.prepare("UPDATE server_state SET epoch = ?1, head = max(head, ?2) + ?3"));
        update.bind(0, static_cast<std::int64_t>(epoch));
        update.bind(1, static_cast<std::int64_t>(raw(sync::first_seq_at(now_ms))));
        TRY(update.bind(2, static_cast<std::int64_t>(kSeqJumpAtRestore)).run());
    }
    TRY(db.run("DELETE FROM server_code"));
    TRY(db.run("UPDATE server_device SET owes_numbers = 1 WHERE token_hash IS NOT NULL"));
    return skip_devices(db, now_ms);
}

Status begin_new_history(DataFolder& folder, Environment& environment) {
    TRY(folder.lock());
    std::error_code error;
    if (!std::filesystem::is_regular_file(folder.database_path(), error))
        return fail(ErrorCode::NotFound, "restored.database");
    Database db = TRY(open_server_database(folder.database_path()));
    const std::uint64_t epoch = RunningServer::new_epoch(environment);
    TRY(prepare_server_schema(db, Registry::base(), epoch));
    Transaction transaction = TRY(Transaction::begin(db));
    TRY(write_new_history(db, epoch, environment.now_ms()));
    return transaction.commit();
}

}  // namespace holdfast::server
