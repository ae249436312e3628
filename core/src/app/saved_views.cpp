#include "core/app/saved_views.h"

#include <algorithm>
#include <optional>
#include <set>

#include "core/app/record_company.h"
#include "core/policy_tables.h"
#include "purposes.h"
#include "store/policy_people.h"

namespace holdfast {
namespace {

constexpr std::string_view kPurpose = "list-view";
constexpr std::int64_t kViewsMax = 100;

struct KindWord {
    ViewKind kind;
    std::string_view word;
};
constexpr KindWord kKinds[] = {
    {ViewKind::List, "list"}, {ViewKind::Kanban, "kanban"}, {ViewKind::Calendar, "calendar"}};

/// The module that keeps views, and its fields by their keys.
class ViewModule {
public:
    explicit ViewModule(const Registry& registry) : entity_(find_serving(registry, kPurpose)) {}
    explicit operator bool() const { return entity_ != nullptr; }
    [[nodiscard]] const EntityDef& entity() const { return *entity_; }
    [[nodiscard]] FieldId field(std::string_view key) const {
        const FieldDef* found = entity_->find_field(key);
        HOLDFAST_ASSERT(found != nullptr);
        return found->id;
    }
    [[nodiscard]] const Value& value(const Record& record, std::string_view key) const {
        return record.values[entity_->index_of(field(key))];
    }
    [[nodiscard]] std::string text(const Record& record, std::string_view key) const {
        return std::string(text_or_empty(value(record, key)));
    }

private:
    const EntityDef* entity_;
};

std::optional<ViewKind> kind_of(std::string_view word) {
    for (const KindWord& each : kKinds)
        if (each.word == word) return each.kind;
    return std::nullopt;
}

std::string_view word_of(ViewKind kind) {
    for (const KindWord& each : kKinds)
        if (each.kind == kind) return each.word;
    return {};
}

/// The whole question stands in `filter`, so that one reader understands it; what it names may be
/// gone since.
std::optional<SavedView> read_view(const Registry& registry, const ViewModule& module,
                                   EntityId entity, const Record& record) {
    const std::optional<ViewKind> kind = kind_of(module.text(record, "kind"));
    if (!kind) return std::nullopt;
    SavedView view;
    view.id = record.id;
    view.name = module.text(record, "name");
    view.kind = *kind;
    view.by_column = module.text(record, "column_field");
    const bool own = module.text(record, "visibility") == "private";
    view.sharing = own ? ViewSharing::Private : ViewSharing::Everyone;
    view.query.query.entity = entity;
    const std::string json = module.text(record, "filter");
    if (json.empty()) return view;
    auto query = query_from_json(registry, json);
    if (!query || query->query.entity != entity) return std::nullopt;
    view.query = *std::move(query);
    return view;
}

/// Who looks at the views. Nobody in particular sees all: no person has been named yet.
struct Viewer {
    std::optional<RecordId> person;
    std::set<RecordId> teams;  ///< Those within other teams, too.
};

Result<Viewer> read_viewer(Store& store) {
    Viewer viewer;
    viewer.person = TRY(store.person());
    if (!viewer.person) return viewer;
    const PolicyTables tables = TRY(read_policy_tables(store));
    const PolicyPeople people(tables);
    if (const PolicyUser* user = people.find_user(*viewer.person))
        viewer.teams = people.groups_of(*user);
    return viewer;
}

/// Own ones, those of a team that one is in, and those that are shared with all.
bool is_shown(const ViewModule& module, const Record& record, const Viewer& viewer) {
    const std::string visibility = module.text(record, "visibility");
    if (visibility == "everyone") return true;
    const RecordId owner = link_or_none(module.value(record, "owner"));
    if (owner.is_none() && visibility == "private") return true;
    if (!viewer.person) return visibility == "team";
    if (owner == *viewer.person) return true;
    return visibility == "team" &&
           viewer.teams.contains(link_or_none(module.value(record, "team")));
}

}  // namespace

bool keeps_views(const Registry& registry) {
    return static_cast<bool>(ViewModule(registry));
}

Result<std::vector<SavedView>> read_saved_views(Store& store, EntityId entity) {
    std::vector<SavedView> views;
    const ViewModule module(store.registry());
    const EntityDef* shown = store.registry().find(entity);
    if (!module || shown == nullptr) return views;
    Query query;
    query.entity = module.entity().id;
    query.filters.push_back({module.field("entity"), FilterOperator::Equal, shown->key});
    query.sort = {{"position", SortDirection::Ascending}, {"name", SortDirection::Ascending}};
    const Viewer viewer = TRY(read_viewer(store));
    const auto rows = TRY(find_rows(store, query, kViewsMax));
    for (const Record& record : TRY(read_rows(store, module.entity().id, rows))) {
        if (!is_shown(module, record, viewer)) continue;
        if (auto view = read_view(store.registry(), module, entity, record))
            views.push_back(*std::move(view));
    }
    return views;
}

Result<CommitOutcome> save_view(Store& store, SavedView& view) {
    const ViewModule module(store.registry());
    const EntityDef* shown = store.registry().find(view.query.query.entity);
    if (!module || shown == nullptr) return fail(ErrorCode::BadInput, "view.save");
    view.id = make_record_id(store.environment());
    std::vector<Draft::FieldValue> values{
        {module.field("name"), view.name},
        {module.field("entity"), shown->key},
        {module.field("kind"), std::string(word_of(view.kind))},
        {module.field("filter"), to_json(store.registry(), view.query)},
        {module.field("visibility"),
         std::string(view.sharing == ViewSharing::Private ? "private" : "everyone")}};
    if (view.kind == ViewKind::Kanban)
        values.push_back({module.field("column_field"), view.by_column});
    if (view.kind == ViewKind::Calendar) {
        const FieldDef* start = shown->find_field(shown->calendar.start);
        values.push_back({module.field("start_field"), start == nullptr ? "" : start->key});
    }
    const std::optional<RecordId> me = TRY(store.person());
    if (me) values.push_back({module.field("owner"), *me});
    Draft draft(module.entity().key + ".create", store.state().checkpoint);
    draft.create(module.entity().id, view.id, std::move(values));
    return store.commit(draft);
}

Result<CommitWithUndo> remove_view(Store& store, const RecordId& id) {
    const ViewModule module(store.registry());
    if (!module) return fail(ErrorCode::BadInput, "view.remove");
    Draft draft(module.entity().key + ".delete", store.state().checkpoint);
    draft.remove(module.entity().id, id);
    return commit_with_undo(store, draft);
}

}  // namespace holdfast
