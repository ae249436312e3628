#include "core/app/undo.h"

#include <algorithm>

#include "core/document_number.h"
#include "core/history.h"
#include "core/merge.h"
#include "core/rules.h"
#include "store/move_demands.h"

namespace holdfast {
namespace {

/// What others hung on the record would go with it.
Result<bool> takes_others_along(Store& store, const UndoStep::Change& change, std::int64_t last) {
    if (change.kind != UndoStep::Kind::Remove || last == 0) return false;
    return was_added_to(store, change.entity, change.record, last);
}

Result<bool> still_stands(Store& store, const UndoStep::Change& change, std::int64_t last) {
    const EntityDef* entity = store.registry().find(change.entity);
    const std::optional<Record> record = TRY(store.read(change.entity, change.record));
    if (entity == nullptr || !record) return false;
    // A value is written back in the recycle bin, too: its link may have come back there.
    const bool deleted = record->life == Record::Life::Deleted;
    if (change.kind == UndoStep::Kind::Remove && deleted) return false;
    if (change.kind == UndoStep::Kind::Restore && !deleted) return false;
    if (TRY(takes_others_along(store, change, last))) return false;
    return std::all_of(
        change.expected.begin(), change.expected.end(), [&](const Draft::FieldValue& expected) {
            return record->values[entity->index_of(expected.field)] == expected.value;
        });
}

void append(Draft& draft, const UndoStep::Change& change) {
    if (change.kind == UndoStep::Kind::Remove) draft.remove(change.entity, change.record);
    if (change.kind == UndoStep::Kind::Restore) draft.restore(change.entity, change.record);
    if (!change.restored.empty()) draft.set(change.entity, change.record, change.restored);
    for (const Draft::FieldValue& counter : change.increments)
        draft.increment(change.entity, change.record, counter.field, integer_or(counter.value, 0));
}

/// Whether the person may move the record here from the state `to` back to `from`: undo needs
/// the right and the place that the move back needs.
Result<bool> may_go_back(Store& store, const EntityDef& entity, const HistoryEntry& entry,
                         const HistoryChange& change) {
    std::optional<Record> record = TRY(store.read(entry.entity, entry.record));
    if (!record) return false;
    record->values[entity.index_of(change.field)] = change.to;
    const Policy policy = TRY(store.policy());
    return !TRY(find_move_issue(store, policy, *record, text_or_empty(change.from)));
}

/// Whether the record may leave the state that it was moved to for the one that it had. What a
/// conversion did nobody may do by hand, but undo and redo.
Result<bool> has_way_back(Store& store, const EntityDef& entity, const HistoryEntry& entry) {
    const EntityRules& rules = store.registry().rules(entity.id);
    for (const HistoryChange& change : entry.changes) {
        if (change.field != entity.state_field) continue;
        const std::string_view from = text_or_empty(change.from);
        const std::string_view to = text_or_empty(change.to);
        const bool known = entity.allows(to, from) || rules.is_converted_state(to) ||
                           rules.is_converted_state(from);
        if (!known) return false;
        return may_go_back(store, entity, entry, change);
    }
    return true;
}

/// What the authority gave stays, also when the move is taken back that asked for it.
bool is_final_number(const EntityDef& entity, FieldId field) {
    return gives_numbers(entity) &&
           (field == entity.number_field || field == entity.number_series.kept);
}

bool is_typed(const FieldDef& field) {
    return field.access == Access::Writable && field.merge != MergeKind::Counter &&
           field.merge != MergeKind::Server;
}

/// The values with which the record was created, as far as people write them.
Result<std::vector<Draft::FieldValue>> first_values(Store& store, const EntityDef& entity,
                                                    const HistoryEntry& creation) {
    std::vector<Draft::FieldValue> values;
    auto record = TRY(store.read(creation.entity, creation.record));
    if (!record) return values;
    HistoryQuery query{creation.entity, creation.record};
    do {
        const HistoryPage page = TRY(read_history(store, query));
        for (const HistoryEntry& later : page.entries)
            for (const HistoryChange& change : later.changes)
                if (entity.find_field(change.field) != nullptr)
                    record->values[entity.index_of(change.field)] = change.from;
        query.before = page.next_before;
    } while (query.before != 0);
    for (const FieldDef& field : entity.fields)
        if (is_typed(field))
            values.push_back({field.id, record->values[entity.index_of(field.id)]});
    return values;
}

void add_field(const FieldDef& field, const HistoryChange& change, UndoStep::Change& undo) {
    if (field.merge == MergeKind::Counter) {
        undo.increments.push_back(
            {field.id, integer_or(change.from, 0) - integer_or(change.to, 0)});
        return;
    }
    undo.expected.push_back({field.id, change.to});
    undo.restored.push_back({field.id, change.from});
}

Result<UndoStep::Change> inverse_of(Store& store, const EntityDef& entity,
                                    const HistoryEntry& entry) {
    UndoStep::Change undo;
    undo.entity = entry.entity;
    undo.record = entry.record;
    if (entry.kind == HistoryKind::Created || entry.kind == HistoryKind::Restored)
        undo.kind = UndoStep::Kind::Remove;
    if (entry.kind == HistoryKind::Removed) undo.kind = UndoStep::Kind::Restore;
    if (entry.kind == HistoryKind::Created) undo.expected = TRY(first_values(store, entity, entry));
    for (const HistoryChange& change : entry.changes)
        if (const FieldDef* field = entity.find_field(change.field))
            if (!is_final_number(entity, field->id)) add_field(*field, change, undo);
    return undo;
}

/// Whether the transaction was too big for the log.
bool is_too_big(const Result<CommitOutcome>& outcome) {
    return !outcome && outcome.error().code == ErrorCode::LimitExceeded;
}

/// Two halves of a change, by its fields.
std::vector<UndoStep::Change> halves_of(const UndoStep::Change& change) {
    std::vector<UndoStep::Change> halves(2, change);
    const auto middle = static_cast<std::ptrdiff_t>(change.restored.size() / 2);
    halves[0].restored.erase(halves[0].restored.begin() + middle, halves[0].restored.end());
    halves[1].restored.erase(halves[1].restored.begin(), halves[1].restored.begin() + middle);
    halves[1].kind = UndoStep::Kind::Set;
    halves[1].increments.clear();
    return halves;
}

/// What a rule forbids, or is too much for one transaction, is halved: down to the records that
/// the rule forbids, and to the fields of one record.
Status take_back_some(Store& store, const std::string& reason,
                      const std::vector<UndoStep::Change>& changes, std::vector<RecordId>& left) {
    if (changes.empty()) return {};
    Draft draft(reason, store.state().checkpoint);
    draft.take_back();
    for (const UndoStep::Change& change : changes) append(draft, change);
    const Result<CommitOutcome> outcome = store.commit(draft);
    const bool too_big = is_too_big(outcome);
    if (!outcome && !too_big) return tl::unexpected<Error>(outcome.error());
    if (outcome && std::holds_alternative<Saved>(*outcome)) return {};
    std::vector<UndoStep::Change> parts = changes;
    if (changes.size() == 1 && too_big && changes[0].restored.size() > 1)
        parts = halves_of(changes[0]);
    if (parts.size() == 1) {
        left.push_back(changes[0].record);
        return {};
    }
    const auto middle = parts.begin() + static_cast<std::ptrdiff_t>(parts.size() / 2);
    TRY(take_back_some(store, reason, {parts.begin(), middle}, left));
    return take_back_some(store, reason, {middle, parts.end()}, left);
}

void push(std::deque<std::int64_t>& groups, std::int64_t group) {
    groups.push_back(group);
    if (groups.size() > UndoStack::kStepsMax) groups.pop_front();
}

/// A merge moved what people may not write themselves; only it can move it back.
Result<CommitOutcome> take_back_merge(Store& store, std::int64_t group) {
    MergeUndone undone = TRY(undo_merge(store, group));
    if (!undone.blockers.empty()) return fail(ErrorCode::Conflict, "undo.changed");
    return std::move(undone.outcome);
}

}  // namespace

Result<std::optional<UndoStep>> find_undo(Store& store, std::int64_t group) {
    UndoStep step;
    step.group = group;
    for (const HistoryEntry& entry : TRY(read_history_group(store, group))) {
        const EntityDef* entity = store.registry().find(entry.entity);
        const bool known = entity != nullptr && entry.source == HistorySource::Here;
        if (!known || !TRY(has_way_back(store, *entity, entry))) return std::optional<UndoStep>();
        step.changes.push_back(TRY(inverse_of(store, *entity, entry)));
        step.last = entry.key;
    }
    if (step.changes.empty()) return std::optional<UndoStep>();
    return std::optional<UndoStep>(std::move(step));
}

Result<CommitWithUndo> commit_with_undo(Store& store, const Draft& draft) {
    const std::int64_t before = last_history_group(store);
    CommitWithUndo made{TRY(store.commit(draft)), {}};
    const std::int64_t group = last_history_group(store);
    if (group == before) return made;
    Result<std::optional<UndoStep>> undo = find_undo(store, group);
    if (undo) made.undo = *std::move(undo);
    return made;
}

Result<CommitOutcome> take_back(Store& store, const UndoStep& step) {
    if (TRY(is_merge(store, step.group))) return take_back_merge(store, step.group);
    Draft draft(step.reason, store.state().checkpoint);
    draft.take_back();
    for (const UndoStep::Change& change : step.changes) {
        if (!TRY(still_stands(store, change, step.last)))
            return fail(ErrorCode::Conflict, "undo.changed");
        append(draft, change);
    }
    return store.commit(draft);
}

Result<std::vector<RecordId>> take_back_each(Store& store, const UndoStep& step) {
    std::vector<RecordId> left;
    std::vector<UndoStep::Change> standing;
    for (const UndoStep::Change& change : step.changes) {
        if (TRY(still_stands(store, change, step.last)))
            standing.push_back(change);
        else
            left.push_back(change.record);
    }
    TRY(take_back_some(store, step.reason, standing, left));
    return left;
}

void UndoStack::note(std::int64_t group) {
    // A commit that changed nothing left the newest group as it was.
    if (group <= newest_) return;
    newest_ = group;
    push(done_, group);
    taken_back_.clear();
}

Result<UndoOutcome> UndoStack::move_last(Store& store, std::deque<std::int64_t>& from,
                                         std::deque<std::int64_t>& to) {
    if (from.empty()) return UndoOutcome::Nothing;
    const std::int64_t group = from.back();
    from.pop_back();
    const std::optional<UndoStep> step = TRY(find_undo(store, group));
    if (!step) return UndoOutcome::NoWayBack;
    const Result<CommitOutcome> outcome = take_back(store, *step);
    if (!outcome && outcome.error().code != ErrorCode::Conflict)
        return tl::unexpected<Error>(outcome.error());
    if (!outcome || std::holds_alternative<NeedsWork>(*outcome)) return UndoOutcome::Changed;
    newest_ = last_history_group(store);
    push(to, newest_);
    return UndoOutcome::Done;
}

Result<UndoOutcome> UndoStack::undo(Store& store) {
    return move_last(store, done_, taken_back_);
}

Result<UndoOutcome> UndoStack::redo(Store& store) {
    return move_last(store, taken_back_, done_);
}

Result<UndoOutcome> UndoStack::undo(Store& store, std::int64_t group) {
    done_.erase(std::remove(done_.begin(), done_.end(), group), done_.end());
    std::deque<std::int64_t> wanted{group};
    return move_last(store, wanted, taken_back_);
}

}  // namespace holdfast
