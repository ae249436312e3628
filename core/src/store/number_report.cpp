#include "store/number_report.h"

#include <set>

#include "core/document_number.h"
#include "core/transaction_codec.h"
#include "store/field_edit.h"
#include "store/leased_numbers.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

constexpr std::size_t kNumbersPerTransaction = 500;

Operation operation_of(EntityId entity, const RecordId& record, FieldId field, Value value) {
    return operation_on(OperationKind::ReportNumber, entity, record,
                        edit_of(field, std::move(value)));
}

}  // namespace

Status NumberReport::note_shown() {
    for (const EntityDef& entity : store_->registry->entities())
        if (gives_numbers(entity)) TRY(note_shown(entity));
    // What was taken from a block counts as shown, also where the record lost it with a refusal.
    std::set<std::pair<RecordId, std::string>> known;
    for (const Shown& shown : shown_) known.emplace(shown.record, shown.number);
    for (LeasedNumber& taken : TRY(LeasedNumbers(*store_).read_taken()))
        if (!known.contains({taken.record, taken.number}))
            shown_.push_back({taken.entity, taken.record, std::move(taken.number)});
    return {};
}

Status NumberReport::note_shown(const EntityDef& entity) {
    const FieldId kept = entity.number_series.kept;
    const std::string number = quoted(entity.find_field(entity.number_field)->key);
    // A number that is to be replaced is the device's own.
    const std::string& given =
        kept == FieldId::None ? number : quoted(entity.find_field(kept)->key);
    Statement rows = TRY(store_->db.prepare("SELECT id, " + number + " FROM " + quoted(entity.key) +
                                            " WHERE " + given + " IS NOT NULL"));
    while (TRY(rows.step()))
        shown_.push_back({&entity, rows.record_id(0), std::string(rows.text(1))});
    return {};
}

Result<bool> NumberReport::is_still_there(const Shown& shown) {
    const auto row = TRY(store_->table(*shown.entity).read(store_->db, shown.record));
    const std::size_t position = shown.entity->index_of(shown.entity->number_field);
    return row && row->record.values[position] == Value(shown.number);
}

Result<TransactionNo> NumberReport::write(std::uint64_t epoch, TransactionNo next) {
    std::vector<Operation> operations;
    for (const Shown& shown : shown_) {
        if (TRY(is_still_there(shown))) continue;
        operations.push_back(
            operation_of(shown.entity->id, shown.record, shown.entity->number_field, shown.number));
        if (operations.size() < kNumbersPerTransaction) continue;
        TRY(queue(next, std::exchange(operations, {})));
        next = TransactionNo{raw(next) + 1};
    }
    operations.push_back(
        operation_of(EntityId::None, {}, FieldId::None, static_cast<std::int64_t>(epoch)));
    TRY(queue(next, std::move(operations)));
    return TransactionNo{raw(next) + 1};
}

Status NumberReport::queue(TransactionNo no, std::vector<Operation> operations) {
    TransactionRecord transaction;
    transaction.no = no;
    transaction.id = make_record_id(*store_->environment);
    transaction.hlc = store_->state.hlc;
    transaction.schema_version = store_->registry->version();
    transaction.reason = "numbers.report";
    transaction.operations = std::move(operations);
    return append_pending(store_->db, transaction, encode_transaction(transaction),
                          store_->environment->now_ms());
}

}  // namespace holdfast
