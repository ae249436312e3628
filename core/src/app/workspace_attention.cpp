#include <algorithm>

#include "workspace_impl.h"

namespace holdfast {
namespace {

Result<std::optional<PendingTransaction>> find_pending(Store& store, TransactionNo no) {
    for (PendingTransaction& pending : TRY(store.read_needing_attention())) {
        if (pending.record.no == no) {
            return std::optional<PendingTransaction>(std::move(pending));
        }
    }
    return std::optional<PendingTransaction>();
}

std::string text_of(const AttentionItem& item) {
    std::string text = item.name + "\n" + item.reason + "\n";
    for (const auto& [label, value] : item.typed) text += label + ": " + value + "\n";
    return text;
}

/// Types the operation's values into the form's own fields.
void type_record(FormView& form, const Strings& strings, const Operation& operation, int zone) {
    for (const FieldEdit& edit : operation.edits) {
        const FieldDef* field = form.entity().find_field(edit.field);
        if (field != nullptr)
            form.set_text(edit.field, strings.edit_text(*field, edit.value, zone));
    }
}

struct LineTyping {
    const EntityDef* child;
    const Strings* strings;
    int zone;
};
void type_line(FormView& form, const LineTyping& typing, const Operation& operation) {
    const EntityDef& child = *typing.child;
    if (operation.kind == OperationKind::Remove)
        return form.remove_line(child.id, operation.record);
    const RecordId line =
        operation.kind == OperationKind::Create ? form.add_line(child.id) : operation.record;
    for (const FieldEdit& edit : operation.edits) {
        const FieldDef* field = child.find_field(edit.field);
        if (field == nullptr || edit.field == child.parent_field) continue;
        form.set_line_text(child.id, line, edit.field,
                           typing.strings->edit_text(*field, edit.value, typing.zone));
    }
}

}  // namespace

void Workspace::Impl::operator()(const intent::Resolve& intent) {
    const Result<CommitOutcome> outcome = resolve_conflict(store, intent.conflict, intent.choice);
    if (!outcome && outcome.error().code == ErrorCode::NotFound) {
        conflicts.valid = false;
        return show_toast(std::string(strings.get("toast.conflict_closed")));
    }
    if (!outcome) return show_problem(outcome.error());
    if (std::holds_alternative<NeedsWork>(*outcome)) {
        return show_problem(std::string(strings.get("error.bad_input")));
    }
    note_local_change();
    const bool mine = intent.choice == ConflictChoice::KeepMine;
    show_toast(std::string(strings.get(mine ? "toast.kept_mine" : "toast.kept_theirs")));
}

void Workspace::Impl::operator()(const intent::CopyAttention& intent) {
    const Result<std::vector<AttentionItem>> items = read_attention(store, strings, zone);
    if (!items) return show_problem(items.error());
    for (const AttentionItem& item : *items) {
        if (item.no != intent.no) continue;
        ask(HostRequest::Kind::CopyText, {}, text_of(item));
    }
}

void Workspace::on_copied(Clipboard answer) {
    const Strings& strings = impl_->strings;
    if (answer == Clipboard::Taken)
        return impl_->show_toast(std::string(strings.get("toast.copied")));
    impl_->show_problem(std::string(strings.get("toast.copy_refused")));
}

void Workspace::Impl::operator()(const intent::Discard& intent) {
    const Status discarded = store.discard(intent.no);
    attention.valid = false;
    if (!discarded && discarded.error().code != ErrorCode::NotFound) {
        return show_problem(discarded.error());
    }
    show_toast(std::string(strings.get("toast.discarded")));
}

/// Opens the record of a refused transaction with everything typed filled in again.
Status Workspace::Impl::fill_from(const PendingTransaction& pending) {
    if (pending.record.operations.empty()) return fail(ErrorCode::NotFound, "attention.empty");
    const Operation& first = pending.record.operations.front();
    const EntityDef* entity = store.registry().find(first.entity);
    if (entity == nullptr) return fail(ErrorCode::NotFound, "attention.entity");
    Route wanted;
    wanted.screen = ScreenKind::Record;
    wanted.entity = first.entity;
    const bool exists = TRY(store.read(first.entity, first.record)).has_value();
    if (exists) wanted.record = first.record;
    go_to(address_of(store.registry(), wanted));
    if (!form) return fail(ErrorCode::NotFound, "attention.record");
    form->begin_edit();
    for (const Operation& operation : pending.record.operations) {
        const auto& children = entity->children;
        const bool is_line =
            std::find(children.begin(), children.end(), operation.entity) != children.end();
        if (operation.entity == first.entity && operation.record == first.record) {
            type_record(*form, strings, operation, zone);
        } else if (is_line) {
            type_line(*form, {store.registry().find(operation.entity), &strings, zone}, operation);
        }
    }
    return {};
}

void Workspace::Impl::operator()(const intent::EditAndResend& intent) {
    const Result<std::optional<PendingTransaction>> pending = find_pending(store, intent.no);
    if (!pending) return show_problem(pending.error());
    if (!*pending) {
        attention.valid = false;
        return;
    }
    const Status filled = fill_from(**pending);
    if (!filled) return show_problem(filled.error());
    resending = intent.no;
    show_toast(std::string(strings.get("toast.resend_ready")));
}

}  // namespace holdfast
