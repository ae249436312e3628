#include <algorithm>
#include <utility>

#include "preset_scope.h"
#include "workspace_impl.h"

namespace holdfast {
namespace {

constexpr std::size_t kHistoryMax = 100;
constexpr std::string_view kHomeAddress = "#/home";

std::vector<FieldId> fields_of_keys(const EntityDef& entity, std::string_view keys) {
    std::vector<FieldId> fields;
    while (!keys.empty()) {
        const std::size_t comma = keys.find(',');
        const FieldDef* field = entity.find_field(keys.substr(0, comma));
        if (field == nullptr) field = entity.find_computed(keys.substr(0, comma));
        if (field != nullptr) fields.push_back(field->id);
        if (comma == std::string_view::npos) break;
        keys.remove_prefix(comma + 1);
    }
    return fields;
}

Result<bool> holds_records(Store& store) {
    for (const EntityDef& entity : store.registry().entities()) {
        Query query;
        query.entity = entity.id;
        if (!TRY(find_rows(store, query, 1)).empty()) return true;
    }
    return false;
}

}  // namespace

std::string columns_setting(std::string_view key) {
    return "columns." + std::string(key);
}

const PresetDef* Workspace::Impl::preset() const {
    const EntityDef* entity = store.registry().find(route.entity);
    return entity == nullptr ? nullptr : entity->find_preset(route.preset);
}

std::string_view Workspace::Impl::list_key() const {
    if (!route.preset.empty()) return route.preset;
    const EntityDef* entity = store.registry().find(route.entity);
    return entity == nullptr ? std::string_view() : std::string_view(entity->key);
}

FilterNode Workspace::Impl::preset_scope() const {
    return preset() == nullptr ? FilterNode{} : scope_of(*preset());
}

const ListMemory* Workspace::Impl::list_memory() const {
    const auto memory = list_memories.find(view_place());
    return memory == list_memories.end() ? nullptr : &memory->second;
}

FilterNode Workspace::Impl::shown_filter() const {
    const ListMemory* memory = list_memory();
    return within(preset_scope(), memory == nullptr ? FilterNode{} : memory->filter);
}

void Workspace::Impl::set_address(std::string address) {
    if (route.address == address) return;
    route.address = std::move(address);
    ask(HostRequest::Kind::SetAddress, route.address);
}

void Workspace::Impl::leave_screen() {
    settle_unsaved();
    list.reset();
    kanban.reset();
    calendar.reset();
    form.reset();
    leave_mass_edit();
    merging.reset();
    look_alikes.valid = conversions.valid = false;
    open_view = {};
    related.valid = aside.valid = saved_views.valid = false;
    related_lists.clear();
    search_anew();
    recycle_bin.valid = false;
    bin_rows_max = kBinRowsPerPage;
    held_address.clear();
    open_error.reset();
    forget_failures();
}

void Workspace::Impl::go_to(std::string_view address, History keep) {
    Route wanted = parse_address(store.registry(), address);
    if (keep == History::Push && !route.address.empty()) history.push_back(route.address);
    if (history.size() > kHistoryMax) history.erase(history.begin());
    const bool moved = wanted.address != route.address;
    leave_screen();
    route = std::move(wanted);
    if (!route.code.empty()) return enrol_by_address();
    if (moved) ask(HostRequest::Kind::SetAddress, route.address);
    open_screen();
}

bool Workspace::Impl::is_enrolled() const {
    return store.state().authority == Authority::Enrolled;
}

/// Records made here before go to the server's users only when the person says so on the screen.
void Workspace::Impl::enrol_by_address() {
    ask(HostRequest::Kind::ReplaceAddress, route.address);
    if (is_enrolled()) return go_home_when_enrolled();
    const Result<bool> in_use = holds_records(store);
    if (!in_use) return show_problem(in_use.error());
    if (!*in_use) ask(HostRequest::Kind::Enrol, route.code);
}

void Workspace::Impl::go_home_when_enrolled() {
    const bool by_address = route.screen == ScreenKind::Sync && !route.code.empty();
    if (by_address && is_enrolled()) go_to(kHomeAddress, History::Replace);
}

void Workspace::Impl::go_back() {
    if (history.empty()) {
        if (route.entity != EntityId::None) return go_to_list(route.entity);
        return go_to(kHomeAddress, History::Replace);
    }
    const std::string address = std::move(history.back());
    history.pop_back();
    go_to(address, History::Replace);
}

void Workspace::Impl::go_to_list(EntityId entity) {
    Route wanted;
    wanted.screen = ScreenKind::List;
    wanted.entity = entity;
    wanted.preset = route.preset;
    go_to(address_of(store.registry(), wanted), History::Replace);
}

void Workspace::Impl::open_screen() {
    if (route.screen == ScreenKind::List) open_list();
    if (route.screen == ScreenKind::Kanban) open_kanban();
    if (route.screen == ScreenKind::Calendar) open_calendar();
    if (route.screen == ScreenKind::Record) open_record();
    if (route.screen == ScreenKind::Duplicates) open_duplicates();
    if (route.screen == ScreenKind::Import && import && !import_is_working()) {
        import.reset();
        import_problem.clear();
    }
}

void Workspace::Impl::open_list() {
    list.emplace(store, route.entity, strings);
    list->set_zone_offset_minutes(zone);
    const EntityDef& entity = list->entity();
    if (const PresetDef* shown = preset()) list->set_preset(*shown);
    const Result<std::string> columns = store.read_setting(columns_setting(list_key()));
    if (columns && !columns->empty()) list->set_columns(fields_of_keys(entity, *columns));
    const ListMemory* memory = list_memory();
    if (memory == nullptr) return;
    open_view = memory->view;
    list->set_search(memory->search);
    list->set_filters(memory->filters);
    list->set_filter(memory->filter);
    if (memory->sort_field != FieldId::None) list->set_sort(memory->sort_field, memory->direction);
    if (!memory->sort.empty()) list->set_sort_keys(memory->sort);
}

void Workspace::Impl::list_changed() {
    if (!list) return;
    const Query& query = list->query();
    list_memories[view_place()] = {query.search, query.filters, query.sort_field, query.direction,
                                   query.filter, query.sort,    open_view};
}

/// What the screen gave along comes before what the preset wants.
NewRecordSeed Workspace::Impl::take_seed() {
    NewRecordSeed given = std::exchange(seed, {});
    given.preset = preset();
    if (given.preset == nullptr) return given;
    for (const auto& wanted : given.preset->defaults) {
        const bool known =
            std::any_of(given.given.begin(), given.given.end(),
                        [&](const Draft::FieldValue& each) { return each.field == wanted.first; });
        if (!known) given.given.push_back({wanted.first, wanted.second});
    }
    return given;
}

void Workspace::Impl::open_record() {
    NewRecordSeed given = take_seed();
    Result<FormView> opened =
        route.record.is_none()
            ? FormView::create(store, route.entity, std::move(given), strings, zone)
            : FormView::open(store, route.entity, route.record, strings, zone);
    // Whoever looks at what lies in the bin wants to see that, not what stands for it.
    const bool from_bin =
        !history.empty() &&
        parse_address(store.registry(), history.back()).screen == ScreenKind::RecycleBin;
    if ((!opened || (opened->deleted() && !from_bin)) && open_survivor()) return;
    if (opened) {
        form.emplace(*std::move(opened));
        return;
    }
    if (opened.error().code != ErrorCode::NotFound) open_error = opened.error();
    route.screen = ScreenKind::NotFound;
}

}  // namespace holdfast
