#include "core/customization_store.h"

#include <algorithm>

namespace holdfast {
namespace {

constexpr char kPublished[] = R"sql(
    SELECT id, name, items, published_at FROM change_set
    WHERE _deleted = 0 AND status = 'published'
    ORDER BY published_at, id
)sql";

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

/// The commit says at a field what is wrong; here it is the answer.
Result<ChangeSetOutcome> commit(Store& store, const Draft& draft, const RecordId& id) {
    CommitOutcome outcome = TRY(store.commit(draft));
    auto* needs = std::get_if<NeedsWork>(&outcome);
    if (!needs) return ChangeSetOutcome(id);
    for (const FieldIssue& issue : needs->issues)
        if (issue.kind == IssueKind::BadChanges) return ChangeSetOutcome(*issue.change);
    return ChangeSetOutcome(std::move(*needs));
}

}  // namespace

Result<std::vector<ChangeSet>> read_change_sets(Database& db) {
    std::vector<ChangeSet> sets;
    if (!TRY(has_table(db))) return sets;
    Statement statement = TRY(db.prepare(kPublished));
    while (TRY(statement.step()))
        sets.push_back({statement.record_id(0), std::string(statement.text(1)),
                        std::string(statement.text(2)), statement.integer(3)});
    return sets;
}

Result<Customization> load_customization(Database& db) {
    return Customization::compile(TRY(read_change_sets(db)));
}

Result<ChangeSetOutcome> publish_change_set(Store& store, std::string name, std::string items) {
    const EntityDef& entity = change_set_of(store);
    const RecordId id = make_record_id(store.environment());
    Draft draft("change_set.publish", store.state().checkpoint);
    draft.create(entity.id, id,
                 {{field_of(entity, "name").id, std::move(name)},
                  {field_of(entity, "items").id, std::move(items)}});
    draft.transition(entity.id, id, entity.initial_state, std::string(kPublishedState));
    return commit(store, draft, id);
}

Result<ChangeSetOutcome> revert_change_set(Store& store, const RecordId& id) {
    const std::vector<ChangeSet> sets = TRY(read_change_sets(store.database()));
    if (std::none_of(sets.begin(), sets.end(), [&](const ChangeSet& set) { return set.id == id; }))
        return fail(ErrorCode::NotFound, "change_set.revert");
    const EntityDef& entity = change_set_of(store);
    Draft draft("change_set.revert", store.state().checkpoint);
    draft.transition(entity.id, id, std::string(kPublishedState), "reverted");
    return commit(store, draft, id);
}

}  // namespace holdfast
