// The server's database: its pragmas and tables. One file per workspace, one writer.
#pragma once

#include <cstdint>
#include <string>

#include "core/registry.h"
#include "core/result.h"
#include "core/sqlite.h"

namespace holdfast::server {

/// 2: the log has a chain. Programs that know 1 only refuse the file.
inline constexpr int kSchemaFormat = 2;

/// Opens `path` with our settings (core/open_database.h): a commit that returned survives a power
/// cut. Other programs may use the file too, and are waited for up to 5 s. Checkpoints are left to
/// run_checkpoint(). Blocks on disk.
[[nodiscard]] Result<Database> open_server_database(const std::string& path);

/// Creates missing tables, and columns for fields that the definitions have gained. The first call
/// on a new file stores `new_epoch`. Fails with Unsupported when a newer server wrote the file.
[[nodiscard]] Status prepare_server_schema(Database& db, const Registry& registry,
                                           std::uint64_t new_epoch);

/// `name` as an SQL identifier, whatever it holds.
[[nodiscard]] std::string quoted(const std::string& name);

}  // namespace holdfast::server
