// The operations that the store makes itself. Private to core/src/store.
#pragma once

#include <utility>
#include <vector>

#include "core/operation.h"

namespace holdfast {

/// `seen`: the checkpoint that its author was looking at.
[[nodiscard]] inline FieldEdit edit_of(FieldId field, Value value,
                                       ServerSeq seen = ServerSeq::None) {
    FieldEdit edit;
    edit.field = field;
    edit.value = std::move(value);
    edit.base = seen;
    return edit;
}

/// With one edit, of `edit`.
[[nodiscard]] inline Operation operation_on(OperationKind kind, EntityId entity,
                                            const RecordId& record, FieldEdit edit) {
    Operation operation;
    operation.kind = kind;
    operation.entity = entity;
    operation.record = record;
    operation.edits.push_back(std::move(edit));
    return operation;
}

}  // namespace holdfast
