#include "core/app/workspace.h"

#include <algorithm>

#include "core/policy.h"
#include "core/record.h"
#include "presentation.h"
#include "preset_scope.h"
#include "workspace_impl.h"

namespace holdfast {
namespace {

/// More toasts than ever stand on one screen.
constexpr std::size_t kUndoOffersMax = 8;

/// Whether the person may, and the records are people's to make at all.
bool makes_records(const Policy& policy, const ModulePlace& place) {
    const EntityDef& entity = *place.entity;
    return entity.is_made_by_people() && policy.can(entity.id, Action::Create) &&
           (place.preset == nullptr || fills(policy, entity, *place.preset));
}

ModuleLink link_to(const Strings& strings, const Policy& policy, const ModulePlace& place) {
    const EntityDef& entity = *place.entity;
    const PresetDef* preset = place.preset;
    const ModuleName name(place);
    ModuleLink link;
    link.entity = entity.id;
    link.label = strings.plural_of(name);
    link.address = "#/" + (preset == nullptr ? entity.key : preset->key);
    link.icon = preset == nullptr ? entity.icon : preset->icon;
    link.group = strings.get("menu." + menu_of(place));
    link.pinned = preset == nullptr && entity.pinned;
    link.can_create = makes_records(policy, place);
    if (preset != nullptr) link.preset = preset->key;
    link.new_label = strings.phrase_of(name, "new");
    return link;
}

/// Those that the person may open.
Result<std::vector<ModuleLink>> find_modules(Store& store, const Strings& strings) {
    const Policy policy = TRY(store.policy());
    std::vector<ModuleLink> modules;
    for (const ModulePlace& place : places_in_menu(store.registry()))
        if (opens(store.registry(), policy, place))
            modules.push_back(link_to(strings, policy, place));
    return modules;
}

FieldFilter links_to(FieldId field, const RecordId& id) {
    return {field, FilterOperator::Equal, id};
}

/// Lists that hold something come first; each part in menu order.
Result<std::vector<RelatedList>> find_related(Store& store, const Strings& strings,
                                              const FormView& form) {
    std::vector<RelatedList> lists;
    const EntityDef& target = form.entity();
    const Policy policy = TRY(store.policy());
    for (const EntityDef* entity : entities_in_menu(store.registry())) {
        if (!policy.can(entity->id, Action::Read)) continue;
        for (const InverseDef& inverse : target.inverses) {
            if (inverse.entity != entity->id) continue;
            if (policy.field_access(entity->id, inverse.field) == FieldAccess::Hidden) continue;
            Query query;
            query.entity = entity->id;
            query.filters.push_back(links_to(inverse.field, form.id()));
            const std::int64_t count = TRY(count_rows(store, query));
            lists.push_back({entity->id, inverse.field,
                             std::string(strings.label_of(target, inverse, *entity)), count});
        }
    }
    std::stable_partition(lists.begin(), lists.end(),
                          [](const RelatedList& list) { return list.count > 0; });
    return lists;
}

}  // namespace

Workspace::Impl::Impl(Store opened, Environment& outside)
    : store(std::move(opened)), environment(&outside) {
    const Result<std::string> tag = store.read_setting(kLanguageSetting);
    language_chosen = tag && !tag->empty();
    const Result<std::string> kept_theme = store.read_setting(kThemeSetting);
    if (kept_theme && !kept_theme->empty()) theme = *kept_theme;
    use_language(language_chosen ? language_from_tag(*tag) : Language::English);
    route.screen = ScreenKind::Home;
}

void Workspace::Impl::use_language(Language language) {
    strings = Strings(language);
    if (list) list->set_strings(strings);
    if (kanban) kanban->set_strings(strings);
    if (calendar) calendar->set_strings(strings);
    if (form) form->set_strings(strings);
    if (mass_edit) mass_edit->set_strings(strings);
    if (duplicates) duplicates->set_strings(strings);
    forget_remembered();
}

void Workspace::Impl::forget_remembered() {
    conflicts.valid = attention.valid = recycle_bin.valid = search_groups.valid = false;
    look_alikes.valid = conversions.valid = false;
    overview.valid = related.valid = aside.valid = saved_views.valid = modules.valid = false;
    related_lists.clear();
}

void Workspace::Impl::forget_failures() {
    const auto forget = [](auto&... kept) {
        ((kept.valid = kept.valid && !kept.error, kept.error.reset()), ...);
    };
    forget(conflicts, attention, recycle_bin, search_groups, overview, related, last_import, aside,
           saved_views, modules, look_alikes, conversions);
}

const Error* Workspace::Impl::read_error() const {
    if (open_error) return &*open_error;
    if (list && list->error() != nullptr) return list->error();
    if (kanban && kanban->error() != nullptr) return kanban->error();
    if (calendar && calendar->error() != nullptr) return calendar->error();
    // A record that went away while it was open is no failure to read it.
    const Error* of_form = form ? form->error() : nullptr;
    if (of_form != nullptr && of_form->code != ErrorCode::NotFound) return of_form;
    for (const std::optional<Error>* error :
         {&conflicts.error, &attention.error, &recycle_bin.error, &search_groups.error,
          &overview.error, &related.error, &last_import.error, &aside.error, &saved_views.error,
          &modules.error, &look_alikes.error, &conversions.error})
        if (*error) return &**error;
    for (const auto& [index, related_list] : related_lists)
        if (related_list.error() != nullptr) return related_list.error();
    return nullptr;
}

void Workspace::Impl::ask(HostRequest::Kind kind, std::string name, std::string content) {
    requests.push_back({kind, std::move(name), std::move(content)});
}

void Workspace::Impl::show_toast(std::string text) {
    toast = Toast{++toasts_shown, std::move(text), false, false, environment->now_ms() + kToastMs};
}

void Workspace::Impl::offer_undo(UndoOffer::Of of, std::int64_t group) {
    toast->undo = true;
    undo_offers.push_back({toast->token, of, group});
    if (undo_offers.size() > kUndoOffersMax) undo_offers.pop_front();
}

void Workspace::Impl::show_undo_toast(std::string text, const std::optional<UndoStep>& step) {
    show_toast(std::move(text));
    if (step) offer_undo(UndoOffer::Of::Commit, step->group);
}

void Workspace::Impl::show_import_toast(std::string text) {
    show_toast(std::move(text));
    const ImportCounts& counts = import->counts();
    if (counts.records_created + counts.updated > 0) offer_undo(UndoOffer::Of::Import);
}

void Workspace::Impl::show_problem(std::string text) {
    show_toast(std::move(text));
    toast->problem = true;
}

void Workspace::Impl::note_local_change() {
    ask(HostRequest::Kind::LocalChange);
}

void Workspace::Impl::keep_setting(std::string_view key, std::string_view text) {
    const Status kept = store.write_setting(key, text);
    if (!kept) show_problem(kept.error());
}

Workspace::Workspace(Store store, Environment& environment)
    : impl_(std::make_unique<Impl>(std::move(store), environment)) {}
Workspace::~Workspace() = default;

void Workspace::handle(const Intent& intent) {
    std::visit(*impl_, static_cast<const AnyIntent&>(intent));
}

void Workspace::navigate(std::string_view address) {
    if (address == impl_->route.address) return;
    if (!impl_->form_is_dirty()) return impl_->go_to(address);
    impl_->held_address = address;
    impl_->ask(HostRequest::Kind::SetAddress, impl_->route.address);
}

const std::string& Workspace::held_address() const {
    return impl_->held_address;
}
void Workspace::release_held_address() {
    impl_->held_address.clear();
}

bool Workspace::step(int budget_ms) {
    if (impl_->toast && impl_->environment->now_ms() >= impl_->toast->until_ms) {
        impl_->toast.reset();
    }
    const bool importing = impl_->step_import(budget_ms);
    const bool searching = impl_->step_search() || impl_->step_merge() || impl_->step_duplicates();
    const bool editing = impl_->step_mass_edit(importing ? 1 : budget_ms);
    const bool busy = importing || editing;
    const bool working = impl_->step_export(busy ? 1 : budget_ms) || busy || searching;
    return working || impl_->step_life();
}

void Workspace::on_data_changed() {
    if (impl_->form) impl_->form->refresh();
}

void Workspace::on_file_picked(std::string name, std::unique_ptr<ByteSource> source) {
    if (impl_->route.screen != ScreenKind::Import || impl_->import_is_working()) return;
    impl_->import.reset();
    impl_->import_problem.clear();
    const Result<Policy> policy = impl_->store.policy();
    if (!policy) return impl_->show_problem(policy.error());
    const PresetDef* preset = impl_->preset();
    const EntityDef* entity = impl_->store.registry().find(impl_->route.entity);
    const bool fillable = preset == nullptr || fills(*policy, *entity, *preset);
    if (!fillable || !policy->can(impl_->route.entity, Action::Import)) {
        impl_->import_problem = impl_->strings.get("import.problem.no_right");
        return;
    }
    Result<ExchangeContext> context = impl_->exchange_context();
    if (!context) return impl_->show_problem(context.error());
    context->preset = preset;
    std::string problem_key;
    Result<Import> opened =
        Import::open(std::move(source), impl_->store, impl_->route.entity, *context, &problem_key);
    if (!opened) {
        impl_->import_problem = impl_->strings.get(problem_key);
        return;
    }
    opened->set_file_name(std::move(name));
    impl_->import.emplace(*std::move(opened));
}

void Workspace::on_problem(std::string sentence) {
    impl_->show_problem(std::move(sentence));
}

void Workspace::set_sync_status(SyncStatus status) {
    impl_->sync = std::move(status);
    impl_->go_home_when_enrolled();
}

void Workspace::set_zone_offset_minutes(int minutes) {
    impl_->zone = minutes;
    if (impl_->list) impl_->list->set_zone_offset_minutes(minutes);
    if (impl_->kanban) impl_->kanban->set_zone_offset_minutes(minutes);
    if (impl_->calendar) impl_->calendar->set_zone_offset_minutes(minutes);
    if (impl_->form) impl_->form->set_zone_offset_minutes(minutes);
    impl_->forget_remembered();
}

int Workspace::zone_offset_minutes() const {
    return impl_->zone;
}

void Workspace::set_preferred_language(std::string_view tag) {
    if (!impl_->language_chosen) impl_->use_language(language_from_tag(tag));
}

Store& Workspace::store() {
    return impl_->store;
}
const Strings& Workspace::strings() const {
    return impl_->strings;
}
const std::string& Workspace::theme() const {
    return impl_->theme;
}
const Route& Workspace::route() const {
    return impl_->route;
}
const SyncStatus& Workspace::sync_status() const {
    return impl_->sync;
}
const std::vector<ModuleLink>& Workspace::modules() {
    return impl_->remember(impl_->modules,
                           [&] { return find_modules(impl_->store, impl_->strings); });
}
const PresetDef* Workspace::preset() const {
    return impl_->preset();
}
bool Workspace::can_create(EntityId entity, const PresetDef* preset) {
    const Result<Policy> policy = impl_->store.policy();
    const EntityDef* module = impl_->store.registry().find(entity);
    return policy && module != nullptr && makes_records(*policy, {module, preset});
}
ListView* Workspace::list() {
    return impl_->list ? &*impl_->list : nullptr;
}
FormView* Workspace::form() {
    return impl_->form ? &*impl_->form : nullptr;
}

Import* Workspace::import() {
    const bool shown = impl_->route.screen == ScreenKind::Import && impl_->import;
    return shown ? &*impl_->import : nullptr;
}

const std::string& Workspace::import_problem() const {
    return impl_->import_problem;
}
std::string Workspace::problem() const {
    const Error* error = impl_->read_error();
    return error == nullptr ? std::string() : impl_->strings.sentence(*error);
}
std::uint32_t Workspace::settled_toast() const {
    return impl_->settled_toast;
}
const std::optional<Toast>& Workspace::toast() const {
    return impl_->toast;
}

const std::optional<ImportBatch>& Workspace::last_import() {
    return impl_->remember(impl_->last_import, [&]() -> Result<std::optional<ImportBatch>> {
        std::optional<ImportBatch> batch = TRY(read_last_import(impl_->store));
        if (batch && batch->undone) batch.reset();
        return batch;
    });
}

const std::vector<ConflictItem>& Workspace::conflicts() {
    return impl_->remember(impl_->conflicts, [&] {
        return read_conflicts(impl_->store, impl_->strings, impl_->zone);
    });
}

const std::vector<AttentionItem>& Workspace::attention() {
    return impl_->remember(impl_->attention, [&] {
        return read_attention(impl_->store, impl_->strings, impl_->zone);
    });
}

const std::vector<RelatedList>& Workspace::related() {
    return impl_->remember(impl_->related, [&]() -> Result<std::vector<RelatedList>> {
        if (!impl_->form || impl_->form->mode() == FormMode::Create) {
            return std::vector<RelatedList>();
        }
        return find_related(impl_->store, impl_->strings, *impl_->form);
    });
}

ListView* Workspace::related_list(std::size_t index) {
    const std::vector<RelatedList>& lists = related();
    if (index >= lists.size() || !impl_->form) return nullptr;
    const auto known = impl_->related_lists.find(index);
    if (known != impl_->related_lists.end()) return &known->second;
    ListView list(impl_->store, lists[index].entity, impl_->strings);
    list.set_zone_offset_minutes(impl_->zone);
    list.set_filters({links_to(lists[index].field, impl_->form->id())});
    return &impl_->related_lists.emplace(index, std::move(list)).first->second;
}

std::optional<std::int64_t> Workspace::next_wake_ms() const {
    return impl_->toast ? std::optional<std::int64_t>(impl_->toast->until_ms) : std::nullopt;
}

bool Workspace::has_unsaved_input() const {
    return impl_->form_is_dirty() || impl_->import_is_working() || impl_->mass_edit_is_working();
}

std::vector<HostRequest> Workspace::take_requests() {
    return std::exchange(impl_->requests, {});
}

}  // namespace holdfast
