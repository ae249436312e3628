#include "resend.h"

#include <algorithm>

#include "core/record.h"

namespace holdfast {
namespace {

bool has_editor(const EntityDef& entity, FieldId field) {
    return std::any_of(entity.form.begin(), entity.form.end(), [field](const FormSection& section) {
        return std::count(section.fields.begin(), section.fields.end(), field) != 0;
    });
}

/// Nothing of the operation would be left out: it has editors, or the engine writes it again.
bool has_editors(const EntityDef& entity, const Operation& operation) {
    const bool creates = operation.kind == OperationKind::Create;
    return std::all_of(operation.edits.begin(), operation.edits.end(), [&](const FieldEdit& edit) {
        const FieldDef* field = entity.find_field(edit.field);
        if (field == nullptr) return false;
        if (edit.field == entity.state_field)
            return creates && text_or_empty(edit.value) == entity.initial_state;
        const bool is_given =
            is_null(edit.value) || edit.value == field->initial ||
            field->access == Access::ReadOnly || field->merge == MergeKind::Position ||
            edit.field == entity.number_field || edit.field == entity.parent_field;
        return is_given || has_editor(entity, edit.field);
    });
}

bool fits_a_form(const EntityDef& entity, const Operation& operation) {
    const bool is_line = entity.parent_field != FieldId::None;
    switch (operation.kind) {
        case OperationKind::Create:
        case OperationKind::Set:
            return has_editors(entity, operation);
        case OperationKind::Transition:
            return !is_line;
        case OperationKind::Remove:
            return is_line;
        case OperationKind::Increment:
        case OperationKind::Restore:
            break;
    }
    return false;
}

/// The record that `line` belongs to. None when it is not known.
Result<RecordId> parent_of(Store& store, const EntityDef& child, const Operation& line) {
    for (const FieldEdit& edit : line.edits)
        if (edit.field == child.parent_field) return link_or_none(edit.value);
    const std::optional<Record> record = TRY(store.read(child.id, line.record));
    return record ? link_or_none(record->values[child.index_of(child.parent_field)]) : RecordId{};
}

struct Head {
    EntityId entity = EntityId::None;
    RecordId record;
    bool operator==(const Head&) const = default;
};

/// The record whose form shows the operation.
Result<Head> head_of(Store& store, const Operation& operation) {
    const EntityDef* entity = store.registry().find(operation.entity);
    if (entity == nullptr) return Head{};
    if (entity->parent_field == FieldId::None) return Head{operation.entity, operation.record};
    const FieldDef& parent = *entity->find_field(entity->parent_field);
    return Head{parent.target, TRY(parent_of(store, *entity, operation))};
}

std::vector<Draft::FieldValue> values_of(const Operation& operation) {
    std::vector<Draft::FieldValue> values;
    for (const FieldEdit& edit : operation.edits) values.push_back({edit.field, edit.value});
    return values;
}

Status move_again(Draft& draft, Store& store, const Operation& operation) {
    const EntityDef* entity = store.registry().find(operation.entity);
    const std::optional<Record> record = TRY(store.read(operation.entity, operation.record));
    if (entity == nullptr || !record || operation.edits.empty())
        return fail(ErrorCode::NotFound, "resend.transition");
    const Value& state = record->values[entity->index_of(entity->state_field)];
    draft.transition(operation.entity, operation.record, std::string(text_or_empty(state)),
                     std::string(text_or_empty(operation.edits.front().value)));
    return {};
}

Status add_again(Draft& draft, Store& store, const Operation& operation) {
    const EntityId entity = operation.entity;
    const RecordId& record = operation.record;
    switch (operation.kind) {
        case OperationKind::Create:
            draft.create(entity, record, values_of(operation));
            return {};
        case OperationKind::Set:
            draft.set(entity, record, values_of(operation));
            return {};
        case OperationKind::Increment:
            for (const FieldEdit& edit : operation.edits)
                draft.increment(entity, record, edit.field, integer_or(edit.value, 0));
            return {};
        case OperationKind::Transition:
            return move_again(draft, store, operation);
        case OperationKind::Remove:
            draft.remove(entity, record);
            return {};
        case OperationKind::Restore:
            draft.restore(entity, record);
            return {};
    }
    return fail(ErrorCode::Unsupported, "resend.operation");
}

void type_line(FormView& form, const EntityDef& child, const Operation& operation,
               const Strings& strings, int zone) {
    if (operation.kind == OperationKind::Remove)
        return form.remove_line(child.id, operation.record);
    const RecordId line =
        operation.kind == OperationKind::Create ? form.add_line(child.id) : operation.record;
    for (const FieldEdit& edit : operation.edits) {
        const FieldDef* field = child.find_field(edit.field);
        if (field == nullptr || edit.field == child.parent_field) continue;
        form.set_line_text(child.id, line, edit.field, strings.edit_text(*field, edit.value, zone));
    }
}

}  // namespace

Result<std::optional<ResendForm>> find_resend_form(Store& store,
                                                   const TransactionRecord& transaction) {
    if (transaction.operations.empty()) return std::optional<ResendForm>();
    const Head head = TRY(head_of(store, transaction.operations.front()));
    ResendForm form{head.entity, head.record, false, {}};
    for (const Operation& operation : transaction.operations) {
        const EntityDef* entity = store.registry().find(operation.entity);
        if (entity == nullptr || !fits_a_form(*entity, operation) ||
            TRY(head_of(store, operation)) != head)
            return std::optional<ResendForm>();
        if (operation.entity != head.entity) continue;
        form.creates = form.creates || operation.kind == OperationKind::Create;
        if (operation.kind == OperationKind::Transition && !operation.edits.empty())
            form.to_state = text_or_empty(operation.edits.front().value);
    }
    const bool here = !head.record.is_none() && TRY(store.read(head.entity, head.record));
    // A creation of something that is here, or a change of something that is not, fits no form.
    if (head.record.is_none() || here == form.creates) return std::optional<ResendForm>();
    return std::optional<ResendForm>(std::move(form));
}

void type_again(FormView& form, const Registry& registry, const TransactionRecord& transaction,
                const Strings& strings, int zone_offset_minutes) {
    for (const Operation& operation : transaction.operations) {
        if (operation.kind == OperationKind::Transition) continue;
        if (operation.entity != form.entity().id) {
            type_line(form, *registry.find(operation.entity), operation, strings,
                      zone_offset_minutes);
            continue;
        }
        for (const FieldEdit& edit : operation.edits) {
            const FieldDef* field = form.entity().find_field(edit.field);
            if (field != nullptr)
                form.set_text(edit.field,
                              strings.edit_text(*field, edit.value, zone_offset_minutes));
        }
    }
}

Result<Draft> draft_again(Store& store, const TransactionRecord& transaction) {
    Draft draft(transaction.reason, store.state().checkpoint);
    for (const Operation& operation : transaction.operations)
        TRY(add_again(draft, store, operation));
    return draft;
}

}  // namespace holdfast
