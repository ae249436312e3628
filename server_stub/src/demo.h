// The demo company on the server: the same records a device makes, pushed like a device pushes.
#pragma once

#include <string_view>

#include "core/app/demo_company.h"
#include "core/environment.h"
#include "store_sqlite.h"

namespace holdfast::server {

inline constexpr std::string_view kDemoUser = "demo";

enum class Seeding : std::uint8_t { Done, AlreadyThere };

/// Fills an empty workspace, in one transaction: a crash on the way leaves it empty. Does nothing
/// when there is anything in it. Takes seconds.
[[nodiscard]] Result<Seeding> seed_demo(SqliteStore& store, Environment& environment,
                                        const DemoSize& size);

}  // namespace holdfast::server
