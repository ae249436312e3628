// Store::Impl: what the files of the store share. Private to core/src/store.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "core/store.h"
#include "store/duplicate_index.h"
#include "store/duplicate_rules.h"
#include "store/ended_cells.h"
#include "store/entity_table.h"
#include "store/person_policy.h"
#include "store/search_text.h"

namespace holdfast {

/// An index that does not have all rows yet.
struct SearchBuild {
    SearchIndex index;
    std::int64_t last_pk = -1;  ///< Of the rows that were read, in their order.
};

struct Store::Impl {
    Impl(Database opened, const Registry& definitions, Environment& outside);

    [[nodiscard]] const EntityTable& table(const EntityDef& entity) const;
    /// Whether there is an index in memory of the entity, complete or being built.
    [[nodiscard]] bool has_search_index(EntityId entity) const {
        return search_indexes.contains(entity) || search_builds.contains(entity) ||
               duplicate_indexes.contains(entity);
    }
    /// Takes a row's values into the indexes in memory, those that there are or that are being
    /// built.
    void note_for_search(const EntityDef& entity, std::int64_t pk,
                         const std::vector<Value>& values);
    /// Row handles and values are no longer those the indexes in memory know.
    void forget_search(const EntityDef& entity);

    SearchContext search_context;  ///< Outlives `db`, whose functions look at it.
    Database db;
    const Registry* registry;
    Environment* environment;
    StoreState state;
    std::uint64_t generation = 1;
    std::vector<EntityTable> tables;  ///< In the order of Registry::entities().
    std::map<EntityId, SearchIndex> search_indexes;
    std::map<EntityId, SearchBuild> search_builds;
    std::map<EntityId, DuplicateIndex> duplicate_indexes;
    DuplicateRuleBook duplicate_rules;
    EndedCells ended_cells;
    PersonPolicy person;
    std::int64_t last_history_group = 0;  ///< Of the last own commit.
};

}  // namespace holdfast
