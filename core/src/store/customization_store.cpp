#include "core/customization_store.h"

#include <algorithm>

#include "store/custom_columns.h"
#include "store/entity_table.h"

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

/// Numbers are few: two keys of one module can have the same. Among fields in use the compiler sees
/// that; values of a field that was taken back would come to life under another one's name.
Result<std::optional<CustomizationIssue>> find_earlier_owner(Store& store, const Registry& next) {
    for (const EntityDef& entity : next.entities()) {
        const auto columns = TRY(read_custom_columns(store.database(), entity.id, entity.key));
        for (const CustomColumn& column : columns) {
            const FieldDef* field = entity.find_field(column.field);
            if (!field || column.name == field->key || column.name.starts_with(field->key + "~"))
                continue;
            CustomizationIssue issue;
            issue.problem = CustomizationProblem::Taken;
            issue.path = "$.change." + entity.key;
            issue.subject = field->key;
            issue.reason = "its number was an earlier field's; another key has another number";
            return std::optional<CustomizationIssue>(std::move(issue));
        }
    }
    return std::optional<CustomizationIssue>();
}

/// A state is a dead end without a set when it is gone, or when it is an administrator's and its
/// ways out are gone. States of the base that had no way out before are ends that are meant.
bool is_dead_end(const EntityDef& before, const EntityDef& after, std::string_view state) {
    if (!after.find_state(state)) return true;
    const EntityDef* base = Registry::base().find(before.id);
    const bool is_own = !base || !base->find_state(state);
    return is_own && !before.states_after(state).empty() && after.states_after(state).empty();
}

/// All of them, also those that the person may not see.
Result<std::int64_t> count_in_state(Store& store, const EntityDef& entity,
                                    const std::string& state) {
    // Published, but this device was not started again since: there is no table yet.
    if (!store.registry().find(entity.id)) return std::int64_t{0};
    Statement count = TRY(store.database().prepare(
        "SELECT count(*) FROM " + quoted(entity.key) + " WHERE _deleted = 0 AND " +
        quoted(entity.find_field(entity.state_field)->key) + " = ?1"));
    count.bind(0, std::string_view(state));
    TRY(count.step());
    return count.integer(0);
}

/// Records that would be in a state which they cannot leave.
Result<std::optional<CustomizationIssue>> find_stuck(Store& store, const Registry& before,
                                                     const Registry& after) {
    for (const EntityDef& entity : before.entities()) {
        const EntityDef* left = after.find(entity.id);
        if (!left || entity.state_field == FieldId::None) continue;
        for (const StateDef& state : entity.states) {
            if (!is_dead_end(entity, *left, state.key)) continue;
            CustomizationIssue issue;
            issue.count = TRY(count_in_state(store, entity, state.key));
            if (issue.count == 0) continue;
            issue.problem = CustomizationProblem::StateInUse;
            issue.path = "$.change." + entity.key;
            issue.subject = state.key;
            issue.reason = "records are in this state";
            return std::optional<CustomizationIssue>(std::move(issue));
        }
    }
    return std::optional<CustomizationIssue>();
}

/// What the sets that are left would be refused for, now that another one is gone.
const CustomizationIssue* find_new_issue(const Customization& before,
                                         const Customization& without) {
    for (const CustomizationIssue& issue : without.issues()) {
        const bool old = std::any_of(
            before.issues().begin(), before.issues().end(),
            [&](const CustomizationIssue& each) { return each.change_set == issue.change_set; });
        if (!old) return &issue;
    }
    return nullptr;
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
    std::vector<ChangeSet> sets = TRY(read_change_sets(store.database()));
    const Customization published = Customization::compile(sets);
    sets.push_back({RecordId{}, name, items});
    // The same as the next start will do with it.
    const Customization next = Customization::compile(sets);
    for (const CustomizationIssue& issue : next.issues())
        if (issue.change_set.is_none()) return ChangeSetOutcome(issue);
    if (auto issue = TRY(find_earlier_owner(store, next.registry()))) {
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
    const Value published_at = TRY(next_publication(store));
    draft.transition(entity.id, id, entity.initial_state, "published",
                     {{field_of(entity, "published_at").id, published_at}});
    return commit(store, draft, id);
}

Result<ChangeSetOutcome> revert_change_set(Store& store, const RecordId& id) {
    std::vector<ChangeSet> sets = TRY(read_change_sets(store.database()));
    const auto found =
        std::find_if(sets.begin(), sets.end(), [&](const ChangeSet& set) { return set.id == id; });
    if (found == sets.end()) return fail(ErrorCode::NotFound, "change_set.revert");
    const Customization before = Customization::compile(sets);
    const std::string name = found->name;
    sets.erase(found);
    const Customization without = Customization::compile(sets);
    if (const CustomizationIssue* issue = find_new_issue(before, without))
        return ChangeSetOutcome(*issue);
    if (auto stuck = TRY(find_stuck(store, before.registry(), without.registry()))) {
        stuck->change_set = id;
        stuck->name = name;
        return ChangeSetOutcome(*std::move(stuck));
    }
    const EntityDef& entity = change_set_of(store);
    Draft draft("change_set.revert", store.state().checkpoint);
    draft.transition(entity.id, id, "published", "reverted");
    return commit(store, draft, id);
}

}  // namespace holdfast
