#include "core/store.h"

namespace holdfast {
namespace {

std::vector<FieldEdit> edits_of(std::vector<Draft::FieldValue> values, ServerSeq seen) {
    std::vector<FieldEdit> edits;
    edits.reserve(values.size());
    for (Draft::FieldValue& given : values) {
        FieldEdit edit;
        edit.field = given.field;
        edit.value = std::move(given.value);
        edit.base = seen;
        edits.push_back(std::move(edit));
    }
    return edits;
}

Operation operation_of(OperationKind kind, EntityId entity, const RecordId& id, ServerSeq seen) {
    Operation operation;
    operation.kind = kind;
    operation.entity = entity;
    operation.record = id;
    operation.base = seen;
    return operation;
}

}  // namespace

Draft& Draft::create(EntityId entity, const RecordId& id, std::vector<FieldValue> values) {
    operations_.push_back(operation_of(OperationKind::Create, entity, id, seen_));
    operations_.back().edits = edits_of(std::move(values), seen_);
    return *this;
}

Draft& Draft::set(EntityId entity, const RecordId& id, std::vector<FieldValue> values) {
    operations_.push_back(operation_of(OperationKind::Set, entity, id, seen_));
    operations_.back().edits = edits_of(std::move(values), seen_);
    return *this;
}

Draft& Draft::increment(EntityId entity, const RecordId& id, FieldId field, std::int64_t delta) {
    operations_.push_back(operation_of(OperationKind::Increment, entity, id, seen_));
    operations_.back().edits = edits_of({{field, delta}}, seen_);
    return *this;
}

Draft& Draft::transition(EntityId entity, const RecordId& id, std::string from, std::string to,
                         std::vector<FieldValue> stamps) {
    operations_.push_back(operation_of(OperationKind::Transition, entity, id, seen_));
    operations_.back().from_state = std::move(from);
    // Which field the state is in only the registry knows; commit() fills it in.
    stamps.insert(stamps.begin(), {FieldId::None, std::move(to)});
    operations_.back().edits = edits_of(std::move(stamps), seen_);
    return *this;
}

Draft& Draft::remove(EntityId entity, const RecordId& id) {
    operations_.push_back(operation_of(OperationKind::Remove, entity, id, seen_));
    return *this;
}

Draft& Draft::restore(EntityId entity, const RecordId& id) {
    operations_.push_back(operation_of(OperationKind::Restore, entity, id, seen_));
    return *this;
}

Draft& Draft::instead_of(TransactionNo no) {
    replaced_ = no;
    return *this;
}

Draft& Draft::take_back() {
    takes_back_ = true;
    return *this;
}

}  // namespace holdfast
