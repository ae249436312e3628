// Lost history: a backup was put back and nobody said so, as devices can prove.
#pragma once

#include <optional>

#include "core/environment.h"
#include "store_sqlite.h"
#include "sync/server_rules.h"

namespace holdfast::server {

struct NewHistory {
    std::uint64_t epoch = 0;
    ServerSeq head = ServerSeq::None;
};

/// When the device proves that the server has lost history, begins a new one in the present group
/// of commits, as "holdfast_server restored" does, and says so on stderr. Nothing otherwise: also
/// when another device's proof came first. On the writer's thread.
[[nodiscard]] Result<std::optional<NewHistory>> begin_if_lost(sync::ServerContext& context,
                                                              SqliteStore& store,
                                                              std::uint64_t epoch,
                                                              const sync::Standing& standing,
                                                              Environment& environment);

}  // namespace holdfast::server
