#include "resend.h"

#include <algorithm>
#include <span>

#include "core/record.h"

namespace holdfast {
namespace {

bool is_line(const EntityDef& entity) {
    return entity.parent_field != FieldId::None;
}

bool has_editor(const EntityDef& entity, const FieldEdit& edit) {
    const FieldDef* field = entity.find_field(edit.field);
    if (field == nullptr || field->access == Access::ReadOnly || edit.field == entity.state_field ||
        edit.field == entity.number_field)
        return false;
    return std::any_of(entity.form.begin(), entity.form.end(), [&](const FormSection& section) {
        return std::count(section.fields.begin(), section.fields.end(), edit.field) != 0;
    });
}

/// A new line gets its parent and its defaults without being told.
bool is_made_again(const EntityDef& entity, const FieldEdit& edit) {
    const FieldDef* field = entity.find_field(edit.field);
    return edit.field == entity.parent_field ||
           (field != nullptr && (is_null(edit.value) || edit.value == field->initial));
}

/// Nothing of the operation is left out when a form holds it.
bool fits_a_form(const EntityDef& entity, const Operation& operation) {
    const auto editable = [&](const FieldEdit& edit) { return has_editor(entity, edit); };
    const auto& edits = operation.edits;
    switch (operation.kind) {
        case OperationKind::Create:
            return !is_line(entity) ||
                   std::all_of(edits.begin(), edits.end(), [&](const FieldEdit& edit) {
                       return editable(edit) || is_made_again(entity, edit);
                   });
        case OperationKind::Set:
            return std::all_of(edits.begin(), edits.end(), editable);
        case OperationKind::Transition:
            return !is_line(entity) && !edits.empty();
        case OperationKind::Remove:
            return is_line(entity);
        case OperationKind::Increment:
        case OperationKind::Restore:
        case OperationKind::ReportNumber:
            break;
    }
    return false;
}

struct Head {
    EntityId entity = EntityId::None;
    RecordId record;
    bool operator==(const Head&) const = default;
};

/// The record whose form shows the operation. Without a record when its line is not here.
Result<Head> head_of(Store& store, const EntityDef& entity, const Operation& operation) {
    if (!is_line(entity)) return Head{operation.entity, operation.record};
    Head head{entity.find_field(entity.parent_field)->target, {}};
    for (const FieldEdit& edit : operation.edits)
        if (edit.field == entity.parent_field) head.record = link_or_none(edit.value);
    if (operation.kind == OperationKind::Create) return head;
    const std::optional<Record> line = TRY(store.read(entity.id, operation.record));
    const bool here = line && line->life == Record::Life::Living;
    head.record =
        here ? link_or_none(line->values[entity.index_of(entity.parent_field)]) : RecordId{};
    return head;
}

std::vector<Draft::FieldValue> values_of(std::span<const FieldEdit> edits) {
    std::vector<Draft::FieldValue> values;
    for (const FieldEdit& edit : edits) values.push_back({edit.field, edit.value});
    return values;
}

/// What its author had seen when writing it, so that what others wrote since then becomes a
/// conflict and is not overwritten. A stale one was refused for just that: whoever sends it again
/// has read what the server has.
ServerSeq seen_by_author(const PendingTransaction& pending, ServerSeq checkpoint) {
    ServerSeq oldest = checkpoint;
    if (pending.result && pending.result->code == RejectionCode::Stale) return checkpoint;
    for (const Operation& operation : pending.record.operations) {
        const bool has_base =
            operation.kind == OperationKind::Remove || operation.kind == OperationKind::Restore;
        if (has_base) oldest = std::min(oldest, operation.base);
        if (operation.kind == OperationKind::Create) continue;
        for (const FieldEdit& edit : operation.edits) oldest = std::min(oldest, edit.base);
    }
    return oldest;
}

void take_head(ResendForm& form, const Operation& operation) {
    if (operation.kind == OperationKind::Create) {
        form.creates = true;
        form.given = values_of(operation.edits);
    }
    if (operation.kind != OperationKind::Transition) return;
    form.to_state = text_or_empty(operation.edits.front().value);
    form.stamps = values_of(std::span(operation.edits).subspan(1));
}

/// Whether the form can be opened as the transaction needs it.
Result<bool> can_open(Store& store, const EntityDef& entity, ResendForm& form) {
    if (entity.menu.empty() || form.record.is_none()) return false;
    const std::optional<Record> record = TRY(store.read(entity.id, form.record));
    if (form.creates || !record) return form.creates && !record && form.to_state.empty();
    if (record->life == Record::Life::Deleted) return false;
    const bool moves = !form.to_state.empty();
    if (moves &&
        text_or_empty(record->values[entity.index_of(entity.state_field)]) == form.to_state)
        form.to_state.clear();
    return true;
}

Status move_again(Draft& draft, Store& store, const Operation& operation) {
    const EntityDef* entity = store.registry().find(operation.entity);
    const std::optional<Record> record = TRY(store.read(operation.entity, operation.record));
    if (entity == nullptr || !record || operation.edits.empty())
        return fail(ErrorCode::NotFound, "resend.transition");
    const Value& state = record->values[entity->index_of(entity->state_field)];
    draft.transition(operation.entity, operation.record, std::string(text_or_empty(state)),
                     std::string(text_or_empty(operation.edits.front().value)),
                     values_of(std::span(operation.edits).subspan(1)));
    return {};
}

Status add_again(Draft& draft, Store& store, const Operation& operation) {
    const EntityId entity = operation.entity;
    const RecordId& record = operation.record;
    switch (operation.kind) {
        case OperationKind::Create:
            draft.create(entity, record, values_of(operation.edits));
            return {};
        case OperationKind::Set:
            draft.set(entity, record, values_of(operation.edits));
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
        case OperationKind::ReportNumber:
            break;
    }
    return fail(ErrorCode::Unsupported, "resend.operation");
}

void type_line(FormView& form, const EntityDef& child, const Operation& operation,
               const Strings& strings, int zone) {
    if (operation.kind == OperationKind::Remove)
        return form.remove_line(child.id, operation.record);
    if (operation.kind == OperationKind::Create) form.add_line(child.id, operation.record);
    for (const FieldEdit& edit : operation.edits) {
        const FieldDef* field = child.find_field(edit.field);
        if (field == nullptr || edit.field == child.parent_field) continue;
        form.set_line_text(child.id, operation.record, edit.field,
                           strings.edit_text(child, *field, edit.value, zone));
    }
}

/// Whether the form saves what was typed into the field, or has its author told why not.
bool will_save(const FormField* field, bool stored) {
    return field != nullptr && !field->engine && (stored || !field->read_only);
}

const FormField* find_field(const std::vector<FormField>& fields, FieldId wanted) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const FormField& field) { return field.field == wanted; });
    return found == fields.end() ? nullptr : &*found;
}

const FormField* find_head_field(FormView& form, FieldId wanted) {
    for (const FormGroup& group : form.groups())
        if (const FormField* found = find_field(group.fields, wanted)) return found;
    return nullptr;
}

const FormLine* find_line(FormView& form, const Operation& operation) {
    for (const FormLines& section : form.lines())
        for (const FormLine& line : section.lines)
            if (section.entity == operation.entity && line.id == operation.record) return &line;
    return nullptr;
}

bool holds_line(FormView& form, const EntityDef& child, const Operation& operation) {
    const FormLine* line = find_line(form, operation);
    if (line == nullptr) return false;
    if (operation.kind == OperationKind::Remove) return line->change == FormLine::Change::Removed;
    const bool made = operation.kind == OperationKind::Create;
    return std::all_of(operation.edits.begin(), operation.edits.end(), [&](const FieldEdit& edit) {
        return (made && is_made_again(child, edit)) ||
               will_save(find_field(line->fields, edit.field), !made);
    });
}

/// What a creation brings without an editor is written as it is.
bool holds_head(FormView& form, const EntityDef& entity, const Operation& operation) {
    if (operation.kind == OperationKind::Transition) return true;
    const bool made = operation.kind == OperationKind::Create;
    return std::all_of(operation.edits.begin(), operation.edits.end(), [&](const FieldEdit& edit) {
        const FormField* field = find_head_field(form, edit.field);
        if (made && (field == nullptr || is_made_again(entity, edit))) return true;
        return will_save(field, !made);
    });
}

}  // namespace

Result<std::optional<ResendForm>> find_resend_form(Store& store,
                                                   const PendingTransaction& pending) {
    std::optional<ResendForm> form;
    for (const Operation& operation : pending.record.operations) {
        const EntityDef* entity = store.registry().find(operation.entity);
        if (entity == nullptr || !fits_a_form(*entity, operation))
            return std::optional<ResendForm>();
        const Head head = TRY(head_of(store, *entity, operation));
        if (!form) form = ResendForm{head.entity, head.record, false, {}, {}, {}, {}};
        if (head != Head{form->entity, form->record}) return std::optional<ResendForm>();
        if (!is_line(*entity)) take_head(*form, operation);
    }
    if (!form) return form;
    form->seen = seen_by_author(pending, store.state().checkpoint);
    const EntityDef& entity = *store.registry().find(form->entity);
    if (!TRY(can_open(store, entity, *form))) form.reset();
    return form;
}

void type_again(FormView& form, const Registry& registry, const TransactionRecord& transaction,
                const Strings& strings, int zone_offset_minutes) {
    for (const Operation& operation : transaction.operations) {
        const EntityDef& entity = *registry.find(operation.entity);
        if (is_line(entity)) type_line(form, entity, operation, strings, zone_offset_minutes);
        if (is_line(entity) || operation.kind != OperationKind::Set) continue;
        for (const FieldEdit& edit : operation.edits)
            form.set_text(edit.field, strings.edit_text(entity, *entity.find_field(edit.field),
                                                        edit.value, zone_offset_minutes));
    }
}

bool holds_all(FormView& form, const Registry& registry, const TransactionRecord& transaction) {
    return std::all_of(transaction.operations.begin(), transaction.operations.end(),
                       [&](const Operation& operation) {
                           const EntityDef& entity = *registry.find(operation.entity);
                           return is_line(entity) ? holds_line(form, entity, operation)
                                                  : holds_head(form, entity, operation);
                       });
}

Result<Draft> draft_again(Store& store, const PendingTransaction& pending) {
    Draft draft(pending.record.reason, seen_by_author(pending, store.state().checkpoint));
    for (const Operation& operation : pending.record.operations)
        TRY(add_again(draft, store, operation));
    draft.instead_of(pending.record.no);
    return draft;
}

}  // namespace holdfast
