#include "store/change_set_checks.h"

#include <algorithm>

#include "store/custom_columns.h"
#include "store/entity_table.h"

namespace holdfast {
namespace {

/// A state is a dead end without a set when it is gone, or when it is an administrator's and its
/// ways out are gone. States of the base that had no way out before are ends that are meant.
bool is_dead_end(const EntityDef& before, const EntityDef& after, std::string_view state) {
    if (!after.find_state(state)) return true;
    const EntityDef* base = Registry::base().find(before.id);
    const bool is_own = !base || !base->find_state(state);
    return is_own && !before.states_after(state).empty() && after.states_after(state).empty();
}

/// All of them, also those that the person may not see.
Result<std::int64_t> count_in_state(const StuckQuestion& question, const EntityDef& entity,
                                    const std::string& state) {
    // Published, but this device was not started again since: there is no table yet.
    if (!question.here.find(entity.id)) return std::int64_t{0};
    Statement count = TRY(question.db.prepare(
        "SELECT count(*) FROM " + quoted(entity.key) + " WHERE _deleted = 0 AND " +
        quoted(entity.find_field(entity.state_field)->key) + " = ?1"));
    count.bind(0, std::string_view(state));
    TRY(count.step());
    return count.integer(0);
}

}  // namespace

// Numbers are few: two keys of one module can have the same. Among fields in use the compiler sees
// that; values of a field that was taken back would come to life under another one's name.
Result<std::optional<CustomizationIssue>> find_earlier_owner(Database& db, const Registry& next) {
    for (const EntityDef& entity : next.entities()) {
        const auto columns = TRY(read_custom_columns(db, entity.id, entity.key));
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

Result<std::optional<CustomizationIssue>> find_stuck(const StuckQuestion& question) {
    for (const EntityDef& entity : question.before.entities()) {
        const EntityDef* left = question.after.find(entity.id);
        if (!left || entity.state_field == FieldId::None) continue;
        for (const StateDef& state : entity.states) {
            if (!is_dead_end(entity, *left, state.key)) continue;
            CustomizationIssue issue;
            issue.count = TRY(count_in_state(question, entity, state.key));
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

const CustomizationIssue* find_new_issue(const Customization& before, const Customization& after) {
    for (const CustomizationIssue& issue : after.issues()) {
        const bool old = std::any_of(
            before.issues().begin(), before.issues().end(),
            [&](const CustomizationIssue& each) { return each.change_set == issue.change_set; });
        if (!old) return &issue;
    }
    return nullptr;
}

}  // namespace holdfast
