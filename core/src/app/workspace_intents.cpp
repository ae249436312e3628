#include <algorithm>
#include <utility>

#include "core/customization.h"
#include "core/history.h"
#include "core/record.h"
#include "workspace_impl.h"

namespace holdfast {
namespace {

/// The person, or this device, cannot make the move at all.
bool is_of_the_move(const FieldIssue& issue) {
    return issue.kind == IssueKind::NotAllowed || issue.detail == "approve";
}

}  // namespace

void Workspace::Impl::operator()(const intent::SetSearch& intent) {
    if (route.screen == ScreenKind::Search) {
        Route wanted = route;
        wanted.search = intent.text;
        search_anew();
        route.search = intent.text;
        set_address(address_of(store.registry(), wanted));
        return;
    }
    if (list) list->set_search(intent.text);
    if (kanban) kanban->set_search(intent.text);
    if (calendar) calendar->set_search(intent.text);
    list_memories[view_place()].search = intent.text;
}

void Workspace::Impl::operator()(const intent::SetSort& intent) {
    if (list) list->set_sort(intent.field, intent.direction);
    list_changed();
}

void Workspace::Impl::operator()(const intent::SetFilters& intent) {
    if (list) list->set_filters(intent.filters);
    if (kanban) kanban->set_filters(intent.filters);
    if (calendar) calendar->set_filters(intent.filters);
    list_memories[view_place()].filters = intent.filters;
}

void Workspace::Impl::operator()(const intent::SetColumns& intent) {
    if (!list || intent.fields.empty()) return;
    list->set_columns(intent.fields);
    std::string keys;
    for (const ListColumn& column : list->columns()) {
        if (!keys.empty()) keys += ',';
        keys += list->entity().find_any(column.field)->key;
    }
    keep_setting(columns_setting(list_key()), keys);
}

void Workspace::Impl::operator()(const intent::NewRecord& intent) {
    Route wanted;
    wanted.screen = ScreenKind::Record;
    wanted.entity = intent.entity;
    wanted.preset = intent.preset;
    seed.given = intent.given;
    seed.id = {};
    go_to(address_of(store.registry(), wanted));
}

void Workspace::Impl::operator()(const intent::BeginEdit&) {
    if (form) form->begin_edit();
    look_alikes.valid = false;
}

void Workspace::Impl::operator()(const intent::CancelEdit&) {
    if (!form) return;
    if (form->mode() == FormMode::Create) return go_back();
    settle_unsaved();
    form->cancel_edit();
}

void Workspace::Impl::operator()(const intent::SetText& intent) {
    if (form) form->set_text(intent.field, intent.text);
    look_alikes.valid = false;
}

void Workspace::Impl::operator()(const intent::SetLineText& intent) {
    if (form) form->set_line_text(intent.child, intent.line, intent.field, intent.text);
}

void Workspace::Impl::operator()(const intent::AddLine& intent) {
    if (form) form->add_line(intent.child);
}

void Workspace::Impl::operator()(const intent::RemoveLine& intent) {
    if (form) form->remove_line(intent.child, intent.line);
}

void Workspace::Impl::operator()(const intent::TakeBackLine& intent) {
    if (form) form->take_back_line(intent.child, intent.line);
}

std::string Workspace::Impl::missing_labels(const NeedsWork& needs) const {
    std::string labels;
    for (const FieldIssue& issue : needs.issues) {
        const FieldDef* field = form->entity().find_field(issue.field);
        if (field == nullptr || issue.record != form->id()) continue;
        if (!labels.empty()) labels += ", ";
        labels += strings.label_of(form->entity(), *field);
    }
    return labels;
}

/// What is wrong with a record and none of its fields, or with the text of one that is not shown
/// where the record is moved: the name of the field alone would tell nobody what to do.
const FieldIssue* Workspace::Impl::whole_record_issue(const NeedsWork& needs) {
    for (const FieldIssue& issue : needs.issues)
        if (issue.field == FieldId::None || issue.change || is_of_the_move(issue)) return &issue;
    return nullptr;
}

/// Issues of lines are told in the words of their own module.
std::string Workspace::Impl::sentence_of(const FieldIssue& issue) {
    for (const FormLines& section : form->lines())
        for (const FormLine& line : section.lines)
            if (line.id == issue.record)
                return strings.sentence(*store.registry().find(section.entity), issue);
    return strings.sentence(form->entity(), issue);
}

void Workspace::Impl::settle_unsaved() {
    if (unsaved_toast == 0) return;
    settled_toast = std::exchange(unsaved_toast, 0);
    if (toast && toast->token == settled_toast) toast.reset();
}

bool Workspace::Impl::accept(const Result<CommitOutcome>& outcome, std::string_view needs_key) {
    settle_unsaved();
    if (!outcome) {
        show_problem(outcome.error());
        return false;
    }
    if (const auto* needs = std::get_if<NeedsWork>(&*outcome)) {
        const FieldIssue* whole = whole_record_issue(*needs);
        show_problem(whole != nullptr ? sentence_of(*whole)
                                      : strings.format(needs_key, {missing_labels(*needs)}));
        unsaved_toast = toast->token;
        return false;
    }
    undo_stack.note(last_history_group(store));
    note_local_change();
    return true;
}

void Workspace::Impl::operator()(const intent::Save&) {
    if (!form) return;
    const bool created = form->mode() == FormMode::Create;
    const bool changes = form->dirty() || created || !form->planned_move().empty();
    if (!accept(form->save(), "toast.fix_first")) return;
    if (!changes) return show_toast(std::string(strings.get("toast.nothing_changed")));
    show_undo_toast(strings.format("toast.saved", {form->title()}), form->take_undo());
    if (!created) return;
    route.record = form->id();
    set_address(address_of(store.registry(), route));
}

void Workspace::Impl::operator()(const intent::MoveTo& intent) {
    if (!form || !accept(form->transition(intent.state), "toast.needs_first")) return;
    std::string told = strings.format("toast.moved", {form->title(), form->state_label()});
    // Definitions are compiled when a device starts.
    if (changes_field(form->entity()))
        told += ". " + std::string(strings.get("customization.after_restart"));
    show_undo_toast(std::move(told), form->take_undo());
}

void Workspace::Impl::operator()(const intent::DropMove&) {
    if (form) form->drop_move();
}

void Workspace::Impl::operator()(const intent::Delete&) {
    if (!form || !accept(form->remove(), "toast.fix_first")) return;
    const std::string title = form->title();
    std::optional<UndoStep> step = form->take_undo();
    go_to_list(route.entity);
    show_undo_toast(strings.format("toast.deleted", {title}), std::move(step));
}

void Workspace::Impl::operator()(const intent::Restore&) {
    if (!form || !accept(form->restore(), "toast.fix_first")) return;
    show_undo_toast(strings.format("toast.restored", {form->title()}), form->take_undo());
}

void Workspace::Impl::operator()(const intent::Undo& intent) {
    const auto offer =
        std::find_if(undo_offers.begin(), undo_offers.end(),
                     [&intent](const UndoOffer& each) { return each.token == intent.token; });
    if (offer == undo_offers.end()) return;
    const UndoOffer taken = *offer;
    undo_offers.erase(offer);
    if (toast && toast->token == intent.token) toast.reset();
    if (taken.of == UndoOffer::Of::Import) return (*this)(intent::ImportUndo{});
    if (taken.of == UndoOffer::Of::MassEdit) return (*this)(intent::MassEditUndo{});
    if (taken.of == UndoOffer::Of::KeptApart) return take_back_apart(taken.group);
    undo_commit(taken.group);
}

void Workspace::Impl::operator()(const intent::SetLanguage& intent) {
    language_chosen = true;
    use_language(language_from_tag(intent.tag));
    keep_setting(kLanguageSetting, tag_of(strings.language()));
    ask(HostRequest::Kind::SetLanguage, std::string(tag_of(strings.language())));
}

void Workspace::Impl::operator()(const intent::SetTheme& intent) {
    theme = intent.theme == "light" || intent.theme == "dark" ? intent.theme : "system";
    keep_setting(kThemeSetting, theme);
    ask(HostRequest::Kind::SetTheme, theme);
}

}  // namespace holdfast
