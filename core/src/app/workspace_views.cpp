// Boards, calendars and kept views of the workspace.
#include <algorithm>

#include "core/app/starter.h"
#include "core/history.h"
#include "core/policy.h"
#include "core/record.h"
#include "presentation.h"
#include "preset_scope.h"
#include "workspace_impl.h"

namespace holdfast {
namespace {

/// A value as FormView::set_text() takes it.
std::string typed_text(const Value& value) {
    const RecordId id = link_or_none(value);
    if (!id.is_none()) return to_text(id);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number != 0 ? "1" : "";
    return std::string(text_or_empty(value));
}

std::vector<FieldId> fields_of_paths(const EntityDef& entity,
                                     const std::vector<std::string>& paths) {
    std::vector<FieldId> fields;
    for (const std::string& path : paths) {
        const FieldDef* field = entity.find_field(path);
        if (field == nullptr) field = entity.find_computed(path);
        if (field != nullptr) fields.push_back(field->id);
    }
    return fields;
}

ScreenKind screen_of(ViewKind kind) {
    switch (kind) {
        case ViewKind::Kanban:
            return ScreenKind::Kanban;
        case ViewKind::Calendar:
            return ScreenKind::Calendar;
        case ViewKind::List:
            break;
    }
    return ScreenKind::List;
}

}  // namespace

std::string Workspace::Impl::title_of(EntityId entity, const RecordId& id) {
    LinkTitles titles(store, strings);
    const Result<std::string> title = titles.title_of(entity, id);
    return title ? *title : std::string();
}

bool Workspace::Impl::note_change(const Result<CommitOutcome>& outcome, const EntityDef& entity) {
    if (!outcome) {
        show_problem(outcome.error());
        return false;
    }
    if (const auto* needs = std::get_if<NeedsWork>(&*outcome)) {
        show_problem(strings.sentence(entity, needs->issues.front()));
        return false;
    }
    note_local_change();
    undo_stack.note(last_history_group(store));
    return true;
}

void Workspace::Impl::open_kanban() {
    kanban.emplace(store, route.entity, strings);
    kanban->set_zone_offset_minutes(zone);
    kanban->set_filter(shown_filter());
    const auto columns = kanban_memories.find(view_place());
    if (columns != kanban_memories.end()) kanban->set_column_field(columns->second);
    const ListMemory* memory = list_memory();
    if (memory == nullptr) return;
    open_view = memory->view;
    kanban->set_search(memory->search);
    kanban->set_filters(memory->filters);
}

void Workspace::Impl::operator()(const intent::SetKanbanColumns& intent) {
    if (!kanban) return;
    kanban->set_column_field(intent.field);
    kanban_memories[view_place()] = kanban->column_field();
}

void Workspace::Impl::operator()(const intent::MoveCard& intent) {
    if (!kanban || intent.column >= kanban->columns().size()) return;
    const KanbanColumn column = kanban->columns()[intent.column];
    const EntityDef& entity = kanban->entity();
    const FieldId field = kanban->column_field();
    const MoveAdvice advice = kanban->advise(intent.record, intent.column);
    if (advice.verdict == MoveVerdict::Forbidden) return show_problem(advice.sentence);
    if (advice.verdict == MoveVerdict::NeedsMore)
        return open_for_move(intent.record, field, column.value);
    Result<CommitWithUndo> moved = kanban->move(intent.record, intent.column);
    if (!moved) return show_problem(moved.error());
    if (!note_change(moved->outcome, entity)) return;
    show_undo_toast(
        strings.format("toast.moved", {title_of(entity.id, intent.record), column.label}),
        std::move(moved->undo));
}

void Workspace::Impl::open_for_move(const RecordId& record, FieldId column, const Value& to) {
    Route wanted;
    wanted.screen = ScreenKind::Record;
    wanted.entity = route.entity;
    wanted.preset = route.preset;
    wanted.record = record;
    go_to(address_of(store.registry(), wanted));
    if (!form) return;
    if (column == form->entity().state_field) {
        (*this)(intent::MoveTo{std::string(text_or_empty(to))});
        return;
    }
    form->begin_edit();
    form->set_text(column, typed_text(to));
    (*this)(intent::Save{});
}

void Workspace::Impl::open_calendar() {
    calendar.emplace(store, route.entity, strings, zone);
    calendar->set_filter(shown_filter());
    const auto memory = calendar_memories.find(view_place());
    if (memory != calendar_memories.end()) {
        calendar->set_mode(memory->second.mode);
        calendar->set_day(memory->second.day);
    }
    const ListMemory* question = list_memory();
    if (question == nullptr) return;
    open_view = question->view;
    calendar->set_search(question->search);
    calendar->set_filters(question->filters);
}

void Workspace::Impl::calendar_changed() {
    calendar_memories[view_place()] = {calendar->mode(), calendar->day()};
}

void Workspace::Impl::operator()(const intent::SetCalendarMode& intent) {
    if (!calendar) return;
    calendar->set_mode(intent.mode);
    calendar_changed();
}

void Workspace::Impl::operator()(const intent::StepCalendar& intent) {
    if (!calendar) return;
    if (intent.direction == 0) {
        calendar->set_day(calendar->today());
    } else {
        calendar->step(intent.direction > 0 ? 1 : -1);
    }
    calendar_changed();
}

void Workspace::Impl::operator()(const intent::SetCalendarDay& intent) {
    if (!calendar) return;
    calendar->set_mode(intent.mode);
    calendar->set_day(intent.day);
    calendar_changed();
}

void Workspace::Impl::finish_entry(Result<CommitWithUndo> change, std::string_view title) {
    if (!change) return show_problem(change.error());
    if (!note_change(change->outcome, calendar->entity())) return;
    show_undo_toast(strings.format("toast.saved", {std::string(title)}), std::move(change->undo));
}

void Workspace::Impl::operator()(const intent::MoveEntry& intent) {
    if (!calendar) return;
    finish_entry(calendar->move(intent.record, intent.shift),
                 title_of(route.entity, intent.record));
}

void Workspace::Impl::operator()(const intent::ResizeEntry& intent) {
    if (!calendar) return;
    finish_entry(calendar->resize(intent.record, intent.shift),
                 title_of(route.entity, intent.record));
}

void Workspace::Impl::operator()(const intent::PlaceEntry& intent) {
    if (!calendar) return;
    finish_entry(calendar->place(intent.record, intent.day), title_of(route.entity, intent.record));
}

Result<SavedView> Workspace::Impl::shown_view() const {
    const EntityDef* entity = store.registry().find(route.entity);
    if (entity == nullptr) return fail(ErrorCode::NotFound, "view.entity");
    SavedView view;
    if (list) {
        view.query.query = list->query();
        for (const ListColumn& column : list->columns())
            view.query.columns.push_back(entity->find_any(column.field)->key);
    } else if (kanban) {
        view.kind = ViewKind::Kanban;
        view.query.query = kanban->query();
        view.by_column = entity->find_field(kanban->column_field())->key;
    } else if (calendar) {
        view.kind = ViewKind::Calendar;
        view.query.query.entity = entity->id;
        view.query.query.filter = shown_filter();
        const ListMemory* question = list_memory();
        if (question == nullptr) return view;
        view.query.query.search = question->search;
        view.query.query.filters = question->filters;
    }
    return view;
}

void Workspace::Impl::operator()(const intent::SaveView& intent) {
    Result<SavedView> view = shown_view();
    if (!view) return show_problem(view.error());
    view->name = intent.name;
    view->sharing = intent.sharing;
    const Result<CommitOutcome> outcome = save_view(store, *view);
    const EntityDef* entity = store.registry().find(route.entity);
    if (!note_change(outcome, *entity)) return;
    // What is on screen is that view from now on, also when the person comes back to it.
    open_view = view->id;
    list_changed();
    list_memories[view_place()].view = open_view;
    show_toast(strings.format("toast.saved", {view->name}));
}

void Workspace::Impl::operator()(const intent::UseStarter& intent) {
    const EntityDef* module = store.registry().find(intent.module);
    if (module == nullptr) return;
    Result<StarterDone> done = write_starter(store, *module, strings);
    if (!done) return show_problem(done.error());
    if (!note_change(done->commit.outcome, *module)) return;
    show_undo_toast(strings.format("toast.saved", {std::string(strings.plural_of(*module))}),
                    std::move(done->commit.undo));
    const FieldDef* field = form ? form->entity().find_field(intent.field) : nullptr;
    if (field == nullptr) return;
    for (const auto& [entity, first] : done->firsts)
        if (entity == field->target) form->set_text(field->id, to_text(first));
}

void Workspace::Impl::operator()(const intent::RemoveView& intent) {
    const Result<CommitWithUndo> removed = remove_view(store, intent.view);
    const EntityDef* entity = store.registry().find(route.entity);
    if (!removed) return show_problem(removed.error());
    if (!note_change(removed->outcome, *entity)) return;
    if (open_view == intent.view) open_view = {};
    for (auto& [place, memory] : list_memories)
        if (memory.view == intent.view) memory.view = {};
    show_undo_toast(std::string(strings.get("views.removed")), removed->undo);
}

void Workspace::Impl::operator()(const intent::OpenView& intent) {
    if (intent.view.is_none()) {
        list_memories.erase(view_place());
        kanban_memories.erase(view_place());
        return go_to(route.address, History::Replace);
    }
    const Result<std::vector<SavedView>> views = read_saved_views(store, route.entity);
    if (!views) return show_problem(views.error());
    for (const SavedView& view : *views)
        if (view.id == intent.view) return show_view(view);
}

void Workspace::Impl::show_view(const SavedView& view) {
    const Query& query = view.query.query;
    list_memories[view_place()] = {query.search, query.filters, query.sort_field, query.direction,
                                   query.filter, query.sort,    view.id};
    Route wanted;
    wanted.screen = screen_of(view.kind);
    wanted.entity = query.entity;
    wanted.preset = route.preset;
    const EntityDef& entity = *store.registry().find(query.entity);
    const FieldDef* column = entity.find_field(view.by_column);
    if (column != nullptr) kanban_memories[view_place()] = column->id;
    go_to(address_of(store.registry(), wanted), History::Replace);
    if (!list) return;
    const std::vector<FieldId> columns = fields_of_paths(entity, view.query.columns);
    if (!columns.empty()) list->set_columns(columns);
}

KanbanView* Workspace::kanban() {
    return impl_->kanban ? &*impl_->kanban : nullptr;
}

CalendarView* Workspace::calendar() {
    return impl_->calendar ? &*impl_->calendar : nullptr;
}

const std::vector<SavedView>& Workspace::saved_views() {
    return impl_->remember(impl_->saved_views,
                           [&] { return read_saved_views(impl_->store, impl_->route.entity); });
}

const RecordId& Workspace::open_view() const {
    return impl_->open_view;
}

const EntityDef* Workspace::starter_for(EntityId entity) {
    const Result<const EntityDef*> module = find_starter(impl_->store, entity);
    return module ? *module : nullptr;
}

const std::vector<FieldFilter>& Workspace::filters() const {
    static const std::vector<FieldFilter> none;
    const ListMemory* memory = impl_->list_memory();
    return memory == nullptr ? none : memory->filters;
}

std::vector<ViewKind> Workspace::view_kinds() const {
    std::vector<ViewKind> kinds{ViewKind::List};
    const EntityDef* entity = impl_->store.registry().find(impl_->route.entity);
    const Result<Policy> policy = impl_->store.policy();
    if (entity == nullptr || !policy) return kinds;
    const auto shows = [&](FieldId field) {
        return entity->find_field(field) != nullptr &&
               policy->field_access(entity->id, field) != FieldAccess::Hidden;
    };
    if (shows(entity->kanban.column)) kinds.push_back(ViewKind::Kanban);
    if (shows(entity->calendar.start)) kinds.push_back(ViewKind::Calendar);
    return kinds;
}

}  // namespace holdfast
