#include "core/app/undo.h"

namespace holdfast {
namespace {

Result<bool> still_stands(Store& store, const UndoStep::Change& change) {
    const EntityDef* entity = store.registry().find(change.entity);
    const std::optional<Record> record = TRY(store.read(change.entity, change.record));
    if (entity == nullptr || !record) return false;
    const bool deleted = record->life == Record::Life::Deleted;
    if (deleted != (change.kind == UndoStep::Kind::Restore)) return false;
    for (const Draft::FieldValue& expected : change.expected) {
        if (record->values[entity->index_of(expected.field)] != expected.value) return false;
    }
    if (change.kind != UndoStep::Kind::Transition) return true;
    return text_or_empty(record->values[entity->index_of(entity->state_field)]) == change.from;
}

void append(Draft& draft, const UndoStep::Change& change) {
    switch (change.kind) {
        case UndoStep::Kind::Set:
            draft.set(change.entity, change.record, change.restored);
            break;
        case UndoStep::Kind::Transition:
            draft.transition(change.entity, change.record, change.from, change.to);
            break;
        case UndoStep::Kind::Remove:
            draft.remove(change.entity, change.record);
            break;
        case UndoStep::Kind::Restore:
            draft.restore(change.entity, change.record);
            break;
    }
}

}  // namespace

Result<CommitOutcome> take_back(Store& store, const UndoStep& step) {
    Draft draft("undo", store.state().checkpoint);
    for (const UndoStep::Change& change : step.changes) {
        if (!TRY(still_stands(store, change))) return fail(ErrorCode::Conflict, "undo.changed");
        append(draft, change);
    }
    return store.commit(draft);
}

}  // namespace holdfast
