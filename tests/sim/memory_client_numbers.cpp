// What a device tells a restored server about document numbers.
#include "core/document_number.h"
#include "memory_client_store.h"
#include "sim_registry.h"

namespace holdfast::sim {

void MemoryClientStore::report_numbers(const std::unordered_map<RecordId, Row>& before) {
    TransactionRecord report;
    report.no = state_.next_no;
    report.hlc = state_.hlc;
    report.schema_version = registry_->version();
    const auto add = [&](const Record& record, FieldId field, Value value) {
        Operation& operation = report.operations.emplace_back();
        operation.kind = OperationKind::ReportNumber;
        operation.entity = record.entity;
        operation.record = record.id;
        operation.edits.emplace_back().field = field;
        operation.edits.back().value = std::move(value);
    };
    for (const auto& [id, row] : before) {
        const EntityDef& entity = *registry_->find(row.shown.entity);
        if (!gives_numbers(entity) || mutation_ == Mutation::NumbersNotReported) continue;
        const Value number = shown_value(row, entity.number_field);
        const Row* now = find_row(id);
        const bool gone = now == nullptr || shown_value(*now, entity.number_field) != number;
        if (!is_null(number) && gone) add(row.shown, entity.number_field, number);
    }
    for (const auto& [id, number] : taken_numbers_) {
        const EntityDef& entity = *registry_->find(kItem);
        const Row* now = find_row(id);
        const bool gone = now == nullptr || shown_value(*now, entity.number_field) != Value(number);
        if (!gone || mutation_ == Mutation::NumbersNotReported) continue;
        Record taken;
        taken.entity = kItem;
        taken.id = id;
        add(taken, entity.number_field, number);
    }
    add({}, FieldId::None, static_cast<std::int64_t>(state_.enrolment.epoch));
    state_.next_no = TransactionNo{raw(state_.next_no) + 1};
    pending_.push_back({std::move(report), PendingState::Queued});
}

}  // namespace holdfast::sim
