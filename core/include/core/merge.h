// Merge: several records that mean the same become one, and how to take that back.
//
// A merge is one ordinary transaction: chosen values go to the winner, every link that leads to a
// loser leads to the winner, the losers go to the recycle bin, and one log record per loser (module
// with the purpose "duplicate-merge") says what became of it. docs/adr/0021 has the rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/store.h"

namespace holdfast {

inline constexpr std::size_t kMergeLosersMax = 4;
/// How long a merge can be taken back.
inline constexpr std::int64_t kMergeUndoMs = std::int64_t{30} * 86'400'000;

/// Whether a merge can take the field's value from another record: people write it, and it is no
/// state, number or counter.
[[nodiscard]] bool can_be_chosen(const EntityDef& entity, const FieldDef& field);

/// The value of `field`, and of the fields of its group, comes from record `from`.
struct MergeChoice {
    FieldId field = FieldId::None;
    RecordId from;
};
struct MergeRequest {
    EntityId entity = EntityId::None;
    RecordId winner;
    std::vector<RecordId> losers;
    std::vector<MergeChoice> choices;  ///< Fields that are not named stay as the winner has them.
};
struct MergeDone {
    CommitOutcome outcome;
    std::int64_t group = 0;  ///< Of history; undo_merge() takes it.
    std::int64_t moved = 0;  ///< Records that led to a loser and lead to the winner now.
};
/// Needs the rights to edit the winner and to delete the losers; what leads to a loser is moved
/// whoever may edit it, except modules that rights are made of: shares and roles stay where they
/// were given. A link record that the winner has already goes to the recycle bin instead. Fails
/// with BadInput for a wrong request, NotFound when a record is not here, not living or not to be
/// read, Unauthorized for a hidden field, LimitExceeded when more records lead to the losers than
/// one transaction holds.
[[nodiscard]] Result<MergeDone> merge_records(Store& store, const MergeRequest& request);

/// A record that was merged away.
struct MergeMark {
    RecordId log;  ///< The log record.
    EntityId entity = EntityId::None;
    RecordId winner;
    RecordId loser;
    std::int64_t at_ms = 0;
    std::int64_t undo_until_ms = 0;
    std::int64_t undone_ms = 0;  ///< 0: it stands.
    /// Of history: what undo_merge() takes. 0 where this device did not merge them or has forgotten
    /// how they were.
    std::int64_t group = 0;
};
/// The merges that `winner` came out of, the newest first, undone ones too.
[[nodiscard]] Result<std::vector<MergeMark>> find_merges(Store& store, EntityId entity,
                                                         const RecordId& winner);
/// What stands for a record that was merged away, over several merges; nothing when the record
/// lives, or when what stands for it may not be read.
[[nodiscard]] Result<std::optional<RecordId>> find_survivor(Store& store, EntityId entity,
                                                            const RecordId& id);
/// Whether the group of history is a merge that stands.
[[nodiscard]] Result<bool> is_merge(Store& store, std::int64_t group);

/// Why a merge cannot be taken back: somebody changed this since.
struct MergeBlocker {
    EntityId entity = EntityId::None;
    RecordId record;
    FieldId field = FieldId::None;  ///< None: the record was removed, restored or erased.
};
inline constexpr std::size_t kMergeBlockersMax = 5;
struct MergeUndone {
    CommitOutcome outcome;
    std::vector<MergeBlocker> blockers;  ///< When not empty, nothing was done. The first ones.
};
/// Puts every value and link back as it was, in one transaction. Fails with NotFound when `group`
/// is no merge that stands or its history is not known here, LimitExceeded after kMergeUndoMs.
[[nodiscard]] Result<MergeUndone> undo_merge(Store& store, std::int64_t group);

}  // namespace holdfast
