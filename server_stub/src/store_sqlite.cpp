#include "store_sqlite.h"

#include <algorithm>
#include <tuple>

#include "core/transaction_codec.h"
#include "custom_cells.h"
#include "packed_seqs.h"
#include "restored.h"
#include "server_schema.h"

namespace holdfast::server {
namespace {

constexpr int kFixedColumns = 6;
constexpr int kCustomColumn = 5;

constexpr char kReadDevice[] =
    "SELECT code, user, last_no, last_hlc, owes_numbers FROM server_device WHERE no = ?1";
constexpr char kWriteDevice[] = R"sql(
    INSERT INTO server_device (no, code, user, last_no, last_hlc, owes_numbers)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (no) DO UPDATE SET code = excluded.code, user = excluded.user,
        last_no = excluded.last_no, last_hlc = excluded.last_hlc,
        owes_numbers = excluded.owes_numbers
)sql";
constexpr char kReadLog[] = "SELECT device, no, hlc, user, chain FROM server_log WHERE seq = ?1";
constexpr char kAppendLog[] =
    "INSERT INTO server_log (seq, device, no, hlc, user, body, chain)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr char kWriteResult[] =
    "INSERT OR REPLACE INTO server_result VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr char kReadResults[] = R"sql(
    SELECT no, status, seq, code, entity, field, blocked_by, current FROM server_result
    WHERE device = ?1 AND no > ?2 AND no <= ?3 ORDER BY no
)sql";

/// SQLite's integers are signed; the same 64 bits come back.
template <typename Number>
std::int64_t stored(Number number) {
    return static_cast<std::int64_t>(number);
}

template <typename Enum>
Enum loaded(std::int64_t number) {
    return static_cast<Enum>(number);
}

TransactionResult read_result(const Statement& row) {
    TransactionResult result;
    result.no = loaded<TransactionNo>(row.integer(0));
    result.status = loaded<TransactionStatus>(row.integer(1));
    result.seq = loaded<ServerSeq>(row.integer(2));
    result.code = loaded<RejectionCode>(row.integer(3));
    result.entity = loaded<EntityId>(row.integer(4));
    result.field = loaded<FieldId>(row.integer(5));
    result.blocked_by = loaded<TransactionNo>(row.integer(6));
    result.current = std::string(row.text(7));
    return result;
}

std::vector<Value> read_values(const Statement& row, std::size_t count) {
    std::vector<Value> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = row.value(kFixedColumns + static_cast<int>(i));
    return values;
}

}  // namespace

SqliteStore::SqliteStore(Database database, const Registry& registry)
    : db_(std::move(database)), registry_(&registry) {
    for (const EntityDef& entity : registry.entities()) {
        std::string columns = "_id, _v, _fv, _del, _del_v, _custom";
        std::string places = "?1, ?2, ?3, ?4, ?5, ?6";
        std::string updates =
            "_v = excluded._v, _fv = excluded._fv, _del = excluded._del, _del_v = excluded._del_v,"
            " _custom = excluded._custom";
        for (std::size_t i = 0; i < entity.fields.size(); ++i) {
            const std::string name = quoted(entity.fields[i].key);
            columns += ", " + name;
            places += ", ?" + std::to_string(i + kFixedColumns + 1);
            updates += ", " + name + " = excluded." + name;
        }
        const std::string table = quoted(entity.key);
        const std::string from = "SELECT " + columns + " FROM " + table;
        sql_.push_back({entity.id, entity.fields.size(), from + " WHERE _id = ?1",
                        "INSERT INTO " + table + " (" + columns + ") VALUES (" + places +
                            ") ON CONFLICT (_id) DO UPDATE SET " + updates,
                        from + " WHERE _v > ?1 ORDER BY _v"});
    }
}

const SqliteStore::EntitySql* SqliteStore::sql_of(EntityId entity) const {
    const auto found = std::find_if(sql_.begin(), sql_.end(),
                                    [&](const EntitySql& sql) { return sql.entity == entity; });
    HOLDFAST_ASSERT(found != sql_.end() || is_custom(entity));
    return found == sql_.end() ? nullptr : &*found;
}

Status SqliteStore::start(const char* sql) {
    HOLDFAST_ASSERT(!open_);
    TRY(run_prepared(sql));
    open_ = true;
    const Status loaded_state = load_state();
    if (!loaded_state) rollback();
    return loaded_state;
}

Status SqliteStore::load_state() {
    Statement select = TRY(db_.prepare("SELECT epoch, head FROM server_state WHERE one = 1"));
    if (!TRY(select.step())) return fail(ErrorCode::Corrupt, "server_store.state");
    epoch_ = static_cast<std::uint64_t>(select.integer(0));
    head_ = stored_head_ = loaded<ServerSeq>(select.integer(1));
    return {};
}

Status SqliteStore::store_head() {
    if (head_ == stored_head_) return {};
    Statement update = TRY(db_.prepare("UPDATE server_state SET head = ?1 WHERE one = 1"));
    return update.bind(0, stored(raw(head_))).run();
}

Status SqliteStore::begin_new_history(std::uint64_t epoch, std::int64_t now_ms) {
    HOLDFAST_ASSERT(open_);
    TRY(store_head());
    TRY(write_new_history(db_, epoch, now_ms));
    return load_state();
}

Status SqliteStore::begin() {
    return start("BEGIN IMMEDIATE");
}

Status SqliteStore::begin_snapshot() {
    return start("BEGIN");
}

Status SqliteStore::commit() {
    HOLDFAST_ASSERT(open_);
    Status committed = store_head();
    if (committed) committed = run_prepared("COMMIT");
    if (committed)
        open_ = false;
    else
        rollback();
    return committed;
}

Status SqliteStore::run_prepared(const char* sql) {
    Statement statement = TRY(db_.prepare(sql));
    return statement.run();
}

void SqliteStore::rollback() {
    if (!open_) return;
    open_ = false;
    // A full disk or a failed write may have rolled back already; then there is nothing to undo.
    static_cast<void>(db_.run("ROLLBACK"));
}

Status SqliteStore::run_apart(const std::function<Status(SqliteStore&)>& work) {
    const auto before = std::tuple(epoch_, head_, stored_head_);
    TRY(run_prepared("SAVEPOINT apart"));
    const Status done = work(*this);
    const Status ended =
        done ? run_prepared("RELEASE apart") : db_.run("ROLLBACK TO apart; RELEASE apart");
    if (!done) std::tie(epoch_, head_, stored_head_) = before;
    if (ended) return done;
    // The savepoint is gone, and the group with it: a full disk can do that.
    rollback();
    return done ? ended : done;
}

Result<std::uint64_t> SqliteStore::epoch() {
    HOLDFAST_ASSERT(open_);
    return epoch_;
}

Result<bool> SqliteStore::had_epoch(std::uint64_t epoch) {
    if (epoch == epoch_) return true;
    Statement select = TRY(db_.prepare("SELECT 1 FROM server_past_epoch WHERE epoch = ?1"));
    select.bind(0, stored(epoch));
    return select.step();
}

Result<ServerSeq> SqliteStore::head() {
    HOLDFAST_ASSERT(open_);
    return head_;
}

Result<ServerSeq> SqliteStore::take_seq() {
    HOLDFAST_ASSERT(open_);
    head_ = ServerSeq{raw(head_) + 1};
    return head_;
}

Result<std::optional<sync::DeviceState>> SqliteStore::read_device(DeviceNo device) {
    Statement select = TRY(db_.prepare(kReadDevice));
    select.bind(0, stored(raw(device)));
    if (!TRY(select.step())) return std::optional<sync::DeviceState>{};
    sync::DeviceState state;
    state.device = device;
    state.code = std::string(select.text(0));
    state.user = std::string(select.text(1));
    state.last_no = loaded<TransactionNo>(select.integer(2));
    state.last_hlc = Hlc{static_cast<std::uint64_t>(select.integer(3))};
    state.owes_numbers = select.integer(4) != 0;
    return std::optional(std::move(state));
}

Status SqliteStore::write_device(const sync::DeviceState& device) {
    Statement upsert = TRY(db_.prepare(kWriteDevice));
    return upsert.bind(0, stored(raw(device.device)))
        .bind(1, std::string_view(device.code))
        .bind(2, std::string_view(device.user))
        .bind(3, stored(raw(device.last_no)))
        .bind(4, stored(device.last_hlc.packed))
        .bind(5, std::int64_t{device.owes_numbers ? 1 : 0})
        .run();
}

Result<std::optional<sync::ServerRow>> SqliteStore::read_row(EntityId entity, const RecordId& id) {
    const EntitySql* known = sql_of(entity);
    if (known == nullptr) return read_custom_row(entity, id);
    const EntitySql& sql = *known;
    Statement select = TRY(db_.prepare(sql.select));
    select.bind(0, id);
    if (!TRY(select.step())) return std::optional<sync::ServerRow>{};
    sync::ServerRow row;
    row.id = id;
    row.version = loaded<ServerSeq>(select.integer(1));
    row.deleted = select.integer(3) != 0;
    row.deleted_seq = loaded<ServerSeq>(select.integer(4));
    row.values = read_values(select, sql.field_count);
    row.field_seqs = TRY(unpack_seqs(select.blob(2), row.version, sql.field_count));
    row.custom = TRY(unpack_cells(select.blob(kCustomColumn)));
    return std::optional(std::move(row));
}

Result<std::vector<RecordId>> SqliteStore::read_changed_children(const sync::ChildQuery& query) {
    const EntityDef& entity = *registry_->find(query.entity);
    Statement select = TRY(db_.prepare("SELECT _id FROM " + quoted(entity.key) + " WHERE " +
                                       quoted(entity.find_field(query.link)->key) +
                                       " = ?1 AND _v > ?2 ORDER BY _id"));
    select.bind(0, query.parent).bind(1, stored(raw(query.after)));
    std::vector<RecordId> ids;
    while (TRY(select.step())) ids.push_back(select.record_id(0));
    return ids;
}

Status SqliteStore::write_row(EntityId entity, const sync::ServerRow& row) {
    const EntitySql* known = sql_of(entity);
    if (known == nullptr) return write_custom_row(entity, row);
    const EntitySql& sql = *known;
    HOLDFAST_ASSERT(row.values.size() == sql.field_count &&
                    row.field_seqs.size() == sql.field_count);
    const std::vector<std::uint8_t> packed = pack_seqs(row.field_seqs, row.version);
    Statement upsert = TRY(db_.prepare(sql.upsert));
    upsert.bind(0, row.id).bind(1, stored(raw(row.version)));
    packed.empty() ? upsert.bind_null(2) : upsert.bind_blob(2, packed);
    upsert.bind(3, std::int64_t{row.deleted ? 1 : 0}).bind(4, stored(raw(row.deleted_seq)));
    const std::vector<std::uint8_t> cells = pack_cells(row.custom);
    cells.empty() ? upsert.bind_null(kCustomColumn) : upsert.bind_blob(kCustomColumn, cells);
    for (std::size_t i = 0; i < sql.field_count; ++i)
        upsert.bind(kFixedColumns + static_cast<int>(i), row.values[i]);
    return upsert.run();
}

Result<std::optional<sync::LogEntry>> SqliteStore::read_log(ServerSeq seq) {
    Statement select = TRY(db_.prepare(kReadLog));
    select.bind(0, stored(raw(seq)));
    if (!TRY(select.step())) return std::optional<sync::LogEntry>{};
    sync::LogEntry entry;
    entry.device = loaded<DeviceNo>(select.integer(0));
    entry.no = loaded<TransactionNo>(select.integer(1));
    entry.hlc = Hlc{static_cast<std::uint64_t>(select.integer(2))};
    entry.user = std::string(select.text(3));
    entry.chain = static_cast<std::uint64_t>(select.integer(4));
    return std::optional(std::move(entry));
}

Result<std::uint64_t> SqliteStore::read_chain(ServerSeq upto) {
    Statement select =
        TRY(db_.prepare("SELECT chain FROM server_log WHERE seq <= ?1 ORDER BY seq DESC LIMIT 1"));
    select.bind(0, stored(raw(upto)));
    if (!TRY(select.step())) return std::uint64_t{0};
    return static_cast<std::uint64_t>(select.integer(0));
}

Status SqliteStore::append_log(ServerSeq seq, const sync::LogEntry& entry,
                               const TransactionRecord& transaction) {
    Statement insert = TRY(db_.prepare(kAppendLog));
    return insert.bind(0, stored(raw(seq)))
        .bind(1, stored(raw(entry.device)))
        .bind(2, stored(raw(entry.no)))
        .bind(3, stored(entry.hlc.packed))
        .bind(4, std::string_view(entry.user))
        .bind_blob(5, encode_transaction(transaction))
        .bind(6, stored(entry.chain))
        .run();
}

Status SqliteStore::write_result(DeviceNo device, const TransactionResult& result) {
    Statement insert = TRY(db_.prepare(kWriteResult));
    return insert.bind(0, stored(raw(device)))
        .bind(1, stored(raw(result.no)))
        .bind(2, stored(raw(result.status)))
        .bind(3, stored(raw(result.seq)))
        .bind(4, stored(raw(result.code)))
        .bind(5, stored(raw(result.entity)))
        .bind(6, stored(raw(result.field)))
        .bind(7, stored(raw(result.blocked_by)))
        .bind(8, std::string_view(result.current))
        .run();
}

Result<std::vector<TransactionResult>> SqliteStore::read_results(DeviceNo device,
                                                                 TransactionNo after,
                                                                 TransactionNo upto) {
    Statement select = TRY(db_.prepare(kReadResults));
    select.bind(0, stored(raw(device))).bind(1, stored(raw(after))).bind(2, stored(raw(upto)));
    std::vector<TransactionResult> results;
    while (TRY(select.step())) results.push_back(read_result(select));
    return results;
}

Result<EntityRows> SqliteStore::read_entity_changes(const EntitySql& sql, ServerSeq after) {
    Statement select = TRY(db_.prepare(sql.changes));
    select.bind(0, stored(raw(after)));
    EntityRows changes{sql.entity, {}};
    for (const FieldDef& field : registry_->find(sql.entity)->fields)
        changes.fields.push_back(field.id);
    while (TRY(select.step())) {
        RowImage& row = changes.rows.emplace_back();
        row.id = select.record_id(0);
        row.version = loaded<ServerSeq>(select.integer(1));
        row.deleted = select.integer(3) != 0;
        row.values = read_values(select, sql.field_count);
        TRY(add_cells(select.blob(kCustomColumn), row, changes.fields));
    }
    return changes;
}

Result<std::vector<EntityRows>> SqliteStore::read_changes(ServerSeq after) {
    std::vector<EntityRows> all;
    for (const EntitySql& sql : sql_) {
        EntityRows changes = TRY(read_entity_changes(sql, after));
        if (!changes.rows.empty()) all.push_back(std::move(changes));
    }
    TRY(read_custom_changes(after, all));
    return all;
}

}  // namespace holdfast::server
