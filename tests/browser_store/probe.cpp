// The smallest program on the browser's store: numbered transactions, and a judge of what is there.
//
// Every call answers 0 or the number of an ErrorCode plus one.
#include <memory>
#include <optional>
#include <string>

#include "core/database_transfer.h"
#include "seeded_environment.h"
#include "storage_opfs.h"

namespace {

using namespace holdfast;

constexpr std::int32_t kCacheKib = 16 * 1024;
constexpr std::int32_t kUserVersionMax = 1;
constexpr char kSchemaSql[] =
    "CREATE TABLE IF NOT EXISTS entry(number INTEGER, rows INTEGER, body BLOB);"
    "CREATE INDEX IF NOT EXISTS entry_number ON entry(number);"
    "CREATE TABLE IF NOT EXISTS counter(value INTEGER);"
    "INSERT INTO counter SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM counter);";
constexpr char kTornSql[] =
    "SELECT count(*) FROM (SELECT 1 FROM entry GROUP BY number HAVING count(*) <> max(rows))";

test::SeededEnvironment environment;
std::unique_ptr<wasm::WorkspaceStorage> storage;
std::optional<Database> database;
std::optional<DatabaseImport> import;
std::optional<DatabaseExport> transfer;

int answer(const Status& status) {
    return status ? 0 : 1 + static_cast<int>(status.error().code);
}

Status open_all() {
    storage = TRY(wasm::WorkspaceStorage::mount(environment));
    database.emplace(TRY(storage->open_database(kCacheKib)));
    return database->run(kSchemaSql);
}

Status insert_rows(int number, int rows, std::int64_t body_bytes) {
    Statement insert = TRY(database->prepare("INSERT INTO entry VALUES(?1, ?2, randomblob(?3))"));
    for (int row = 0; row < rows; ++row) {
        insert.bind(0, std::int64_t{number}).bind(1, std::int64_t{rows}).bind(2, body_bytes);
        TRY(insert.run());
    }
    return {};
}

Status commit_rows(int number, int rows, std::int64_t body_bytes) {
    Transaction transaction = TRY(Transaction::begin(*database));
    TRY(insert_rows(number, rows, body_bytes));
    Statement update = TRY(database->prepare("UPDATE counter SET value = ?1"));
    TRY(update.bind(0, std::int64_t{number}).run());
    return transaction.commit();
}

Result<std::int64_t> read_integer(std::string_view sql) {
    Statement select = TRY(database->prepare(sql));
    if (!TRY(select.step())) return fail(ErrorCode::NotFound, "no row");
    return select.integer(0);
}

// 0 when every transaction up to the last is there and whole, and the file is sound.
Result<std::int64_t> count_damage() {
    Statement check = TRY(database->prepare("PRAGMA integrity_check"));
    if (!TRY(check.step()) || check.text(0) != "ok") return fail(ErrorCode::Corrupt, "integrity");
    const std::int64_t last = TRY(read_integer("SELECT coalesce(max(number), 0) FROM entry"));
    const std::int64_t present = TRY(read_integer("SELECT count(DISTINCT number) FROM entry"));
    const std::int64_t counter = TRY(read_integer("SELECT value FROM counter"));
    return TRY(read_integer(kTornSql)) + (last - present) + (counter == last ? 0 : 1);
}

Status begin_import() {
    import.emplace(TRY(DatabaseImport::begin(storage->files(), environment, kUserVersionMax)));
    return {};
}

Status begin_export() {
    transfer.emplace(TRY(DatabaseExport::begin(*database, storage->active_slots())));
    return {};
}

Status grow_ballast(int bytes) {
    TRY(storage->files().grow_ballast(bytes));
    return {};
}

Status close_all() {
    transfer.reset();
    import.reset();
    database.reset();
    TRY(storage->end());
    storage.reset();
    return {};
}

}  // namespace

extern "C" {

int probe_open(int seed) {
    environment = test::SeededEnvironment(static_cast<std::uint64_t>(seed));
    return answer(open_all());
}
int probe_last_session() {
    return static_cast<int>(storage->files().last_session());
}
int probe_set_batch(int batch) {
    return answer(set_durability(*database, batch ? Durability::Batch : Durability::Every));
}
// As a person's edit: one row, one counter.
int probe_commit_small(int number) {
    return answer(commit_rows(number, 1, 200));
}
// A size that the number decides, up to about 600 KB, so that a kill meets writes of many sizes.
int probe_commit_large(int number) {
    return answer(commit_rows(number, 1 + number * 37 % 300, 50 + number * 113 % 2000));
}
int probe_last() {
    return static_cast<int>(read_integer("SELECT value FROM counter").value_or(-1));
}
int probe_find_damage() {
    return static_cast<int>(count_damage().value_or(-1));
}
int probe_checkpoint() {
    return answer(run_checkpoint(*database, Checkpoint::Restart));
}
int probe_grow_ballast(int bytes) {
    return answer(grow_ballast(bytes));
}
int probe_low_on_room() {
    return storage->low_on_room() ? 1 : 0;
}
int probe_write_count() {
    return static_cast<int>(storage->vfs().statistics().writes);
}
int probe_flush_count() {
    return static_cast<int>(storage->vfs().statistics().flushes);
}
void probe_reset_counts() {
    storage->vfs().reset_statistics();
}
int probe_import_begin() {
    return answer(begin_import());
}
int probe_import_append(const std::uint8_t* bytes, int count) {
    return answer(import->append({bytes, static_cast<std::size_t>(count)}));
}
// 0 sound, 1000 still running.
int probe_import_check() {
    const Result<CheckState> state = import->check();
    if (!state) return 1 + static_cast<int>(state.error().code);
    return *state == CheckState::Sound ? 0 : 1000;
}
int probe_import_accept() {
    database.reset();
    const Status accepted = import->accept();
    import.reset();
    storage.reset();
    return answer(accepted);
}
int probe_export_begin() {
    return answer(begin_export());
}
// Bytes read, 0 at the end, -1 after a failure.
int probe_export_read(std::uint8_t* into, int bytes_max) {
    const auto read = transfer->read({into, static_cast<std::size_t>(bytes_max)});
    return read ? static_cast<int>(*read) : -1;
}
void probe_export_end() {
    transfer.reset();
}
int probe_close() {
    return answer(close_all());
}

}  // extern "C"
