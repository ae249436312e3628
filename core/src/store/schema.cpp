#include "store/schema.h"

#include <map>

#include "store/carried.h"
#include "store/custom_columns.h"
#include "store/entity_table.h"

namespace holdfast {
namespace {

/// Of the tables' own layout; definitions have their own version. See docs/formats.md.
constexpr std::int64_t kStoreFormat = 2;

constexpr char kCreateOwnTables[] = R"sql(
    CREATE TABLE IF NOT EXISTS sync_state (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sync_pending (
        no INTEGER PRIMARY KEY, state INTEGER NOT NULL, created_ms INTEGER NOT NULL,
        decided_ms INTEGER NOT NULL DEFAULT 0, bytes BLOB NOT NULL, result BLOB);
    CREATE INDEX IF NOT EXISTS sync_pending_open ON sync_pending (state, no) WHERE state <> 1;
    CREATE TABLE IF NOT EXISTS sync_overlay (
        entity INTEGER, id BLOB, field INTEGER, base_value, base INTEGER NOT NULL,
        first_no INTEGER NOT NULL, last_no INTEGER NOT NULL,
        PRIMARY KEY (entity, id, field)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS history_entry (
        no INTEGER PRIMARY KEY, part INTEGER NOT NULL, kind INTEGER NOT NULL,
        source INTEGER NOT NULL, entity INTEGER NOT NULL, id BLOB NOT NULL, at_ms INTEGER,
        user TEXT, reason TEXT, version INTEGER NOT NULL, changes BLOB);
    CREATE INDEX IF NOT EXISTS history_entry_by_id ON history_entry (id, no);
    CREATE TABLE IF NOT EXISTS history_bin (
        entity INTEGER, id BLOB, deleted_ms INTEGER NOT NULL, user TEXT, cleared BLOB,
        PRIMARY KEY (entity, id)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sync_carried (
        entity INTEGER, id BLOB, field INTEGER, value,
        PRIMARY KEY (entity, id, field)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS custom_column (
        entity INTEGER, name TEXT, field INTEGER NOT NULL,
        PRIMARY KEY (entity, name)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS device_setting (key TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID;
    DROP TABLE IF EXISTS import_change;  -- What imports wrote over stands in history_entry.
)sql";

constexpr char kHasCarried[] =
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'sync_carried'";
constexpr char kHasCustomColumns[] =
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'custom_column'";

struct Index {
    std::string name;
    std::string sql;
};

Index index_of(const EntityDef& entity, const FieldDef& field) {
    std::string columns = quoted(field.key);
    if (field.id == entity.list_order)
        columns = ordered(field) + ", id";
    else if (carries_list_order(entity, field))
        columns += ", " + ordered(*entity.find_field(entity.list_order));
    // Lists are filtered by state more than by anything else: here the order is complete.
    if (field.id == entity.state_field) columns += ", id";
    const std::string name = entity.key + "_by_" + field.key;
    // Records in the recycle bin are never found, so they need no entry; and a list that is read in
    // index order never has to look at the rows themselves. Most links of most records lead
    // nowhere: what is empty is only in an index that gives a list its order.
    const bool orders = field.id == entity.list_order || field.id == entity.state_field;
    const std::string filled = orders ? "" : " AND " + quoted(field.key) + " IS NOT NULL";
    return {name, "CREATE INDEX " + quoted(name) + " ON " + quoted(entity.key) + " (" + columns +
                      ") WHERE _deleted = 0" + filled};
}

std::vector<Index> indexes_of(const EntityDef& entity) {
    std::vector<Index> indexes;
    for (const FieldDef& field : entity.fields) {
        const bool orders_list = field.id == entity.list_order && !entity.menu.empty();
        if (field.indexing == Indexing::Index || orders_list)
            indexes.push_back(index_of(entity, field));
    }
    return indexes;
}

Result<std::int64_t> read_integer(Database& db, const std::string& sql) {
    Statement statement = TRY(db.prepare(sql));
    if (!TRY(statement.step())) return std::int64_t{0};
    return statement.integer(0);
}

Result<Columns> read_columns(Database& db, const EntityDef& entity) {
    Statement statement = TRY(db.prepare("SELECT name, type FROM pragma_table_info(?1)"));
    statement.bind(0, std::string_view(entity.key));
    Columns columns;
    while (TRY(statement.step())) columns.emplace(statement.text(0), statement.text(1));
    return columns;
}

Status create_table(Database& db, const EntityDef& entity) {
    std::string sql = "CREATE TABLE " + quoted(entity.key) +
                      " (pk INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
                      " _v INTEGER NOT NULL DEFAULT 0, _deleted INTEGER NOT NULL DEFAULT 0";
    for (const FieldDef& field : entity.fields)
        sql += ", " + quoted(field.key) + " " + std::string(column_type(field.type));
    return db.run(sql + ")");
}

enum class Growth : std::uint8_t { None, Grown };

Result<Growth> add_missing_columns(Database& db, const EntityDef& entity, const Columns& present) {
    Growth growth = Growth::None;
    for (const FieldDef& field : entity.fields) {
        if (present.contains(field.key)) continue;
        growth = Growth::Grown;
        TRY(db.run("ALTER TABLE " + quoted(entity.key) + " ADD COLUMN " + quoted(field.key) + " " +
                   std::string(column_type(field.type))));
    }
    return growth;
}

Status bring_up_indexes(Database& db, const EntityDef& entity) {
    std::map<std::string, std::string> present;
    {
        Statement statement =
            TRY(db.prepare("SELECT name, sql FROM sqlite_schema"
                           " WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL"));
        statement.bind(0, std::string_view(entity.key));
        while (TRY(statement.step())) present.emplace(statement.text(0), statement.text(1));
    }
    for (const Index& index : indexes_of(entity)) {
        const auto found = present.find(index.name);
        const bool same = found != present.end() && found->second == index.sql;
        if (found != present.end()) present.erase(found);
        if (same) continue;
        TRY(db.run("DROP INDEX IF EXISTS " + quoted(index.name)));
        TRY(db.run(index.sql));
    }
    for (const auto& [name, sql] : present) TRY(db.run("DROP INDEX " + quoted(name)));
    return {};
}

Result<Growth> bring_up_entity(Database& db, const EntityDef& entity) {
    Columns present = TRY(read_columns(db, entity));
    Growth growth = Growth::Grown;
    if (present.empty()) {
        TRY(create_table(db, entity));
    } else {
        TRY(settle_custom_columns(db, entity, present));
        growth = TRY(add_missing_columns(db, entity, present));
    }
    TRY(note_custom_columns(db, entity));
    TRY(bring_up_indexes(db, entity));
    return growth;
}

/// Programs before the table of carried values dropped what they did not know, so what is new here
/// may have been left out of earlier deltas. An epoch that no server has makes the next delta a new
/// start with everything in it.
Status ask_for_everything(Database& db) {
    return db.run("UPDATE sync_state SET value = 0 WHERE key = 'epoch'");
}

}  // namespace

bool carries_list_order(const EntityDef& entity, const FieldDef& field) {
    const FieldDef* order = entity.find_field(entity.list_order);
    if (!order || field.type == FieldType::Number) return false;
    return column_type(order->type) == "INTEGER" || info_of(field.type).few_values;
}

Status bring_up_schema(Database& db, const Registry& registry) {
    const std::int64_t format = TRY(read_integer(db, "PRAGMA user_version"));
    if (format > kStoreFormat) return fail(ErrorCode::Unsupported, "store.format");
    const auto version = static_cast<std::int64_t>(registry.version());
    if (format == kStoreFormat && TRY(read_integer(db, kHasCustomColumns)) != 0 &&
        TRY(read_integer(db, "SELECT value FROM sync_state WHERE key = 'schema'")) == version)
        return {};

    Transaction transaction = TRY(Transaction::begin(db));
    const bool carried = TRY(read_integer(db, kHasCarried)) != 0;
    TRY(db.run(kCreateOwnTables));
    Growth growth = Growth::None;
    for (const EntityDef& entity : registry.entities())
        if (TRY(bring_up_entity(db, entity)) == Growth::Grown) growth = Growth::Grown;
    if (growth == Growth::Grown && format != 0 && !carried) TRY(ask_for_everything(db));
    TRY(bring_back_carried(db, registry));
    TRY(db.run("PRAGMA user_version = " + std::to_string(kStoreFormat)));
    TRY(db.run("INSERT INTO sync_state VALUES ('schema', " + std::to_string(version) +
               ") ON CONFLICT (key) DO UPDATE SET value = excluded.value"));
    return transaction.commit();
}

Status drop_indexes(Database& db, const EntityDef& entity) {
    for (const Index& index : indexes_of(entity))
        TRY(db.run("DROP INDEX IF EXISTS " + quoted(index.name)));
    return {};
}

Status create_indexes(Database& db, const EntityDef& entity) {
    for (const Index& index : indexes_of(entity)) TRY(db.run(index.sql));
    return {};
}

}  // namespace holdfast
