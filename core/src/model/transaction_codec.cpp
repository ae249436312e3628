#include "core/transaction_codec.h"

#include <algorithm>
#include <limits>

#include "core/cbor.h"

namespace holdfast {
namespace {

constexpr std::size_t kTransactionItems = 7;
constexpr std::size_t kOperationItems = 7;
constexpr std::size_t kEditItems = 5;
constexpr std::size_t kReasonBytesMax = 64;
/// Least bytes of an encoded operation and edit: a count is believed only as far as they allow.
constexpr std::size_t kOperationBytesMin = 24;
constexpr std::size_t kEditBytesMin = 6;

void write_edit(CborWriter& writer, const FieldEdit& edit) {
    writer.array(kEditItems);
    writer.unsigned_integer(raw(edit.field));
    writer.value(edit.value);
    writer.unsigned_integer(raw(edit.base));
    writer.unsigned_integer(raw(edit.own_no));
    writer.value(edit.seen);
}

void write_operation(CborWriter& writer, const Operation& operation) {
    writer.array(kOperationItems);
    writer.unsigned_integer(raw(operation.kind));
    writer.unsigned_integer(raw(operation.entity));
    writer.record_id(operation.record);
    writer.text(operation.from_state);
    writer.array(operation.edits.size());
    for (const FieldEdit& edit : operation.edits) write_edit(writer, edit);
    writer.unsigned_integer(raw(operation.base));
    writer.unsigned_integer(raw(operation.own_no));
}

template <typename Enum>
Result<Enum> read_number(CborReader& reader) {
    const std::uint64_t number = TRY(reader.unsigned_integer());
    if (number > std::numeric_limits<std::underlying_type_t<Enum>>::max())
        return fail(ErrorCode::Corrupt, "transaction.number");
    return static_cast<Enum>(number);
}

Result<OperationKind> read_kind(CborReader& reader) {
    const auto kind = TRY(read_number<OperationKind>(reader));
    switch (kind) {
        case OperationKind::Create:
        case OperationKind::Set:
        case OperationKind::Increment:
        case OperationKind::Transition:
        case OperationKind::ReportNumber:
        case OperationKind::Remove:
        case OperationKind::Restore:
            return kind;
    }
    return fail(ErrorCode::Corrupt, "transaction.kind");
}

Result<FieldEdit> read_edit(CborReader& reader) {
    TRY(reader.array_of(kEditItems));
    FieldEdit edit;
    edit.field = TRY(read_number<FieldId>(reader));
    edit.value = TRY(reader.value());
    edit.base = TRY(read_number<ServerSeq>(reader));
    edit.own_no = TRY(read_number<TransactionNo>(reader));
    edit.seen = TRY(reader.value());
    return edit;
}

Result<Operation> read_operation(CborReader& reader, std::size_t bytes_total) {
    TRY(reader.array_of(kOperationItems));
    Operation operation;
    operation.kind = TRY(read_kind(reader));
    operation.entity = TRY(read_number<EntityId>(reader));
    operation.record = TRY(reader.record_id());
    operation.from_state = std::string(TRY(reader.text()));
    const std::size_t edit_count = TRY(reader.array());
    operation.edits.reserve(
        std::min(edit_count, (bytes_total - reader.position()) / kEditBytesMin));
    for (std::size_t index = 0; index < edit_count; ++index)
        operation.edits.push_back(TRY(read_edit(reader)));
    operation.base = TRY(read_number<ServerSeq>(reader));
    operation.own_no = TRY(read_number<TransactionNo>(reader));
    return operation;
}

Result<std::vector<TransactionNo>> read_depends_on(CborReader& reader) {
    std::vector<TransactionNo> numbers;
    const std::size_t count = TRY(reader.array());
    numbers.reserve(count);
    for (std::size_t index = 0; index < count; ++index) {
        const auto number = TRY(read_number<TransactionNo>(reader));
        if (!numbers.empty() && number <= numbers.back())
            return fail(ErrorCode::Corrupt, "transaction.depends_on");
        numbers.push_back(number);
    }
    return numbers;
}

}  // namespace

std::vector<std::uint8_t> encode_transaction(const TransactionRecord& transaction) {
    std::vector<std::uint8_t> bytes;
    CborWriter writer(bytes);
    writer.array(kTransactionItems);
    writer.unsigned_integer(raw(transaction.no));
    writer.record_id(transaction.id);
    writer.unsigned_integer(transaction.hlc.packed);
    writer.unsigned_integer(transaction.schema_version);
    writer.text(transaction.reason);
    writer.array(transaction.depends_on.size());
    for (const TransactionNo number : transaction.depends_on) writer.unsigned_integer(raw(number));
    writer.array(transaction.operations.size());
    for (const Operation& operation : transaction.operations) write_operation(writer, operation);
    return bytes;
}

Result<TransactionRecord> decode_transaction(std::span<const std::uint8_t> bytes) {
    if (bytes.size() > kTransactionBytesMax)
        return fail(ErrorCode::LimitExceeded, "transaction.bytes");
    CborReader reader(bytes);
    TRY(reader.array_of(kTransactionItems));
    TransactionRecord transaction;
    transaction.no = TRY(read_number<TransactionNo>(reader));
    transaction.id = TRY(reader.record_id());
    transaction.hlc.packed = TRY(reader.unsigned_integer());
    transaction.schema_version = TRY(reader.unsigned_integer());
    transaction.reason = std::string(TRY(reader.text()));
    if (transaction.reason.size() > kReasonBytesMax)
        return fail(ErrorCode::LimitExceeded, "transaction.reason");
    transaction.depends_on = TRY(read_depends_on(reader));
    const std::size_t operation_count = TRY(reader.array());
    if (operation_count > kOperationsPerTransactionMax)
        return fail(ErrorCode::LimitExceeded, "transaction.operations");
    transaction.operations.reserve(
        std::min(operation_count, (bytes.size() - reader.position()) / kOperationBytesMin));
    for (std::size_t index = 0; index < operation_count; ++index)
        transaction.operations.push_back(TRY(read_operation(reader, bytes.size())));
    if (!reader.at_end()) return fail(ErrorCode::Corrupt, "transaction.trailing_bytes");
    return transaction;
}

}  // namespace holdfast
