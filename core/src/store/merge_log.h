// MergeLog: the module that says which record stands for one that was merged away. Private to
// core/src/store.
#pragma once

#include "core/merge.h"
#include "store/store_impl.h"

namespace holdfast {

/// Its fields; without an entity when the registry has no such module.
struct MergeLogDef {
    const EntityDef* entity = nullptr;
    const FieldDef* winner = nullptr;
    const FieldDef* winner_entity = nullptr;
    const FieldDef* loser = nullptr;
    const FieldDef* losers = nullptr;
    const FieldDef* count = nullptr;
    const FieldDef* choices = nullptr;
    const FieldDef* at = nullptr;
    const FieldDef* undo_until = nullptr;
    const FieldDef* undone = nullptr;
};
[[nodiscard]] MergeLogDef find_merge_log(const Registry& registry);

/// Living log records where the LinkAny `field` leads to this record, the newest first.
[[nodiscard]] Result<std::vector<MergeMark>> read_marks(Store::Impl& store, const FieldDef& field,
                                                        const EntityDef& entity,
                                                        const RecordId& id);
/// The mark that an own commit left; nothing when the group is no merge or was undone.
[[nodiscard]] Result<std::vector<MergeMark>> read_marks_of(Store& store, std::int64_t group);

/// What a merge may write without a right of its own, and over fields that people do not write.
struct MergeScope {
    EntityId entity = EntityId::None;
    std::vector<RecordId> records;  ///< The winner and the losers.
    EntityId log = EntityId::None;

    [[nodiscard]] bool holds(const RecordId& id) const;
};

}  // namespace holdfast
