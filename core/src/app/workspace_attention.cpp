#include <algorithm>

#include "presentation.h"
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

/// The module of the record that the conflict is about.
Result<const EntityDef*> find_subject(Store& store, const RecordId& conflict) {
    const ConflictDef def = find_conflict_def(store.registry());
    if (!def.entity) return fail(ErrorCode::NotFound, "conflict.record");
    const std::optional<Record> record = TRY(store.read(def.entity->id, conflict));
    const FieldDef* module = def.entity->find_field("entity");
    const EntityDef* subject =
        record && module
            ? store.registry().find(text_or_empty(record->values[def.entity->index_of(module->id)]))
            : nullptr;
    if (!subject) return fail(ErrorCode::NotFound, "conflict.record");
    return subject;
}

}  // namespace

void Workspace::Impl::operator()(const intent::Resolve& intent) {
    const Result<CommitOutcome> outcome = resolve_conflict(store, intent.conflict, intent.choice);
    if (!outcome && outcome.error().code == ErrorCode::NotFound) {
        conflicts.valid = false;
        return show_toast(std::string(strings.get("toast.conflict_closed")));
    }
    if (!outcome) return show_problem(outcome.error());
    if (const auto* needs = std::get_if<NeedsWork>(&*outcome)) {
        const auto subject = find_subject(store, intent.conflict);
        if (!subject) return show_problem(subject.error());
        return show_problem(strings.sentence(**subject, needs->issues.front()));
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
Status Workspace::Impl::fill_from(const TransactionRecord& transaction, const ResendForm& shown) {
    Route wanted;
    wanted.screen = ScreenKind::Record;
    wanted.entity = shown.entity;
    if (shown.creates) {
        seed = {shown.given, shown.record, nullptr};
    } else {
        wanted.record = shown.record;
    }
    go_to(address_of(store.registry(), wanted));
    if (!form) return fail(ErrorCode::NotFound, "attention.record");
    form->begin_edit();
    if (form->mode() == FormMode::Show) return fail(ErrorCode::NotFound, "attention.edit");
    type_again(*form, store.registry(), transaction, strings, zone);
    const bool moves = shown.to_state.empty() || form->plan_move(shown.to_state);
    const bool whole = moves && holds_all(*form, store.registry(), transaction);
    form->resume({whole ? transaction.no : TransactionNo::None, shown.seen, shown.stamps});
    const std::string_view left_out = moves ? "toast.resend_part" : "toast.resend_no_move";
    show_toast(std::string(strings.get(whole ? "toast.resend_ready" : left_out)));
    return {};
}

void Workspace::Impl::operator()(const intent::EditAndResend& intent) {
    const auto pending = find_pending(store, intent.no);
    if (!pending) return show_problem(pending.error());
    attention.valid = pending->has_value();
    if (!*pending) return;
    const auto shown = find_resend_form(store, **pending);
    if (!shown) return show_problem(shown.error());
    if (!*shown) return send_again(**pending);
    const Status filled = fill_from((*pending)->record, **shown);
    if (!filled) show_problem(filled.error());
}

void Workspace::Impl::send_again(const PendingTransaction& pending) {
    const Result<Draft> draft = draft_again(store, pending);
    if (!draft) return show_problem(draft.error());
    const Result<CommitOutcome> outcome = store.commit(*draft);
    if (!outcome) return show_problem(outcome.error());
    if (std::holds_alternative<NeedsWork>(*outcome))
        return show_problem(std::string(strings.get("toast.cannot_send_again")));
    if (std::get<Saved>(*outcome).no == TransactionNo::None)
        return show_toast(std::string(strings.get("toast.is_so_already")));
    attention.valid = false;
    note_local_change();
    show_toast(std::string(strings.get("toast.sent_again")));
}

}  // namespace holdfast
