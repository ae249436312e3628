#include <algorithm>

#include "core/history.h"
#include "core/merge.h"
#include "store/commit.h"
#include "store/merge_log.h"

namespace holdfast {
namespace {

constexpr char kReason[] = "merge.undo";

/// Builds the way back from what the merge left in the history, and finds what is in the way.
class WayBack {
public:
    WayBack(Store& store, const MergeScope& scope)
        : store_(&store), scope_(&scope), draft_(kReason, store.state().checkpoint) {}

    Status add(const HistoryEntry& entry) {
        if (entry.entity == scope_->log && entry.kind == HistoryKind::Created) return {};
        const EntityDef* entity = store_->registry().find(entry.entity);
        if (!entity) return fail(ErrorCode::NotFound, "merge.module");
        const auto row =
            TRY(store_->internals().table(*entity).read(store_->database(), entry.record));
        const bool removed = entry.kind == HistoryKind::Removed;
        if (!row || !stands(entry, row->record.life)) return block(entry, FieldId::None);
        if (removed) draft_.restore(entity->id, entry.record);
        return add_changes(*entity, entry, row->record);
    }

    [[nodiscard]] Draft& draft() { return draft_; }
    [[nodiscard]] std::vector<MergeBlocker>& blockers() { return blockers_; }

private:
    /// What was moved may have been removed since: its link comes back in the recycle bin.
    [[nodiscard]] bool stands(const HistoryEntry& entry, Record::Life now) const {
        if (entry.kind == HistoryKind::Removed) return now == Record::Life::Deleted;
        return now == Record::Life::Living || !scope_->holds(entry.record);
    }

    Status add_changes(const EntityDef& entity, const HistoryEntry& entry, const Record& now) {
        std::vector<Draft::FieldValue> values;
        for (const HistoryChange& change : entry.changes) {
            if (!entity.find_field(change.field)) continue;
            if (now.values[entity.index_of(change.field)] != change.to)
                TRY(block(entry, change.field));
            values.push_back({change.field, change.from});
        }
        if (!values.empty()) draft_.set(entity.id, entry.record, std::move(values));
        return {};
    }

    Status block(const HistoryEntry& entry, FieldId field) {
        if (blockers_.size() < kMergeBlockersMax)
            blockers_.push_back({entry.entity, entry.record, field});
        return {};
    }

    Store* store_;
    const MergeScope* scope_;
    Draft draft_;
    std::vector<MergeBlocker> blockers_;
};

MergeScope scope_of(const std::vector<MergeMark>& marks, EntityId log) {
    MergeScope scope{marks.front().entity, {marks.front().winner}, log};
    for (const MergeMark& mark : marks) scope.records.push_back(mark.loser);
    return scope;
}

}  // namespace

Result<MergeUndone> undo_merge(Store& store, std::int64_t group) {
    const std::vector<MergeMark> marks = TRY(read_marks_of(store, group));
    if (marks.empty()) return fail(ErrorCode::NotFound, "merge.group");
    const std::int64_t now_ms = store.environment().now_ms();
    if (now_ms > marks.front().undo_until_ms)
        return fail(ErrorCode::LimitExceeded, "merge.too_late");
    const MergeLogDef log = find_merge_log(store.registry());
    const MergeScope scope = scope_of(marks, log.entity->id);
    WayBack back(store, scope);
    for (const HistoryEntry& entry : TRY(read_history_group(store, group))) TRY(back.add(entry));
    MergeUndone undone{CommitOutcome(Saved{}), std::move(back.blockers())};
    if (!undone.blockers.empty()) return undone;
    for (const MergeMark& mark : marks)
        back.draft().set(log.entity->id, mark.log, {{log.undone->id, now_ms}});
    undone.outcome = TRY(commit_draft(store.internals(), back.draft(), {&scope}));
    return undone;
}

}  // namespace holdfast
