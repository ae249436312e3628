// Transactions of the log and the wire: what is accepted survives writing and reading again.
#include "core/transaction_codec.h"

#include "fuzz/target.h"

namespace holdfast::test {

std::vector<Bytes> seeds() {
    FieldEdit edit;
    edit.field = static_cast<FieldId>(7);
    edit.value = std::string("pump does not start");
    edit.seen = std::int64_t{12};
    Operation operation;
    operation.kind = OperationKind::Transition;
    operation.entity = static_cast<EntityId>(3);
    operation.record = {5, 6};
    operation.from_state = "open";
    operation.edits = {edit, edit};
    TransactionRecord transaction;
    transaction.no = static_cast<TransactionNo>(9);
    transaction.id = {1, 2};
    transaction.reason = "work_order.edit";
    transaction.depends_on = {static_cast<TransactionNo>(4), static_cast<TransactionNo>(8)};
    transaction.operations = {operation, operation};
    return {encode_transaction(transaction)};
}

void feed(std::span<const std::uint8_t> bytes) {
    const Result<TransactionRecord> transaction = decode_transaction(bytes);
    if (!transaction) return;
    const Result<TransactionRecord> again = decode_transaction(encode_transaction(*transaction));
    HOLDFAST_ASSERT(again && *again == *transaction);
}

}  // namespace holdfast::test
