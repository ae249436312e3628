#include "store/sync_tables.h"

#include "core/cbor.h"
#include "core/transaction_codec.h"

namespace holdfast {
namespace {

constexpr std::size_t kResultItems = 7;

std::int64_t to_integer(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

template <typename Enum>
std::int64_t to_integer(Enum value) {
    return static_cast<std::int64_t>(raw(value));
}

template <typename Enum>
Enum from_integer(std::int64_t value) {
    return static_cast<Enum>(value);
}

OverlayCell read_overlay(const Statement& statement, int first_column) {
    OverlayCell cell;
    cell.base_value = statement.value(first_column);
    cell.base = from_integer<ServerSeq>(statement.integer(first_column + 1));
    cell.first_no = from_integer<TransactionNo>(statement.integer(first_column + 2));
    cell.last_no = from_integer<TransactionNo>(statement.integer(first_column + 3));
    return cell;
}

std::vector<std::uint8_t> encode_result(const TransactionResult& result) {
    std::vector<std::uint8_t> bytes;
    CborWriter writer(bytes);
    writer.array(kResultItems);
    writer.unsigned_integer(raw(result.status));
    writer.unsigned_integer(raw(result.seq));
    writer.unsigned_integer(raw(result.code));
    writer.unsigned_integer(raw(result.entity));
    writer.unsigned_integer(raw(result.field));
    writer.unsigned_integer(raw(result.blocked_by));
    writer.text(result.current);
    return bytes;
}

Result<TransactionResult> decode_result(std::span<const std::uint8_t> bytes) {
    CborReader reader(bytes);
    TRY(reader.array_of(kResultItems));
    TransactionResult result;
    result.status = static_cast<TransactionStatus>(TRY(reader.unsigned_integer()));
    result.seq = static_cast<ServerSeq>(TRY(reader.unsigned_integer()));
    result.code = static_cast<RejectionCode>(TRY(reader.unsigned_integer()));
    result.entity = static_cast<EntityId>(TRY(reader.unsigned_integer()));
    result.field = static_cast<FieldId>(TRY(reader.unsigned_integer()));
    result.blocked_by = static_cast<TransactionNo>(TRY(reader.unsigned_integer()));
    result.current = std::string(TRY(reader.text()));
    return result;
}

Statement& bind_key(Statement& statement, const CellKey& key) {
    return statement.bind(0, to_integer(key.entity))
        .bind(1, key.record)
        .bind(2, to_integer(key.field));
}

}  // namespace

Result<Value> read_state_value(Database& db, std::string_view key) {
    Statement statement = TRY(db.prepare("SELECT value FROM sync_state WHERE key = ?1"));
    statement.bind(0, key);
    if (!TRY(statement.step())) return Value();
    return statement.value(0);
}

Status write_state_value(Database& db, std::string_view key, const Value& value) {
    Statement statement =
        TRY(db.prepare("INSERT INTO sync_state VALUES (?1, ?2)"
                       " ON CONFLICT (key) DO UPDATE SET value = excluded.value"));
    return statement.bind(0, key).bind(1, value).run();
}

Result<std::string> read_device_setting(Database& db, std::string_view key) {
    Statement statement = TRY(db.prepare("SELECT text FROM device_setting WHERE key = ?1"));
    statement.bind(0, key);
    if (!TRY(statement.step())) return std::string();
    return std::string(statement.text(0));
}

Status write_device_setting(Database& db, std::string_view key, std::string_view text) {
    Statement statement =
        TRY(db.prepare("INSERT INTO device_setting VALUES (?1, ?2)"
                       " ON CONFLICT (key) DO UPDATE SET text = excluded.text"));
    return statement.bind(0, key).bind(1, text).run();
}

Status read_store_state(Database& db, StoreState& state) {
    const auto integer = [&](std::string_view key, std::int64_t otherwise) -> Result<std::int64_t> {
        return integer_or(TRY(read_state_value(db, key)), otherwise);
    };
    const auto text = [&](std::string_view key) -> Result<std::string> {
        return std::string(text_or_empty(TRY(read_state_value(db, key))));
    };
    state.authority = from_integer<Authority>(TRY(integer("authority", 0)));
    state.enrolment.device = from_integer<DeviceNo>(TRY(integer("device", 0)));
    state.enrolment.device_code = TRY(text("device_code"));
    state.enrolment.token = TRY(text("token"));
    state.enrolment.server = TRY(text("server"));
    state.enrolment.user = TRY(text("user"));
    state.enrolment.epoch = static_cast<std::uint64_t>(TRY(integer("epoch", 0)));
    state.checkpoint = from_integer<ServerSeq>(TRY(integer("checkpoint", 0)));
    state.mark = TRY(text("mark"));
    state.next_no = from_integer<TransactionNo>(TRY(integer("next_no", 1)));
    state.hlc.packed = static_cast<std::uint64_t>(TRY(integer("hlc", 0)));
    return {};
}

Status write_enrolment(Database& db, const Enrolment& enrolment) {
    TRY(write_state_value(db, "authority", to_integer(Authority::Enrolled)));
    TRY(write_state_value(db, "device", to_integer(enrolment.device)));
    TRY(write_state_value(db, "device_code", enrolment.device_code));
    TRY(write_state_value(db, "token", enrolment.token));
    TRY(write_state_value(db, "server", enrolment.server));
    TRY(write_state_value(db, "user", enrolment.user));
    return write_state_value(db, "epoch", to_integer(enrolment.epoch));
}

Status write_clock(Database& db, TransactionNo next_no, Hlc hlc) {
    TRY(write_state_value(db, "next_no", to_integer(next_no)));
    return write_state_value(db, "hlc", to_integer(hlc.packed));
}

Result<std::optional<OverlayCell>> read_cell(Database& db, const CellKey& key) {
    Statement statement =
        TRY(db.prepare("SELECT base_value, base, first_no, last_no FROM sync_overlay"
                       " WHERE entity = ?1 AND id = ?2 AND field = ?3"));
    if (!TRY(bind_key(statement, key).step())) return std::optional<OverlayCell>{};
    return std::optional<OverlayCell>(read_overlay(statement, 0));
}

Status write_cell(Database& db, const CellKey& key, const OverlayCell& cell) {
    Statement statement =
        TRY(db.prepare("INSERT OR REPLACE INTO sync_overlay VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
    bind_key(statement, key).bind(3, cell.base_value).bind(4, to_integer(cell.base));
    return statement.bind(5, to_integer(cell.first_no)).bind(6, to_integer(cell.last_no)).run();
}

Status erase_cell(Database& db, const CellKey& key) {
    Statement statement =
        TRY(db.prepare("DELETE FROM sync_overlay WHERE entity = ?1 AND id = ?2 AND field = ?3"));
    return bind_key(statement, key).run();
}

Status erase_cells(Database& db, EntityId entity, const RecordId& record) {
    Statement statement = TRY(db.prepare("DELETE FROM sync_overlay WHERE entity = ?1 AND id = ?2"));
    return statement.bind(0, to_integer(entity)).bind(1, record).run();
}

Result<std::vector<FieldCell>> read_cells(Database& db, EntityId entity, const RecordId& record) {
    Statement statement =
        TRY(db.prepare("SELECT field, base_value, base, first_no, last_no FROM sync_overlay"
                       " WHERE entity = ?1 AND id = ?2"));
    statement.bind(0, to_integer(entity)).bind(1, record);
    std::vector<FieldCell> cells;
    while (TRY(statement.step()))
        cells.push_back({from_integer<FieldId>(statement.integer(0)), read_overlay(statement, 1)});
    return cells;
}

Result<bool> has_cells(Database& db, EntityId entity) {
    Statement statement = TRY(db.prepare("SELECT 1 FROM sync_overlay WHERE entity = ?1 LIMIT 1"));
    return statement.bind(0, to_integer(entity)).step();
}

Result<bool> has_cells(Database& db, EntityId entity, const RecordId& record) {
    Statement statement =
        TRY(db.prepare("SELECT 1 FROM sync_overlay WHERE entity = ?1 AND id = ?2 LIMIT 1"));
    return statement.bind(0, to_integer(entity)).bind(1, record).step();
}

Status append_pending(Database& db, const TransactionRecord& transaction,
                      std::span<const std::uint8_t> bytes, std::int64_t now_ms) {
    Statement statement = TRY(db.prepare(
        "INSERT INTO sync_pending (no, state, created_ms, bytes) VALUES (?1, 0, ?2, ?3)"));
    return statement.bind(0, to_integer(transaction.no)).bind(1, now_ms).bind_blob(2, bytes).run();
}

Result<std::vector<TransactionRecord>> read_pending(Database& db, PendingState state,
                                                    TransactionNo after, TransactionNo upto) {
    // The state is written into the text so that the partial index can serve it.
    Statement statement = TRY(
        db.prepare("SELECT bytes FROM sync_pending WHERE state = " + std::to_string(raw(state)) +
                   " AND no > ?1 AND no <= ?2 ORDER BY no"));
    statement.bind(0, to_integer(after)).bind(1, to_integer(upto));
    std::vector<TransactionRecord> transactions;
    while (TRY(statement.step()))
        transactions.push_back(TRY(decode_transaction(statement.blob(0))));
    return transactions;
}

Status write_decision(Database& db, TransactionNo no, PendingState state, std::int64_t decided_ms) {
    Statement statement =
        TRY(db.prepare("UPDATE sync_pending SET state = ?2, decided_ms = ?3 WHERE no = ?1"));
    return statement.bind(0, to_integer(no)).bind(1, to_integer(state)).bind(2, decided_ms).run();
}

Status write_refusal(Database& db, const TransactionResult& result, std::int64_t decided_ms) {
    const bool rejected = result.status == TransactionStatus::Rejected;
    TRY(write_decision(db, result.no, rejected ? PendingState::Rejected : PendingState::Blocked,
                       decided_ms));
    Statement statement = TRY(db.prepare("UPDATE sync_pending SET result = ?2 WHERE no = ?1"));
    return statement.bind(0, to_integer(result.no)).bind_blob(1, encode_result(result)).run();
}

Status requeue_acknowledged(Database& db, TransactionNo after) {
    Statement statement = TRY(db.prepare(
        "UPDATE sync_pending SET state = 0, decided_ms = 0 WHERE state = 1 AND no > ?1"));
    return statement.bind(0, to_integer(after)).run();
}

Result<bool> forget_refused(Database& db, TransactionNo no) {
    Statement statement = TRY(db.prepare("DELETE FROM sync_pending WHERE no = ?1 AND state >= 2"));
    TRY(statement.bind(0, to_integer(no)).run());
    return db.changes() > 0;
}

// Decisions come in the order of the numbers, so the first young one ends the search.
Status forget_acknowledged(Database& db, std::int64_t decided_before_ms) {
    Statement statement = TRY(db.prepare(
        "DELETE FROM sync_pending WHERE state = 1 AND no < COALESCE((SELECT no FROM sync_pending"
        " WHERE state = 1 AND decided_ms >= ?1 ORDER BY no LIMIT 1), 9223372036854775807)"));
    return statement.bind(0, decided_before_ms).run();
}

Result<std::vector<PendingTransaction>> read_refused(Database& db) {
    Statement statement =
        TRY(db.prepare("SELECT state, created_ms, bytes, result FROM sync_pending"
                       " WHERE state <> 1 AND state >= 2 ORDER BY no"));
    std::vector<PendingTransaction> refused;
    while (TRY(statement.step())) {
        PendingTransaction pending;
        pending.state = from_integer<PendingState>(statement.integer(0));
        pending.created_ms = statement.integer(1);
        pending.record = TRY(decode_transaction(statement.blob(2)));
        pending.result = TRY(decode_result(statement.blob(3)));
        pending.result->no = pending.record.no;
        refused.push_back(std::move(pending));
    }
    return refused;
}

}  // namespace holdfast
