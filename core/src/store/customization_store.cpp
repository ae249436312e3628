#include "core/customization_store.h"

#include <algorithm>

namespace holdfast {
namespace {

/// What readers of JSON see whole; enough to tell two versions apart.
constexpr std::uint64_t kWholeInJson = (std::uint64_t{1} << 53) - 1;

constexpr char kPublished[] = R"sql(
    SELECT id, name, items FROM change_set WHERE _deleted = 0 AND status = 'published'
    ORDER BY published_at, id
)sql";

constexpr char kLastPublication[] = "SELECT coalesce(max(published_at), 0) FROM change_set";

Result<bool> has_table(Database& db) {
    Statement statement =
        TRY(db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'change_set'"));
    return statement.step();
}

const FieldDef& field_of(const EntityDef& entity, std::string_view key) {
    const FieldDef* field = entity.find_field(key);
    HOLDFAST_ASSERT(field != nullptr);
    return *field;
}

const EntityDef& change_set_of(const Store& store) {
    const EntityDef* entity = store.registry().find("change_set");
    HOLDFAST_ASSERT(entity != nullptr);
    return *entity;
}

/// Sets count in the order of this time, and the new one was checked on top of the others: it comes
/// last, whatever the clocks of the devices say that made them.
Result<Value> next_publication(Store& store) {
    Statement last = TRY(store.database().prepare(kLastPublication));
    TRY(last.step());
    return Value(std::max(store.environment().now_ms(), last.integer(0) + 1));
}

Result<ChangeSetOutcome> commit(Store& store, const Draft& draft, const RecordId& id) {
    CommitOutcome outcome = TRY(store.commit(draft));
    if (auto* needs = std::get_if<NeedsWork>(&outcome)) return ChangeSetOutcome(std::move(*needs));
    return ChangeSetOutcome(id);
}

}  // namespace

Result<std::vector<ChangeSet>> read_change_sets(Database& db) {
    std::vector<ChangeSet> sets;
    if (!TRY(has_table(db))) return sets;
    Statement statement = TRY(db.prepare(kPublished));
    while (TRY(statement.step()))
        sets.push_back({statement.record_id(0), std::string(statement.text(1)),
                        std::string(statement.text(2))});
    return sets;
}

Result<Customization> load_customization(Database& db) {
    return Customization::compile(TRY(read_change_sets(db)));
}

Result<ChangeSetOutcome> publish_change_set(Store& store, std::string name, std::string items) {
    const Customization published = TRY(load_customization(store.database()));
    if (auto issue = published.check(items)) {
        issue->name = name;
        return ChangeSetOutcome(*std::move(issue));
    }
    const EntityDef& entity = change_set_of(store);
    const RecordId id = make_record_id(store.environment());
    const auto version = static_cast<std::int64_t>(published.registry().version() & kWholeInJson);
    Draft draft("change_set.publish", store.state().checkpoint);
    draft.create(entity.id, id,
                 {{field_of(entity, "name").id, std::move(name)},
                  {field_of(entity, "items").id, std::move(items)},
                  {field_of(entity, "base_version").id, version}});
    draft.transition(entity.id, id, entity.initial_state, "published",
                     {{field_of(entity, "published_at").id, TRY(next_publication(store))}});
    return commit(store, draft, id);
}

Result<ChangeSetOutcome> revert_change_set(Store& store, const RecordId& id) {
    std::vector<ChangeSet> sets = TRY(read_change_sets(store.database()));
    const auto found =
        std::find_if(sets.begin(), sets.end(), [&](const ChangeSet& set) { return set.id == id; });
    if (found == sets.end()) return fail(ErrorCode::NotFound, "change_set.revert");
    const std::size_t refused_before = Customization::compile(sets).issues().size();
    sets.erase(found);
    const Customization without = Customization::compile(sets);
    if (without.issues().size() > refused_before) return ChangeSetOutcome(without.issues().back());
    const EntityDef& entity = change_set_of(store);
    Draft draft("change_set.revert", store.state().checkpoint);
    draft.transition(entity.id, id, "published", "reverted");
    return commit(store, draft, id);
}

}  // namespace holdfast
