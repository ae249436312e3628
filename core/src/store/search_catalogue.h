// SearchCatalogue: the search indexes of a store, built when they are first needed, at once or in
// slices. Private to core/src/store.
#pragma once

#include <string>

#include "store/store_impl.h"

namespace holdfast {

/// The index over all rows of the entity. Valid until the next write to the store.
[[nodiscard]] Result<const SearchIndex*> complete_search_index(Store::Impl& store,
                                                               const EntityDef& entity);

struct IndexProgress {
    const SearchIndex* index = nullptr;  ///< Null: not all rows are in it yet.
    std::int64_t rows_read = 0;
};
/// The same, but reads at most `rows_max` rows and goes on there the next time.
[[nodiscard]] Result<IndexProgress> advance_search_index(Store::Impl& store,
                                                         const EntityDef& entity,
                                                         std::int64_t rows_max);

/// The rows as a JSON list, for json_each().
[[nodiscard]] std::string json_list(const Candidates& candidates);

}  // namespace holdfast
