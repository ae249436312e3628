// What administrators say about document numbers: devices that a restored server waits for before
// it gives any (ADR 20), and devices that will not use their blocks (ADR 22).
#pragma once

#include <string>
#include <string_view>
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

/// Ends the blocks of numbers of the device with this code: what it has not used becomes void with
/// the next change that any device sends, but not before numbers are given. Fails with NotFound
/// when there is no such device.
[[nodiscard]] Status give_back_blocks(Database& db, std::string_view code);

}  // namespace holdfast::server
