// Looking through a whole module for records that are likely the same.
#include "workspace_impl.h"

namespace holdfast {

/// Who comes back from a record finds the groups as they were left.
void Workspace::Impl::open_duplicates() {
    if (!duplicates || duplicates->entity() != route.entity) start_duplicates();
}

void Workspace::Impl::start_duplicates() {
    duplicates.reset();
    // Numbers of groups mean others now.
    std::erase_if(undo_offers,
                  [](const UndoOffer& offer) { return offer.of == UndoOffer::Of::KeptApart; });
    Result<DuplicateListView> begun = DuplicateListView::start(store, route.entity, strings);
    if (begun) {
        duplicates.emplace(*std::move(begun));
        return;
    }
    if (begun.error().code != ErrorCode::BadInput) open_error = begun.error();
    route.screen = ScreenKind::NotFound;
}

/// The view, while its screen is the one that is open.
DuplicateListView* Workspace::Impl::shown_duplicates() {
    return route.screen == ScreenKind::Duplicates && duplicates ? &*duplicates : nullptr;
}

bool Workspace::Impl::step_duplicates() {
    DuplicateListView* view = shown_duplicates();
    if (!view || view->phase() != DuplicateListView::Phase::Searching) return false;
    const Status looked = view->step();
    if (!looked) {
        view->stop();
        show_problem(looked.error());
    }
    return true;
}

void Workspace::Impl::operator()(const intent::StartDuplicateScan&) {
    if (shown_duplicates()) start_duplicates();
}

void Workspace::Impl::operator()(const intent::StopDuplicateScan&) {
    if (DuplicateListView* view = shown_duplicates()) view->stop();
}

void Workspace::Impl::operator()(const intent::ShowMoreDuplicates&) {
    if (DuplicateListView* view = shown_duplicates()) view->show_more();
}

void Workspace::Impl::operator()(const intent::OpenDuplicates& intent) {
    DuplicateListView* view = shown_duplicates();
    if (!view) return;
    const std::vector<RecordId> records = view->records_of(intent.group);
    if (records.empty()) return;
    Result<MergeView> opened = MergeView::open_group(store, route.entity, records, strings, zone);
    if (!opened) return show_problem(opened.error());
    merging.emplace(*std::move(opened));
}

void Workspace::Impl::operator()(const intent::SkipDuplicates& intent) {
    if (DuplicateListView* view = shown_duplicates()) view->skip(intent.group);
}

void Workspace::Impl::operator()(const intent::KeepApart& intent) {
    DuplicateListView* view = shown_duplicates();
    if (!view) return;
    const Status kept = view->keep_group_apart(intent.group);
    if (!kept && kept.error().code == ErrorCode::LimitExceeded)
        return show_problem(std::string(strings.get("duplicates.too_many")));
    if (!kept) return show_problem(kept.error());
    show_toast(std::string(strings.get("duplicates.kept_apart")));
    offer_undo(UndoOffer::Of::KeptApart, static_cast<std::int64_t>(intent.group));
}

void Workspace::Impl::take_back_apart(std::int64_t group) {
    if (!duplicates) return;
    const Status taken = duplicates->take_back_apart(static_cast<std::size_t>(group));
    if (!taken) return show_problem(taken.error());
    show_toast(std::string(strings.get("toast.undone")));
}

DuplicateListView* Workspace::duplicates() {
    return impl_->shown_duplicates();
}

bool Workspace::can_find_duplicates(EntityId entity) {
    const EntityDef* module = impl_->store.registry().find(entity);
    const Result<Policy> policy = impl_->store.policy();
    if (!module || !policy || !policy->can(entity, Action::Edit)) return false;
    const Result<bool> rules = has_duplicate_rules(impl_->store, *module);
    return rules && *rules;
}

}  // namespace holdfast
