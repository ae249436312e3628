// Rows selected in a list, and the change of all of them.
#include "workspace_impl.h"

namespace holdfast {

void Workspace::Impl::operator()(const intent::StartSelecting&) {
    if (list && !selection && list->allows(Action::MassEdit)) selection.emplace();
}

void Workspace::Impl::show_selecting(const Status& selected) {
    if (selected) return;
    if (selected.error().code != ErrorCode::LimitExceeded) return show_problem(selected.error());
    show_problem(strings.format("mass.too_many", {strings.integer(kMassEditRecordsMax)}));
}

void Workspace::Impl::operator()(const intent::SelectRow& intent) {
    if (!list || !selection) return;
    show_selecting(intent.how == SelectHow::Extend ? selection->extend(*list, intent.row)
                                                   : selection->toggle(*list, intent.row));
}

void Workspace::Impl::operator()(const intent::SelectAllRows&) {
    if (list && selection) show_selecting(selection->select_all(*list));
}

void Workspace::Impl::operator()(const intent::OpenMassEdit&) {
    if (!list || !selection || selection->count() == 0) return;
    if (mass_edit_is_working()) return show_problem(std::string(strings.get("mass.wait")));
    Result<MassEditView> opened =
        MassEditView::open(store, list->entity().id, selection->records(), strings, zone);
    if (!opened) return show_problem(opened.error());
    // The toast of the one before it could no longer take that one back.
    std::erase_if(undo_offers,
                  [](const UndoOffer& offer) { return offer.of == UndoOffer::Of::MassEdit; });
    mass_edit.emplace(*std::move(opened));
    mass_edit_shown = true;
}

void Workspace::Impl::operator()(const intent::MassEditField& intent) {
    if (mass_edit) mass_edit->choose_field(intent.field);
}

void Workspace::Impl::operator()(const intent::MassEditText& intent) {
    if (mass_edit) mass_edit->set_text(intent.text);
}

void Workspace::Impl::operator()(const intent::MassEditStart&) {
    if (!mass_edit) return;
    const Result<bool> started = mass_edit->start();
    if (!started) show_problem(started.error());
}

void Workspace::Impl::operator()(const intent::MassEditCancel&) {
    if (mass_edit) mass_edit->cancel();
}

void Workspace::Impl::operator()(const intent::MassEditUndo&) {
    if (mass_edit) mass_edit->undo();
}

void Workspace::Impl::operator()(const intent::MassEditClose&) {
    if (!mass_edit || mass_edit_is_working()) return;
    mass_edit_shown = false;
    if (mass_edit->run() == nullptr) return mass_edit.reset();
    selection.reset();
    if (mass_edit->can_undo()) finish_mass_edit();
}

/// What the dialog says while it is open, a toast says else.
void Workspace::Impl::finish_mass_edit() {
    const MassEdit& run = *mass_edit->run();
    if (run.phase() == MassEditPhase::Failed) {
        show_problem(*mass_edit->error());
        if (mass_edit->can_undo()) offer_undo(UndoOffer::Of::MassEdit);
        return;
    }
    if (run.phase() == MassEditPhase::Undone)
        return show_toast(strings.plural("mass.undone", run.records_edited() - run.records_kept()));
    show_toast(strings.plural("mass.changed", run.records_edited()));
    if (mass_edit->can_undo()) offer_undo(UndoOffer::Of::MassEdit);
}

/// One that is at work goes on without its dialog.
void Workspace::Impl::leave_mass_edit() {
    selection.reset();
    mass_edit_shown = false;
    if (mass_edit && mass_edit->run() == nullptr) mass_edit.reset();
}

bool Workspace::Impl::mass_edit_is_last() const {
    return mass_edit && mass_edit->can_undo() &&
           mass_edit->run()->last_group() > undo_stack.next_group();
}

bool Workspace::Impl::step_mass_edit(int budget_ms) {
    if (!mass_edit) return false;
    const bool was_working = mass_edit->is_working();
    const std::uint64_t before = store.generation();
    if (!mass_edit->step(budget_ms)) return false;
    if (store.generation() != before) note_local_change();
    if (was_working && !mass_edit->is_working() && !mass_edit_shown) finish_mass_edit();
    return true;
}

const RecordSelection* Workspace::selection() const {
    return impl_->selection ? &*impl_->selection : nullptr;
}

MassEditView* Workspace::mass_edit() {
    const bool shown = impl_->mass_edit_shown && impl_->list && impl_->mass_edit;
    return shown ? &*impl_->mass_edit : nullptr;
}

}  // namespace holdfast
