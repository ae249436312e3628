#include "server_schema.h"

#include <set>

#include "core/open_database.h"
#include "core/rules.h"
#include "sync/server_store.h"

namespace holdfast::server {
namespace {

constexpr std::int32_t kCacheKib = 32 * 1024;

// Other programs (user add, device code) write to the same file for a moment.
constexpr char kPragmas[] = R"sql(
    PRAGMA busy_timeout = 5000;
    PRAGMA wal_autocheckpoint = 0;
)sql";

constexpr char kTables[] = R"sql(
    CREATE TABLE IF NOT EXISTS server_state (
        one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL, head INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS server_past_epoch (epoch INTEGER PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS server_secret (
        name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS server_user (
        name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL,
        created_ms INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS server_code (
        hash BLOB PRIMARY KEY, user TEXT NOT NULL, expires_ms INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS server_device (
        no INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, user TEXT NOT NULL,
        last_no INTEGER NOT NULL, last_hlc INTEGER NOT NULL,
        name TEXT NOT NULL DEFAULT '', token_hash BLOB UNIQUE,
        created_ms INTEGER NOT NULL DEFAULT 0, owes_numbers INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS server_log (
        seq INTEGER PRIMARY KEY, device INTEGER NOT NULL, no INTEGER NOT NULL, hlc INTEGER NOT NULL,
        user TEXT NOT NULL, body BLOB NOT NULL, chain INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS server_result (
        device INTEGER NOT NULL, no INTEGER NOT NULL, status INTEGER NOT NULL, seq INTEGER NOT NULL,
        code INTEGER NOT NULL, entity INTEGER NOT NULL, field INTEGER NOT NULL,
        blocked_by INTEGER NOT NULL, current TEXT NOT NULL, PRIMARY KEY (device, no)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS server_custom_row (
        entity INTEGER NOT NULL, _id BLOB NOT NULL, _v INTEGER NOT NULL, _del INTEGER NOT NULL,
        _del_v INTEGER NOT NULL, _custom BLOB, PRIMARY KEY (entity, _id)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS server_changes_custom ON server_custom_row (_v);
    CREATE TABLE IF NOT EXISTS server_series (
        entity INTEGER NOT NULL, series TEXT NOT NULL, next INTEGER NOT NULL,
        PRIMARY KEY (entity, series)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS server_number (
        entity INTEGER NOT NULL, number TEXT NOT NULL, record BLOB NOT NULL, use INTEGER NOT NULL,
        block BLOB, PRIMARY KEY (entity, number)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS server_number_block (
        block BLOB PRIMARY KEY, entity INTEGER NOT NULL, series TEXT NOT NULL,
        device INTEGER NOT NULL, expires_ms INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS server_number_block_expires ON server_number_block (expires_ms);
    CREATE INDEX IF NOT EXISTS server_number_block_device ON server_number_block (device);
    CREATE INDEX IF NOT EXISTS server_number_reported ON server_number (entity, record)
        WHERE use = 2;
    CREATE TABLE IF NOT EXISTS server_number_waiter (
        no INTEGER PRIMARY KEY, entity INTEGER NOT NULL, record BLOB NOT NULL,
        UNIQUE (entity, record));
)sql";

Result<std::int64_t> read_integer(Database& db, const char* sql) {
    Statement select = TRY(db.prepare(sql));
    if (!TRY(select.step())) return std::int64_t{0};
    return select.integer(0);
}

Result<std::set<std::string>> read_columns(Database& db, const std::string& table) {
    Statement select = TRY(db.prepare("SELECT name FROM pragma_table_info(?1)"));
    select.bind(0, std::string_view(table));
    std::set<std::string> columns;
    while (TRY(select.step())) columns.emplace(select.text(0));
    return columns;
}

/// At once: every later ALTER makes SQLite read the whole schema again.
Status create_table(Database& db, const EntityDef& entity) {
    std::string sql = "CREATE TABLE " + quoted(entity.key) +
                      " (_id BLOB NOT NULL UNIQUE, _v INTEGER NOT NULL, _fv BLOB,"
                      " _del INTEGER NOT NULL, _del_v INTEGER NOT NULL, _custom BLOB";
    for (const FieldDef& field : entity.fields) sql += ", " + quoted(field.key);
    return db.run(sql + ")");
}

Status add_columns(Database& db, const EntityDef& entity, const std::set<std::string>& present) {
    const std::string alter = "ALTER TABLE " + quoted(entity.key) + " ADD COLUMN ";
    if (present.count("_custom") == 0) TRY(db.run(alter + "_custom BLOB"));
    for (const FieldDef& field : entity.fields)
        if (present.count(field.key) == 0) TRY(db.run(alter + quoted(field.key)));
    return {};
}

/// Of files that an earlier program made.
Status add_later_columns(Database& db) {
    if (TRY(read_columns(db, "server_device")).count("owes_numbers") == 0)
        TRY(db.run("ALTER TABLE server_device ADD COLUMN owes_numbers INTEGER NOT NULL DEFAULT 0"));
    if (TRY(read_columns(db, "server_log")).count("chain") == 0)
        TRY(db.run("ALTER TABLE server_log ADD COLUMN chain INTEGER NOT NULL DEFAULT 0"));
    if (TRY(read_columns(db, "server_number")).count("block") != 0) return {};
    return db.run("ALTER TABLE server_number ADD COLUMN block BLOB");
}

/// For ServerStore::read_changed_children().
Status index_link(Database& db, const EntityDef& entity, FieldId link, const std::string& name) {
    return db.run("CREATE INDEX IF NOT EXISTS " + quoted(name) + " ON " + quoted(entity.key) +
                  " (" + quoted(entity.find_field(link)->key) + ")");
}

Status prepare_entity(Database& db, const Registry& registry, const EntityDef& entity) {
    const std::string table = quoted(entity.key);
    const std::set<std::string> present = TRY(read_columns(db, entity.key));
    TRY(present.empty() ? create_table(db, entity) : add_columns(db, entity, present));
    if (entity.parent_field != FieldId::None)
        TRY(index_link(db, entity, entity.parent_field, "server_children_" + entity.key));
    for (const OnlyOneRule& rule : registry.rules(entity.id).only_one())
        TRY(index_link(db, entity, rule.per,
                       "server_beside_" + entity.key + "_" + entity.find_field(rule.per)->key));
    return db.run("CREATE INDEX IF NOT EXISTS " + quoted("server_changes_" + entity.key) + " ON " +
                  table + " (_v)");
}

/// Of a file that an earlier program made: what stands in its rows is taken, as if it had been
/// brought along. Numbers that devices make themselves collide with nobody's.
Status note_numbers(Database& db, const EntityDef& entity) {
    const FieldDef* field = entity.find_field(entity.number_field);
    if (field == nullptr) return {};
    const std::string number = quoted(field->key);
    std::string sql =
        "INSERT OR IGNORE INTO server_number (entity, number, record, use) SELECT ?1, " + number +
        ", _id, ?2 FROM " + quoted(entity.key) + " WHERE " + number + " <> ''";
    if (entity.number_policy == NumberPolicy::Provisional)
        sql += " AND NOT EXISTS (SELECT 1 FROM server_device WHERE code <> '' AND substr(" +
               number + ", 1, length(?3 || code) + 1) = ?3 || code || '-')";
    Statement insert = TRY(db.prepare(sql));
    insert.bind(0, std::int64_t{raw(entity.id)})
        .bind(1, static_cast<std::int64_t>(sync::NumberUse::Brought));
    const std::string prefix = entity.number_prefix + "-";
    if (entity.number_policy == NumberPolicy::Provisional) insert.bind(2, std::string_view(prefix));
    return insert.run();
}

}  // namespace

Result<Database> open_server_database(const std::string& path) {
    OpenOptions options;
    options.sharing = Sharing::Shared;
    options.cache_kib = kCacheKib;
    Database db = TRY(open_database(path, options));
    TRY(db.run(kPragmas));
    return db;
}

Status prepare_server_schema(Database& db, const Registry& registry, std::uint64_t new_epoch) {
    const std::int64_t format = TRY(read_integer(db, "PRAGMA user_version"));
    if (format > kSchemaFormat) return fail(ErrorCode::Unsupported, "server_schema.format");
    Transaction transaction = TRY(Transaction::begin(db));
    const bool is_numbered = !TRY(read_columns(db, "server_number")).empty();
    TRY(db.run(kTables));
    TRY(add_later_columns(db));
    for (const EntityDef& entity : registry.entities()) {
        TRY(prepare_entity(db, registry, entity));
        if (!is_numbered) TRY(note_numbers(db, entity));
    }
    {
        Statement insert = TRY(db.prepare("INSERT OR IGNORE INTO server_state VALUES (1, ?1, 0)"));
        TRY(insert.bind(0, static_cast<std::int64_t>(new_epoch)).run());
    }
    TRY(db.run("PRAGMA user_version = " + std::to_string(kSchemaFormat)));
    return transaction.commit();
}

std::string quoted(const std::string& name) {
    std::string text = "\"";
    for (const char letter : name) {
        if (letter == '"') text += '"';
        text += letter;
    }
    return text + '"';
}

}  // namespace holdfast::server
