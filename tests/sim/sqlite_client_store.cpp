#include "sqlite_client_store.h"

#include <string>

namespace holdfast::sim {
namespace {

std::vector<Draft::FieldValue> values_of(const Operation& operation) {
    std::vector<Draft::FieldValue> values;
    for (const FieldEdit& edit : operation.edits) values.push_back({edit.field, edit.value});
    return values;
}

void add(Draft& draft, const Operation& operation) {
    const auto& [entity, record] = std::pair(operation.entity, operation.record);
    switch (operation.kind) {
        case OperationKind::Create:
            draft.create(entity, record, values_of(operation));
            return;
        case OperationKind::Set:
            draft.set(entity, record, values_of(operation));
            return;
        case OperationKind::Increment:
            draft.increment(entity, record, operation.edits.front().field,
                            integer_or(operation.edits.front().value, 0));
            return;
        case OperationKind::Transition:
            draft.transition(entity, record, operation.from_state,
                             std::string(text_or_empty(operation.edits.front().value)));
            return;
        case OperationKind::Remove:
            draft.remove(entity, record);
            return;
        case OperationKind::Restore:
            draft.restore(entity, record);
            return;
        case OperationKind::ReportNumber:
            return;
    }
}

}  // namespace

Result<TransactionNo> SqliteClientStore::commit(const LocalWork& work) {
    Draft draft("sim", work.seen);
    for (const Operation& operation : work.operations) add(draft, operation);
    const CommitOutcome outcome = TRY(store_.commit(draft));
    const auto* saved = std::get_if<Saved>(&outcome);
    return saved == nullptr ? TransactionNo::None : saved->no;
}

Result<const Record*> SqliteClientStore::find(EntityId entity, const RecordId& id) {
    found_ = TRY(store_.read(entity, id));
    return found_ ? &*found_ : nullptr;
}

Result<std::size_t> SqliteClientStore::count(EntityId entity) {
    const std::string& table = store_.registry().find(entity)->key;
    Statement statement = TRY(store_.database().prepare("SELECT count(*) FROM " + table));
    TRY(statement.step());
    return static_cast<std::size_t>(statement.integer(0));
}

Result<std::vector<TransactionNo>> SqliteClientStore::needing_attention() {
    std::vector<TransactionNo> numbers;
    for (const PendingTransaction& pending : TRY(store_.read_needing_attention()))
        numbers.push_back(pending.record.no);
    return numbers;
}

std::unique_ptr<SimStore> make_sqlite_store(const Registry& registry, Environment& environment,
                                            DeviceNo device) {
    Result<Database> database = Database::open(":memory:");
    HOLDFAST_ASSERT(database.has_value());
    Result<Store> store = Store::open(*std::move(database), registry, environment);
    HOLDFAST_ASSERT(store.has_value());
    auto made = std::make_unique<SqliteClientStore>(*std::move(store));
    Enrolment enrolment;
    enrolment.device = device;
    enrolment.device_code = "K" + std::to_string(raw(device));
    enrolment.token = "token";
    enrolment.server = "sim";
    enrolment.user = "user" + std::to_string(raw(device));
    enrolment.epoch = 1;
    const Status enrolled = made->enrol(enrolment);
    HOLDFAST_ASSERT(enrolled.has_value());
    return made;
}

}  // namespace holdfast::sim
