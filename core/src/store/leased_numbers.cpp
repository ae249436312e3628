#include "store/leased_numbers.h"

#include "core/document_number.h"
#include "store/commit.h"
#include "store/field_edit.h"
#include "store/history_writer.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

constexpr std::string_view kTakenPrefix = "leased.";
constexpr std::string_view kTakenEnd = "leased/";  // Behind every key with the prefix.
/// With fewer numbers left the device asks for another block, while it still has a network.
constexpr std::int64_t kNumbersLeftMin = 5;
/// Of one series; the server grants no more.
constexpr std::size_t kBlocksMax = 2;

/// After an ask that brought nothing.
constexpr std::int64_t kAskAgainMs = 3'600'000;

/// Of the last ask: its time, and the block that it was to be.
std::string asked_at_key(const EntityDef& entity) {
    return "lease_asked_at." + entity.key;
}
std::string asked_for_key(const EntityDef& entity) {
    return "lease_asked_for." + entity.key;
}

std::string key_of(const EntityDef& entity, const RecordId& record) {
    return std::string(kTakenPrefix) + entity.key + "." + to_text(record);
}

}  // namespace

LeasedNumbers::LeasedNumbers(Store::Impl& store)
    : store_(&store), definition_(store.registry->find(kNumberBlockModule)) {}

std::string LeasedNumbers::counter_of(const NumberBlock& block) {
    return "lease." + to_text(block.id);
}

Result<std::vector<NumberBlock>> LeasedNumbers::read_open(const EntityDef& entity,
                                                          const std::string& series) {
    std::vector<NumberBlock> blocks;
    if (!definition_ || store_->state.authority == Authority::Standalone) return blocks;
    const EntityTable& table = store_->table(*definition_);
    Statement rows =
        TRY(store_->db.prepare("SELECT " + table.columns() + " FROM " + quoted(definition_->key) +
                               " WHERE _deleted = 0 AND device = ?1 AND entity = ?2 AND series = ?3"
                               " AND state = ?4 ORDER BY \"first\""));
    rows.bind(0, std::string_view(store_->state.enrolment.device_code));
    rows.bind(1, std::string_view(entity.key)).bind(2, std::string_view(series));
    rows.bind(3, word_of(NumberBlock::State::Open));
    while (TRY(rows.step())) {
        const Record record = table.read_row(rows).record;
        blocks.push_back(number_block_of(*definition_, record.id, record.values));
    }
    return blocks;
}

Result<std::string> LeasedNumbers::find_taken(const EntityDef& entity, const RecordId& record) {
    return std::string(text_or_empty(TRY(read_state_value(store_->db, key_of(entity, record)))));
}

Status LeasedNumbers::write_taken(const LeasedNumber& taken) {
    return write_state_value(store_->db, key_of(*taken.entity, taken.record), taken.number);
}

Result<std::vector<LeasedNumber>> LeasedNumbers::read_taken() {
    Statement rows =
        TRY(store_->db.prepare("SELECT key, value FROM sync_state WHERE key > ?1 AND key < ?2"));
    rows.bind(0, kTakenPrefix).bind(1, kTakenEnd);
    std::vector<LeasedNumber> all;
    while (TRY(rows.step())) {
        const std::string_view key = rows.text(0).substr(kTakenPrefix.size());
        const std::size_t dot = key.rfind('.');
        const auto record = parse_record_id(key.substr(dot + 1));
        const EntityDef* entity = store_->registry->find(key.substr(0, dot));
        if (entity && record) all.push_back({entity, *record, std::string(rows.text(1))});
    }
    return all;
}

Result<bool> LeasedNumbers::has_asked(const EntityDef& entity) {
    Statement rows =
        TRY(store_->db.prepare("SELECT 1 FROM " + quoted(definition_->key) +
                               " WHERE _deleted = 0 AND device = ?1 AND entity = ?2 AND state = ?3"
                               " LIMIT 1"));
    rows.bind(0, std::string_view(store_->state.enrolment.device_code));
    rows.bind(1, std::string_view(entity.key)).bind(2, word_of(NumberBlock::State::Asked));
    return rows.step();
}

// The server has passed over it, and would again: as a rule the device holds blocks that it has
// lost.
Result<bool> LeasedNumbers::asked_in_vain(const EntityDef& entity) {
    const Value asked = TRY(read_state_value(store_->db, asked_at_key(entity)));
    const std::int64_t age = store_->environment->now_ms() - integer_or(asked, 0);
    if (is_null(asked) || age < 0 || age >= kAskAgainMs) return false;
    const Value wanted = TRY(read_state_value(store_->db, asked_for_key(entity)));
    const auto id = parse_record_id(text_or_empty(wanted));
    return id && !TRY(store_->table(*definition_).read(store_->db, *id));
}

Result<bool> LeasedNumbers::is_low(const EntityDef& entity) {
    const std::vector<Value> none(entity.fields.size());
    const std::string series = number_series_of(entity, none, store_->environment->now_ms());
    const std::vector<NumberBlock> blocks = TRY(read_open(entity, series));
    std::int64_t left = 0;
    for (const NumberBlock& block : blocks) {
        const Value next = TRY(read_state_value(store_->db, counter_of(block)));
        left += block.last - block.first + 2 - integer_or(next, 1);
    }
    if (left >= kNumbersLeftMin || blocks.size() >= kBlocksMax) return false;
    return !TRY(has_asked(entity)) && !TRY(asked_in_vain(entity));
}

Status LeasedNumbers::ask(const EntityDef& entity, TransactionNo no, Hlc hlc) {
    Record record;
    record.entity = definition_->id;
    record.id = make_record_id(*store_->environment);
    NumberBlock wanted;
    wanted.module = entity.key;
    wanted.device = store_->state.enrolment.device_code;
    record.values = values_of(*definition_, wanted);
    const std::int64_t pk = TRY(store_->table(*definition_).insert(store_->db, record));
    store_->note_for_search(*definition_, pk, record.values);
    HistoryWriter history(*store_, HistorySource::Here, "numbers.ask");
    history.note_new(*definition_, record);
    static_cast<void>(TRY(history.flush()));
    TRY(write_state_value(store_->db, asked_at_key(entity), store_->environment->now_ms()));
    TRY(write_state_value(store_->db, asked_for_key(entity), to_text(record.id)));
    TransactionRecord transaction;
    transaction.no = no;
    transaction.id = make_record_id(*store_->environment);
    transaction.hlc = hlc;
    transaction.schema_version = store_->registry->version();
    transaction.reason = "numbers.ask";
    Operation creation;
    creation.kind = OperationKind::Create;
    creation.entity = record.entity;
    creation.record = record.id;
    for (std::size_t position = 0; position < record.values.size(); ++position)
        if (!is_null(record.values[position]))
            creation.edits.push_back(
                edit_of(definition_->fields[position].id, record.values[position]));
    transaction.operations.push_back(std::move(creation));
    return log_transaction(*store_, transaction,
                           [](EntityId, const RecordId&) -> const Record* { return nullptr; });
}

Result<TransactionNo> LeasedNumbers::ask_where_low(const std::deque<PlannedRow>& rows,
                                                   TransactionNo last, Hlc hlc) {
    if (!definition_ || store_->state.authority == Authority::Standalone) return last;
    std::set<EntityId> seen;
    for (const PlannedRow& planned : rows) {
        const EntityDef& entity = *planned.entity;
        if (!planned.is_changed() || !leases_numbers(entity) || !seen.insert(entity.id).second)
            continue;
        if (!TRY(is_low(entity))) continue;
        last = TransactionNo{raw(last) + 1};
        TRY(ask(entity, last, hlc));
    }
    return last;
}

}  // namespace holdfast
