// Records that look alike: hints while a form is filled, the dialog that merges, taking it back.
#include "core/record.h"
#include "look_alikes.h"
#include "workspace_impl.h"

namespace holdfast {

void Workspace::Impl::operator()(const intent::FindDuplicates&) {
    if (!form || form->mode() != FormMode::Show) return;
    Result<MergeView> opened = MergeView::open(store, route.entity, form->id(), strings, zone);
    if (!opened) return show_problem(opened.error());
    merging.emplace(*std::move(opened));
}

void Workspace::Impl::operator()(const intent::CloseMerge&) {
    merging.reset();
}

void Workspace::Impl::operator()(const intent::SetMergeWinner& intent) {
    if (merging) merging->set_winner(intent.position);
}

void Workspace::Impl::operator()(const intent::SetMergeTaken& intent) {
    if (!merging) return;
    if (intent.taken)
        merging->take(intent.position);
    else
        merging->leave_out(intent.position);
}

void Workspace::Impl::operator()(const intent::ChooseMergeValue& intent) {
    if (merging) merging->choose(intent.row, intent.position);
}

void Workspace::Impl::operator()(const intent::Merge&) {
    if (!merging || !merging->can_merge()) return;
    const EntityId entity = route.entity;
    const MergeRecord winner = merging->records()[merging->winner()];
    const Result<MergeDone> done = merging->merge();
    if (!done && done.error().code == ErrorCode::LimitExceeded)
        return show_problem(std::string(strings.get("merge.too_many")));
    if (!done) return show_problem(done.error());
    if (const auto* needs = std::get_if<NeedsWork>(&done->outcome))
        return show_problem(
            strings.sentence(*store.registry().find(entity), needs->issues.front()));
    merging.reset();
    undo_stack.note(done->group);
    note_local_change();
    if (!shown_duplicates()) open_winner(winner.record);
    show_toast(strings.format("merge.done", {winner.title}));
    offer_undo(UndoOffer::Of::Commit, done->group);
}

void Workspace::Impl::open_winner(const RecordId& winner) {
    Route wanted;
    wanted.screen = ScreenKind::Record;
    wanted.entity = route.entity;
    wanted.record = winner;
    go_to(address_of(store.registry(), wanted), History::Replace);
}

void Workspace::Impl::operator()(const intent::UndoMerge& intent) {
    merging.reset();
    undo_commit(intent.group);
}

/// Takes back one commit; of a merge that cannot be taken back it says what is in the way.
void Workspace::Impl::undo_commit(std::int64_t group) {
    const Result<UndoOutcome> outcome = undo_stack.undo(store, group);
    const bool refused = outcome && *outcome == UndoOutcome::Changed;
    if (!refused || !explain_merge(group)) show_undone(outcome, "toast.undone");
}

bool Workspace::Impl::explain_merge(std::int64_t group) {
    const Result<bool> merge = is_merge(store, group);
    if (!merge || !*merge) return false;
    const Result<MergeUndone> asked = undo_merge(store, group);
    if (!asked || asked->blockers.empty()) return false;
    const Result<std::string> sentence = holdfast::sentence_of(store, strings, asked->blockers);
    if (!sentence) return false;
    show_problem(*sentence);
    return true;
}

/// The address of a record that was merged away leads to what stands for it.
bool Workspace::Impl::open_survivor() {
    if (route.record.is_none()) return false;
    const Result<std::optional<RecordId>> survivor =
        find_survivor(store, route.entity, route.record);
    if (!survivor || !*survivor) return false;
    route.record = **survivor;
    route.address = address_of(store.registry(), route);
    ask(HostRequest::Kind::ReplaceAddress, route.address);
    Result<FormView> opened = FormView::open(store, route.entity, route.record, strings, zone);
    if (!opened) return false;
    form.emplace(*std::move(opened));
    show_toast(std::string(strings.get("merge.opened")));
    return true;
}

/// True while there is more to look at, so that the host calls again.
bool Workspace::Impl::step_merge() {
    const bool typing = look_alikes.valid && !look_alikes.value.complete;
    if (typing) look_alikes.valid = false;
    if (!merging || !merging->searching()) return typing;
    const Result<bool> more = merging->step();
    if (!more) {
        show_problem(more.error());
        merging.reset();
    }
    return true;
}

const MergeView* Workspace::merging() const {
    return impl_->merging ? &*impl_->merging : nullptr;
}

const LookAlikes& Workspace::look_alikes() {
    return impl_->remember(impl_->look_alikes, [&]() -> Result<LookAlikes> {
        if (!impl_->form) return LookAlikes();
        return find_look_alikes(impl_->store, impl_->strings, *impl_->form, impl_->zone);
    });
}

}  // namespace holdfast
