#include "core/merge.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/policy.h"
#include "store/commit.h"
#include "store/merge_links.h"

namespace holdfast {
namespace {

constexpr char kReason[] = "merge";

/// The request with the records it speaks of, the winner first.
struct Plan {
    const MergeRequest* request = nullptr;
    const EntityDef* entity = nullptr;
    std::vector<Record> records;
};

bool has_twice(std::vector<RecordId> ids) {
    std::sort(ids.begin(), ids.end());
    return std::adjacent_find(ids.begin(), ids.end()) != ids.end();
}

Result<Plan> make_plan(Store& store, const MergeRequest& request) {
    Plan plan;
    plan.request = &request;
    plan.entity = store.registry().find(request.entity);
    const bool fits = plan.entity && !request.losers.empty() &&
                      request.losers.size() <= kMergeLosersMax &&
                      TRY(has_duplicate_rules(store, *plan.entity));
    if (!fits) return fail(ErrorCode::BadInput, "merge.request");
    std::vector<RecordId> ids{request.winner};
    ids.insert(ids.end(), request.losers.begin(), request.losers.end());
    if (has_twice(ids)) return fail(ErrorCode::BadInput, "merge.twice");
    for (const RecordId& id : ids) {
        std::optional<Record> record = TRY(store.read(request.entity, id));
        if (!record || record->life != Record::Life::Living)
            return fail(ErrorCode::NotFound, "merge.record");
        plan.records.push_back(*std::move(record));
    }
    return plan;
}

/// The chosen record of each field, those of the same group included.
Result<std::map<FieldId, const Record*>> chosen_records(Store& store, const Plan& plan) {
    const Policy policy = TRY(store.policy());
    std::map<FieldId, const Record*> chosen;
    for (const MergeChoice& choice : plan.request->choices) {
        const FieldDef* named = plan.entity->find_field(choice.field);
        const auto from = std::find_if(plan.records.begin(), plan.records.end(),
                                       [&](const Record& each) { return each.id == choice.from; });
        if (!named || !can_be_chosen(*plan.entity, *named) || from == plan.records.end())
            return fail(ErrorCode::BadInput, "merge.choice");
        for (const FieldDef& field : plan.entity->fields) {
            const bool together =
                field.id == named->id || (!named->group.empty() && field.group == named->group);
            if (!together) continue;
            // What one cannot see one cannot choose: it would be read as empty.
            if (policy.field_access(plan.entity->id, field.id) == FieldAccess::Hidden)
                return fail(ErrorCode::Unauthorized, "merge.hidden");
            chosen[field.id] = &*from;
        }
    }
    return chosen;
}

void add_choices(const Plan& plan, const std::map<FieldId, const Record*>& chosen,
                 const MergeScope& scope, Draft& draft) {
    const Record& winner = plan.records.front();
    std::vector<Draft::FieldValue> values;
    for (const auto& [field, from] : chosen) {
        const Value& value = from->values[plan.entity->index_of(field)];
        if (value == winner.values[plan.entity->index_of(field)]) continue;
        // A merged record is not its own parent.
        if (!scope.holds(link_or_none(value))) values.push_back({field, value});
    }
    if (!values.empty()) draft.set(plan.entity->id, winner.id, std::move(values));
}

std::string quoted_json(std::string_view text) {
    return to_json(Value(std::string(text)));
}

std::string choices_json(const Plan& plan, const std::map<FieldId, const Record*>& chosen) {
    std::string json = "{";
    for (const auto& [field, from] : chosen) {
        if (from->id == plan.records.front().id) continue;
        if (json.size() > 1) json += ',';
        json +=
            quoted_json(plan.entity->find_field(field)->key) + ":" + quoted_json(to_text(from->id));
    }
    return json + "}";
}

/// Ids alone: whoever may read the log may not be allowed to read what was merged.
void add_logs(Store& store, const Plan& plan, const MergeLogDef& log, const std::string& choices,
              Draft& draft) {
    const std::int64_t now_ms = store.environment().now_ms();
    const Record& winner = plan.records.front();
    for (const RecordId& loser : plan.request->losers)
        draft.create(log.entity->id, make_record_id(store.environment()),
                     {{log.winner_entity->id, plan.entity->key},
                      {log.winner->id, winner.id},
                      {log.loser->id, loser},
                      {log.losers->id, "[{\"id\":" + quoted_json(to_text(loser)) + "}]"},
                      {log.count->id, std::int64_t{1}},
                      {log.choices->id, choices},
                      {log.at->id, now_ms},
                      {log.undo_until->id, now_ms + kMergeUndoMs}});
}

}  // namespace

bool can_be_chosen(const EntityDef& entity, const FieldDef& field) {
    const bool counted = field.merge == MergeKind::Counter || field.merge == MergeKind::Server;
    return field.access == Access::Writable && !counted && field.id != entity.state_field &&
           field.id != entity.number_field && field.id != entity.parent_field &&
           field.presence == Presence::Shown;
}

Result<MergeDone> merge_records(Store& store, const MergeRequest& request) {
    const MergeLogDef log = find_merge_log(store.registry());
    if (!log.entity || !log.loser) return fail(ErrorCode::Unsupported, "merge.log");
    const Plan plan = TRY(make_plan(store, request));
    MergeScope scope{request.entity, {}, log.entity->id};
    for (const Record& record : plan.records) scope.records.push_back(record.id);
    const auto chosen = TRY(chosen_records(store, plan));

    Draft draft(kReason, store.state().checkpoint);
    add_choices(plan, chosen, scope, draft);
    MergeLinks links(store.internals(), scope);
    TRY(links.add_to(draft));
    for (const RecordId& loser : request.losers) draft.remove(request.entity, loser);
    add_logs(store, plan, log, choices_json(plan, chosen), draft);
    MergeDone done{TRY(commit_draft(store.internals(), draft, {&scope})), 0, links.moved()};
    if (std::holds_alternative<Saved>(done.outcome))
        done.group = store.internals().last_history_group;
    return done;
}

}  // namespace holdfast
