// Moves between states, and what becomes of those that were made without knowing of each other.
#include <algorithm>

#include "core/state_race.h"
#include "race_tasks.h"
#include "transaction_merge.h"

namespace holdfast::sync {
namespace {

constexpr std::string_view kRaceRule = "race";

bool is_stamp(const EntityDef& entity, FieldId field) {
    return std::any_of(entity.states.begin(), entity.states.end(),
                       [field](const StateDef& state) { return state.stamp == field; });
}

}  // namespace

bool is_servers_move(const EntityDef& judge, const Value& from, const Value& to) {
    const TransitionDef* move = judge.find_transition(text_or_empty(from), text_or_empty(to));
    return move != nullptr && move->place == MovePlace::Authority;
}

// A move is judged by where the record is now, not by where its author saw it: two people may
// complete the same order, and an order that went on meanwhile may still be allowed to get there.
Result<Decision> TransactionMerge::stage_transition(StagedRow& staged, const Operation& operation) {
    const EntityDef& entity = *staged.entity;
    const FieldEdit& target = operation.edits.front();
    if (is_custom(entity.id)) return stage_custom_move(staged, operation);
    const EntityDef& judge = judge_of(entity);
    if (entity.state_field == FieldId::None || target.field != entity.state_field)
        return Decision{Refusal{RejectionCode::Invalid, entity.id, target.field, {}}};
    const std::size_t position = entity.index_of(entity.state_field);
    const Value current = staged.row.values[position];
    if (const auto raced = TRY(find_race(staged, operation)))
        return stage_race(staged, operation, *raced);
    const bool moves = current != target.value;
    if (moves && !judge.allows(text_or_empty(current), text_or_empty(target.value)))
        return Decision{
            Refusal{RejectionCode::BadTransition, entity.id, target.field, to_json(current)}};
    if (is_servers_move(judge, current, target.value))
        return Decision{
            Refusal{RejectionCode::NotAllowed, entity.id, target.field, to_json(current)}};
    if (moves) TRY(apply_unit(staged, unit_of(entity, {&target}, 0)));
    Edits facts;
    for (std::size_t index = 1; index < operation.edits.size(); ++index) {
        const FieldEdit& edit = operation.edits[index];
        if (!is_stamp(judge, edit.field) || !entity.find_field(edit.field))
            facts.push_back(&edit);
        else if (moves)
            rows_.set(staged, entity.index_of(edit.field), edit.value);
    }
    return stage_edits(staged, facts, Stale::Refuses);
}

// People know their own work, but not what a race made of it: while its conflict is open, a move
// meets it again unless its author saw the record there.
Result<std::optional<std::string>> TransactionMerge::find_race(StagedRow& staged,
                                                               const Operation& operation) {
    const EntityDef& entity = *staged.entity;
    const EntityDef& judge = judge_of(entity);
    if (judge.races.empty()) return std::optional<std::string>{};
    const FieldEdit& target = operation.edits.front();
    const std::size_t position = entity.index_of(entity.state_field);
    const ConflictSubject subject{&entity, staged.row.id, entity.fields[position].key};
    const auto result =
        find_race_result(judge, {text_or_empty(staged.row.values[position]),
                                 text_or_empty(target.value), operation.from_state});
    if (!result) return std::optional<std::string>{};
    const bool unseen = TRY(unseen_write(staged, {position}, target.base)).has_value() ||
                        TRY(conflicts_.has_open(subject)) ||
                        TRY(has_lost_the_way(staged, operation));
    if (!unseen) return std::optional<std::string>{};
    return std::optional(std::string(*result));
}

// A restored server may lack the step of somebody else that led from here to where the author was.
Result<bool> TransactionMerge::has_lost_the_way(const StagedRow& staged,
                                                const Operation& operation) {
    const EntityDef& entity = *staged.entity;
    const std::size_t position = entity.index_of(entity.state_field);
    const FieldEdit& target = operation.edits.front();
    if (judge_of(entity).allows(text_or_empty(staged.row.values[position]),
                                text_or_empty(target.value)))
        return false;
    const auto last = TRY(store_->read_log(staged.row.field_seqs[position]));
    return !last || last->device != author_.device;
}

// Before the result is written: the task is about the two states that met. Whoever meets the result
// later, without having seen it, makes no other one.
Status TransactionMerge::note_race_task(const StagedRow& staged, const Operation& operation) {
    const EntityDef& entity = *staged.entity;
    const Value& current = staged.row.values[entity.index_of(entity.state_field)];
    const std::string_view occasion = find_race_task(judge_of(entity), text_or_empty(current),
                                                     text_or_empty(operation.edits.front().value));
    const EntityDef* tasks = occasion.empty() ? nullptr : find_task_module(*registry_);
    return tasks == nullptr ? Status{} : make_race_task(*tasks, rows_, staged, occasion);
}

Result<Decision> TransactionMerge::stage_race(StagedRow& staged, const Operation& operation,
                                              const std::string& result) {
    const EntityDef& entity = *staged.entity;
    FieldEdit decided = operation.edits.front();
    decided.value = result;
    const MergeUnit wanted = unit_of(entity, {&operation.edits.front()}, 0);
    const MergeUnit shown = unit_of(entity, {&decided}, 0);
    const ServerSeq last_seq = staged.row.field_seqs[shown.positions.front()];
    const std::optional<LogEntry> last =
        last_seq == rows_.seq() ? own_entry_ : TRY(store_->read_log(last_seq));
    ConflictRecords::Collision collision;
    collision.seen = seen_json(entity, wanted);
    collision.rule = kRaceRule;
    const ConflictSide own = TRY(side_of(own_entry_, written_json(entity, wanted)));
    const ConflictSide theirs =
        TRY(side_of(last.value_or(LogEntry{}), current_json(entity, staged.row, shown)));
    const bool own_wins = operation.edits.front().value == Value{result};
    TRY(note_race_task(staged, operation));
    if (!holds_already(staged.row, shown)) TRY(apply_unit(staged, shown));
    collision.winner = own_wins ? own : theirs;
    collision.loser = own_wins ? theirs : own;
    collision.winner.value = written_json(entity, shown);
    TRY(conflicts_.open({&entity, staged.row.id, shown.key}, collision));
    Edits facts;
    for (std::size_t index = 1; index < operation.edits.size(); ++index)
        facts.push_back(&operation.edits[index]);
    return stage_edits(staged, facts, Stale::Refuses);
}

}  // namespace holdfast::sync
