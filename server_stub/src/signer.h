// Signer: the server's keyed hash, by which it recognises what it gave to devices.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "core/sqlite.h"

namespace holdfast::server {

using Signer = std::function<std::uint64_t(std::string_view)>;

/// With the key that lies in the database, and in every backup of it; made when there is none yet.
/// SipHash-2-4. May be called from several threads.
[[nodiscard]] Result<Signer> read_signer(Database& db);

}  // namespace holdfast::server
