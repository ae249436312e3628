// Time in states: derived from the moves that history has.
#include <algorithm>

#include "core/history.h"
#include "store/person_policy.h"

namespace holdfast {
namespace {

/// All entries of a record, oldest first.
Result<std::vector<HistoryEntry>> read_all(Store& store, HistoryQuery query) {
    std::vector<HistoryEntry> entries;
    do {
        HistoryPage page = TRY(read_history(store, query));
        for (HistoryEntry& entry : page.entries) entries.push_back(std::move(entry));
        query.before = page.next_before;
    } while (query.before != 0);
    std::reverse(entries.begin(), entries.end());
    return entries;
}

const HistoryChange* find_change(const HistoryEntry& entry, FieldId field) {
    const auto found =
        std::find_if(entry.changes.begin(), entry.changes.end(),
                     [&](const HistoryChange& change) { return change.field == field; });
    return found == entry.changes.end() ? nullptr : &*found;
}

/// Work done offline counts when it was done, which the stamp of its state knows.
std::int64_t moved_at(const EntityDef& entity, const HistoryEntry& entry,
                      const HistoryChange& move) {
    const StateDef* state = entity.find_state(text_or_empty(move.to));
    if (entry.source == HistorySource::Here || !state || state->stamp == FieldId::None)
        return entry.at_ms;
    const HistoryChange* stamp = find_change(entry, state->stamp);
    return stamp ? integer_or(stamp->to, entry.at_ms) : entry.at_ms;
}

class Stopwatch {
public:
    explicit Stopwatch(std::int64_t started_ms) : at_ms_(started_ms) {}

    void enter(std::string_view state, std::int64_t at_ms) {
        leave(at_ms);
        const auto known =
            std::find_if(durations_.begin(), durations_.end(),
                         [&](const StateDuration& each) { return each.state == state; });
        current_ = static_cast<std::size_t>(known - durations_.begin());
        if (known == durations_.end()) durations_.push_back({std::string(state), 0, 0});
        ++durations_[current_].visits;
    }
    /// A clock that went back adds nothing.
    void leave(std::int64_t at_ms) {
        if (!durations_.empty())
            durations_[current_].total_ms += std::max<std::int64_t>(at_ms - at_ms_, 0);
        at_ms_ = at_ms;
    }
    [[nodiscard]] std::vector<StateDuration> take() { return std::move(durations_); }

private:
    std::vector<StateDuration> durations_;
    std::size_t current_ = 0;
    std::int64_t at_ms_;
};

}  // namespace

Result<std::vector<StateDuration>> read_state_durations(Store& store, EntityId entity_id,
                                                        const RecordId& id, const Policy* policy) {
    const EntityDef* entity = store.registry().find(entity_id);
    if (!entity) return fail(ErrorCode::BadInput, "history.entity");
    policy = TRY(policy_or_person(store.internals(), policy));
    const FieldId field = entity->state_field;
    const bool hidden = policy && policy->field_access(entity_id, field) == FieldAccess::Hidden;
    const auto record = TRY(store.read(entity_id, id));
    if (field == FieldId::None || hidden || !record) return std::vector<StateDuration>{};

    HistoryQuery query{entity_id, id};
    query.policy = policy;
    const std::vector<HistoryEntry> entries = TRY(read_all(store, query));
    std::int64_t since_ms = TRY(read_history(store, query)).known_since_ms;
    if (!entries.empty() && entries.front().kind == HistoryKind::Created)
        since_ms = entries.front().at_ms;
    Stopwatch watch(since_ms);
    bool started = false;
    for (const HistoryEntry& entry : entries) {
        const HistoryChange* move = find_change(entry, field);
        if (!move) continue;
        if (!started) watch.enter(text_or_empty(move->from), since_ms);
        started = true;
        watch.enter(text_or_empty(move->to), moved_at(*entity, entry, *move));
    }
    if (!started) watch.enter(text_or_empty(record->values[entity->index_of(field)]), since_ms);
    watch.leave(store.environment().now_ms());
    return watch.take();
}

}  // namespace holdfast
