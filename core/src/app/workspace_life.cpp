// Undo and redo, the recycle bin, and what grows old.
#include "core/history.h"
#include "workspace_impl.h"

namespace holdfast {
namespace {

/// Old history and the bin are looked through once an hour, and at the start.
constexpr std::int64_t kLifeCheckMs = 3'600'000;
/// What one slice forgets and erases: well below a frame's time.
constexpr std::int64_t kEntriesPerSlice = 200;
constexpr std::int64_t kRecordsPerSlice = 5;

}  // namespace

void Workspace::Impl::show_undone(const Result<UndoOutcome>& outcome, std::string_view done_key) {
    if (!outcome) return show_problem(outcome.error());
    switch (*outcome) {
        case UndoOutcome::Nothing:
            return show_toast(std::string(strings.get("undo.nothing")));
        case UndoOutcome::Changed:
            return show_problem(std::string(strings.get("toast.cannot_undo")));
        case UndoOutcome::NoWayBack:
            return show_problem(std::string(strings.get("undo.no_way_back")));
        case UndoOutcome::Done:
            break;
    }
    note_local_change();
    if (form) form->refresh();
    show_toast(std::string(strings.get(done_key)));
}

void Workspace::Impl::operator()(const intent::UndoLast&) {
    if (form_is_dirty()) return show_toast(std::string(strings.get("undo.unsaved")));
    if (mass_edit_is_last()) return mass_edit->undo();
    show_undone(undo_stack.undo(store), "toast.undone");
}

void Workspace::Impl::operator()(const intent::RedoLast&) {
    if (form_is_dirty()) return show_toast(std::string(strings.get("undo.unsaved")));
    show_undone(undo_stack.redo(store), "undo.redone");
}

void Workspace::Impl::operator()(const intent::RestoreFromBin& intent) {
    const Result<BinAnswer> answer = restore_from_bin(store, intent.records);
    if (!answer) return show_problem(answer.error());
    if (answer->done > 0) note_local_change();
    if (answer->refused > 0) return show_problem(strings.plural("bin.refused", answer->refused));
    show_toast(strings.plural("bin.restored", answer->done));
    if (answer->group == 0) return;
    undo_stack.note(answer->group);
    offer_undo(UndoOffer::Of::Commit, answer->group);
}

void Workspace::Impl::operator()(const intent::PurgeFromBin& intent) {
    const Result<BinAnswer> answer = purge_from_bin(store, intent.records);
    if (!answer) return show_problem(answer.error());
    show_toast(strings.plural("bin.purged", answer->done));
}

void Workspace::Impl::operator()(const intent::ShowMoreOfBin&) {
    bin_rows_max += kBinRowsPerPage;
    recycle_bin.valid = false;
}

/// True while there is more to do, so that the host calls again.
bool Workspace::Impl::step_life() {
    const std::int64_t now_ms = environment->now_ms();
    const bool rests = now_ms >= life_checked_ms && now_ms - life_checked_ms < kLifeCheckMs;
    if (life_checked_ms != 0 && rests) return false;
    const Result<std::int64_t> purged = purge_aged(store, kRecordsPerSlice);
    const Result<std::int64_t> pruned = prune_history(store, kEntriesPerSlice);
    if (!purged) show_problem(purged.error());
    if (!pruned) show_problem(pruned.error());
    const bool more = purged && pruned && (*purged > 0 || *pruned > 0);
    if (!more) life_checked_ms = now_ms;
    return more;
}

const RecycleBinView& Workspace::recycle_bin() {
    return impl_->remember(impl_->recycle_bin, [&] {
        return read_recycle_bin(impl_->store, impl_->strings,
                                {impl_->route.entity, impl_->bin_rows_max, impl_->zone});
    });
}

bool Workspace::can_undo() const {
    return impl_->undo_stack.can_undo() || impl_->mass_edit_is_last();
}

bool Workspace::can_redo() const {
    return impl_->undo_stack.can_redo();
}

}  // namespace holdfast
