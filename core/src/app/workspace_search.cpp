#include <algorithm>
#include <iterator>

#include "core/policy.h"
#include "core/search.h"
#include "presentation.h"
#include "store/search_catalogue.h"
#include "workspace_impl.h"

namespace holdfast {
namespace {

/// Rows looked at for the first answer, and taken into an index in one slice: at about a
/// microsecond each.
constexpr std::int64_t kRowsPerSlice = 6'000;
/// Rows of the last answer, when all indexes are there.
constexpr std::int64_t kRowsAtLast = 40'000;
constexpr std::size_t kSecondLineMax = 2;
constexpr int kOwnersMax = 3;

/// Parts of the navigation, from what people open most; others follow in the order they come.
constexpr std::string_view kMenuOrder[] = {
    "customers", "service",  "projects",      "sales",      "documents",     "catalogue",
    "stock",     "insights", "communication", "automation", "administration"};

std::size_t menu_place(std::string_view menu) {
    const auto* found = std::find(std::begin(kMenuOrder), std::end(kMenuOrder), menu);
    return static_cast<std::size_t>(found - std::begin(kMenuOrder));
}

/// The first records of a module in the order of its list.
Result<SearchGroup> first_records(Store& store, const Strings& strings, const EntityDef& entity,
                                  LinkTitles& titles) {
    SearchGroup group;
    group.entity = entity.id;
    group.label = strings.plural_of(entity);
    Query query;
    query.entity = entity.id;
    const auto handles = TRY(find_rows(store, query, kSearchRowsPerModule));
    for (const Record& record : TRY(read_rows(store, entity.id, handles))) {
        std::string title = TRY(titles.title_of(entity, record));
        group.rows.push_back({record.id, std::move(title), {}, RowMark::None});
        group.addresses.push_back("#/" + entity.key + "/" + to_text(record.id));
    }
    const auto found = static_cast<std::int64_t>(group.rows.size());
    group.count = found < kSearchRowsPerModule ? found : TRY(count_rows(store, query));
    return group;
}

/// Where a record is shown: at its own address, or at that of the record it belongs to.
Result<std::string> address_of_found(Store& store, const EntityDef& module, Record record) {
    const EntityDef* entity = &module;
    for (int step = 0; step <= kOwnersMax; ++step) {
        if (!entity->menu.empty()) return "#/" + entity->key + "/" + to_text(record.id);
        const FieldDef* owner = entity->find_field(entity->parent_field);
        for (const FieldDef& field : entity->fields)
            if (owner == nullptr && field.type == FieldType::LinkAny) owner = &field;
        if (owner == nullptr) return std::string();
        const RecordId id = link_or_none(record.values[entity->index_of(owner->id)]);
        const EntityDef* target = link_target(store.registry(), *entity, *owner, record.values);
        if (id.is_none() || target == nullptr) return std::string();
        std::optional<Record> next = TRY(store.read(target->id, id));
        if (!next || next->life == Record::Life::Deleted) return std::string();
        record = *std::move(next);
        entity = target;
    }
    return std::string();
}

/// What tells one record from another of nearly the same name.
Result<std::vector<ListCell>> second_line(const Strings& strings, LinkTitles& titles,
                                          const EntityDef& entity, const Record& record) {
    std::vector<ListCell> cells;
    for (const FieldId id : entity.list_columns) {
        const FieldDef* field = entity.find_field(id);
        const bool in_title =
            std::find(entity.title.begin(), entity.title.end(), id) != entity.title.end();
        if (field == nullptr || in_title || cells.size() == kSecondLineMax) continue;
        const Value& value = record.values[entity.index_of(id)];
        const ShownField shown{&entity, field, &value, &record};
        std::string text = TRY(show_value(strings, titles, shown, 0));
        if (!text.empty()) cells.push_back({std::move(text), tone_of(entity, *field, value)});
    }
    return cells;
}

Result<SearchGroup> group_of(Store& store, const Strings& strings, const SearchModule& found,
                             LinkTitles& titles) {
    const EntityDef& entity = *store.registry().find(found.entity);
    SearchGroup group;
    group.entity = entity.id;
    group.label = strings.plural_of(entity);
    group.has_more = found.has_more;
    for (const SearchHit& hit : found.hits) {
        const std::optional<Record> record = TRY(store.read(entity.id, hit.id));
        if (!record) continue;
        std::string address = TRY(address_of_found(store, entity, *record));
        if (address.empty()) continue;
        ListRow row;
        row.id = hit.id;
        row.title = TRY(titles.title_of(entity, *record));
        row.cells = TRY(second_line(strings, titles, entity, *record));
        group.rows.push_back(std::move(row));
        group.addresses.push_back(std::move(address));
    }
    group.count = static_cast<std::int64_t>(group.rows.size());
    return group;
}

}  // namespace

const std::string& menu_of(const ModulePlace& place) {
    return place.preset == nullptr ? place.entity->menu : place.preset->menu;
}

std::vector<ModulePlace> places_in_menu(const Registry& registry) {
    std::vector<ModulePlace> places;
    for (const EntityDef& entity : registry.entities()) {
        if (entity.menu.empty()) continue;
        places.push_back({&entity, nullptr});
        for (const PresetDef& preset : entity.presets)
            if (preset.shown) places.push_back({&entity, &preset});
    }
    std::stable_sort(places.begin(), places.end(),
                     [](const ModulePlace& first, const ModulePlace& second) {
                         const std::size_t one = menu_place(menu_of(first));
                         const std::size_t other = menu_place(menu_of(second));
                         return one != other ? one < other : menu_of(first) < menu_of(second);
                     });
    return places;
}

std::vector<const EntityDef*> entities_in_menu(const Registry& registry) {
    std::vector<const EntityDef*> entities;
    for (const ModulePlace& place : places_in_menu(registry))
        if (place.preset == nullptr) entities.push_back(place.entity);
    return entities;
}

Result<std::vector<SearchGroup>> Workspace::Impl::find_everywhere() {
    std::vector<SearchGroup> groups;
    SearchLimits limits;
    limits.per_module_max = kSearchRowsPerModule;
    limits.rows_max = search_rows;
    const SearchResults results = TRY(search_everywhere(store, route.search, limits));
    search_complete = results.complete;
    LinkTitles titles(store, strings);
    for (const SearchModule& module : results.modules) {
        SearchGroup group = TRY(group_of(store, strings, module, titles));
        if (group.count > 0) groups.push_back(std::move(group));
    }
    // What has a page of its own comes before what stands on the page of another.
    std::stable_partition(groups.begin(), groups.end(), [this](const SearchGroup& group) {
        return !store.registry().find(group.entity)->menu.empty();
    });
    return groups;
}

void Workspace::Impl::search_anew() {
    search_groups.valid = false;
    search_complete = true;
    search_rows = kRowsPerSlice;
}

/// The next rows into the first index that is not whole; false when all are.
Result<bool> Workspace::Impl::index_more() {
    for (const EntityDef& entity : store.registry().entities()) {
        if (search_fields_of(entity).positions.empty()) continue;
        const IndexProgress progress =
            TRY(advance_search_index(store.internals(), entity, kRowsPerSlice));
        if (progress.index == nullptr || progress.rows_read > 0) return true;
    }
    return false;
}

// What is found already is on screen while the indexes of large modules are made in slices; then
// everything is asked once more.
bool Workspace::Impl::step_search() {
    if (route.screen != ScreenKind::Search || search_complete || search_groups.error) return false;
    if (search_rows == kRowsAtLast) return false;
    const Result<bool> more = index_more();
    if (more && *more) return true;
    search_groups.valid = false;
    search_rows = kRowsAtLast;
    return true;
}

const std::vector<SearchGroup>& Workspace::search_groups() {
    return impl_->remember(impl_->search_groups, [&] { return impl_->find_everywhere(); });
}

bool Workspace::search_complete() const {
    return impl_->search_complete || impl_->search_rows == kRowsAtLast;
}

const std::vector<SearchGroup>& Workspace::overview() {
    return impl_->remember(impl_->overview, [&]() -> Result<std::vector<SearchGroup>> {
        std::vector<SearchGroup> groups;
        LinkTitles titles(impl_->store, impl_->strings);
        const Policy policy = TRY(impl_->store.policy());
        for (const EntityDef* entity : entities_in_menu(impl_->store.registry()))
            if (entity->pinned && policy.can(entity->id, Action::Read))
                groups.push_back(TRY(first_records(impl_->store, impl_->strings, *entity, titles)));
        return groups;
    });
}

}  // namespace holdfast
