// Devices that a restored server waits for before it gives document numbers again (ADR 20).
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "core/sqlite.h"

namespace holdfast::server {

struct OwingDevice {
    std::string code;
    std::string user;
    std::string name;
};
/// Those that have not reported since the backup was put back, by number; none when numbers are
/// given.
[[nodiscard]] Result<std::vector<OwingDevice>> read_owing_devices(Database& db);
/// Waits for none of them any longer. What only they have seen can be given a second time.
[[nodiscard]] Status stop_waiting_for_numbers(Database& db);

}  // namespace holdfast::server
