// ServerCustomization: what administrators changed, as far as the server has to judge by it.
#pragma once

#include <optional>

#include "core/customization.h"
#include "store_sqlite.h"

namespace holdfast::server {

/// Used by the one thread that writes.
class ServerCustomization {
public:
    /// The definitions with the change sets that the store has published, compiled anew when one of
    /// them changed; lives until the next call. Null when there are none. Within a transaction of
    /// the store. Blocks on disk.
    [[nodiscard]] Result<const Registry*> find(SqliteStore& store);

private:
    std::int64_t version_ = 0;  ///< Position of the last write of a change set.
    std::optional<Customization> made_;
};

}  // namespace holdfast::server
