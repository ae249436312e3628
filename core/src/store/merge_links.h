// MergeLinks: what leads to the losers of a merge, and where it goes. Private to core/src/store.
#pragma once

#include <set>
#include <tuple>
#include <vector>

#include "store/merge_log.h"

namespace holdfast {

/// Sets of fields that no two records share and that `moved` is part of, each once: those that the
/// module names, and what a record joins.
[[nodiscard]] std::vector<std::vector<FieldId>> unique_sets(const EntityDef& entity,
                                                            const FieldDef& moved);
/// Finds a living record, not ?1, that holds these values; those that are not null are ?2 and on.
[[nodiscard]] std::string twin_sql(const EntityDef& entity, const std::vector<FieldId>& fields,
                                   const std::vector<Value>& values);

class MergeLinks {
public:
    /// The first of `scope.records` is the winner.
    MergeLinks(Store::Impl& store, const MergeScope& scope) : store_(&store), scope_(&scope) {}

    /// Adds to the draft what makes every link to a loser lead to the winner, those of records in
    /// the recycle bin as well. Links between the merged records themselves are cleared.
    [[nodiscard]] Status add_to(Draft& draft);
    [[nodiscard]] std::int64_t moved() const { return moved_; }

private:
    /// What moved records hold now, by the fields that nothing else may share.
    struct Taken {
        EntityId entity;
        std::vector<FieldId> fields;
        std::vector<Value> values;
        bool operator<(const Taken& other) const {
            return std::tie(entity, fields, values) <
                   std::tie(other.entity, other.fields, other.values);
        }
    };
    [[nodiscard]] Status move_links(Draft& draft, const EntityDef& entity, const FieldDef& field);
    [[nodiscard]] Status move(Draft& draft, const EntityDef& entity, const FieldDef& field,
                              Record record);
    [[nodiscard]] Result<std::vector<Record>> find_linking(const EntityDef& entity,
                                                           const FieldDef& field,
                                                           const RecordId& target);
    [[nodiscard]] bool joins_merged(const EntityDef& entity, const FieldDef& moved,
                                    const Record& record) const;
    [[nodiscard]] Result<bool> has_twin(const EntityDef& entity, const FieldDef& field,
                                        const Record& moved);
    [[nodiscard]] Result<bool> is_stored(const Taken& wanted, const RecordId& but);

    Store::Impl* store_;
    const MergeScope* scope_;
    std::int64_t moved_ = 0;
    std::set<std::pair<EntityId, RecordId>> removed_;
    std::set<Taken> taken_;
};

}  // namespace holdfast
