// Which rules of duplicates may be used here. Private to core/src/store.
#pragma once

#include <vector>

#include "store/store_impl.h"

namespace holdfast {

/// Numbers of the module's rules whose fields the store's person may all see.
[[nodiscard]] Result<std::vector<std::size_t>> usable_rules(Store::Impl& store,
                                                            const EntityDef& entity);

}  // namespace holdfast
