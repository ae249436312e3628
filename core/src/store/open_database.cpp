#include "core/open_database.h"

#include <utility>

namespace holdfast {
namespace {

constexpr char kMemoryPath[] = ":memory:";
constexpr char kNewFileSql[] =
    "PRAGMA page_size = 8192;"
    "PRAGMA auto_vacuum = INCREMENTAL;";
constexpr char kSettingsSql[] =
    "PRAGMA synchronous = FULL;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA mmap_size = 0;"
    "PRAGMA wal_autocheckpoint = 4000;"
    "PRAGMA journal_size_limit = 16777216;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;";
constexpr char kEverySql[] =
    "PRAGMA synchronous = FULL;"
    "PRAGMA wal_autocheckpoint = 4000;";
// 1000 pages of 8 KiB: no longer than the ballast.
constexpr char kBatchSql[] =
    "PRAGMA synchronous = NORMAL;"
    "PRAGMA wal_autocheckpoint = 1000;";

Result<std::int64_t> read_integer(Database& db, std::string_view sql) {
    Statement select = TRY(db.prepare(sql));
    if (!TRY(select.step())) return fail(ErrorCode::Storage, "a pragma gave no answer");
    return select.integer(0);
}

Result<std::string> read_text(Database& db, std::string_view sql) {
    Statement select = TRY(db.prepare(sql));
    if (!TRY(select.step())) return fail(ErrorCode::Storage, "a pragma gave no answer");
    return std::string(select.text(0));
}

enum class Origin : std::uint8_t { New, Ours };

// Reading the schema is what makes SQLite recover the file after a crash.
Result<Origin> find_origin(Database& db) {
    const std::int64_t tables = TRY(read_integer(db, "SELECT count(*) FROM sqlite_schema"));
    const std::int64_t application = TRY(read_integer(db, "PRAGMA application_id"));
    if (application == kApplicationId) return Origin::Ours;
    if (application == 0 && tables == 0) return Origin::New;
    return fail(ErrorCode::Corrupt, "open_database: another program's file");
}

Status use_log(Database& db, const std::string& path) {
    const std::string mode = TRY(read_text(db, "PRAGMA journal_mode = WAL"));
    if (mode == "wal" || path == kMemoryPath) return {};
    return fail(ErrorCode::Storage, "open_database: no write-ahead log");
}

std::string quoted(const std::string& name) {
    std::string text = "'";
    for (const char character : name) {
        if (character == '\'') text += '\'';
        text += character;
    }
    return text + "'";
}

Result<std::vector<std::string>> list_tables(Database& db) {
    Statement select =
        TRY(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name DESC"));
    std::vector<std::string> tables;
    while (TRY(select.step())) tables.emplace_back(select.text(0));
    tables.emplace_back("sqlite_schema");
    return tables;
}

}  // namespace

Result<Database> open_database(const std::string& path, const OpenOptions& options) {
    Database db = TRY(Database::open(path, options.vfs));
    // Before everything else: a later switch to exclusive locking cannot open a database in WAL
    // mode where there is no shared memory.
    if (options.sharing == Sharing::Exclusive) TRY(db.run("PRAGMA locking_mode = EXCLUSIVE"));
    TRY(db.run("PRAGMA cache_size = -" + std::to_string(options.cache_kib)));
    const Origin origin = TRY(find_origin(db));
    if (origin == Origin::New) TRY(db.run(kNewFileSql));
    TRY(use_log(db, path));
    TRY(db.run(kSettingsSql));
    if (origin == Origin::New)
        TRY(db.run("PRAGMA application_id = " + std::to_string(kApplicationId)));
    return db;
}

Status set_durability(Database& db, Durability durability) {
    if (durability == Durability::Batch) return db.run(kBatchSql);
    TRY(db.run(kEverySql));
    return run_checkpoint(db, Checkpoint::Idle);
}

Status run_checkpoint(Database& db, Checkpoint checkpoint) {
    const char* const sql = checkpoint == Checkpoint::Restart ? "PRAGMA wal_checkpoint(TRUNCATE)"
                                                              : "PRAGMA wal_checkpoint(PASSIVE)";
    Statement statement = TRY(db.prepare(sql));
    if (!TRY(statement.step())) return fail(ErrorCode::Storage, "a checkpoint gave no answer");
    const bool busy = statement.integer(0) != 0;
    if (busy) return fail(ErrorCode::Conflict, "run_checkpoint: a statement still reads");
    return {};
}

Result<DatabaseCheck> DatabaseCheck::begin(Database& db) {
    return DatabaseCheck(db, TRY(list_tables(db)));
}

Result<CheckState> DatabaseCheck::step() {
    if (tables_.empty()) {
        Statement violations = TRY(db_->prepare("PRAGMA foreign_key_check"));
        if (TRY(violations.step())) return fail(ErrorCode::Corrupt, "foreign_key_check");
        return CheckState::Sound;
    }
    const std::string sql = "PRAGMA quick_check(" + quoted(tables_.back()) + ")";
    if (TRY(read_text(*db_, sql)) != "ok") return fail(ErrorCode::Corrupt, "quick_check");
    tables_.pop_back();
    return CheckState::Running;
}

}  // namespace holdfast
