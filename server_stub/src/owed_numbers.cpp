#include "owed_numbers.h"

#include "sync/server_store.h"

namespace holdfast::server {

Result<std::vector<OwingDevice>> read_owing_devices(Database& db) {
    Statement select = TRY(db.prepare(
        "SELECT code, user, name FROM server_device WHERE owes_numbers <> 0 ORDER BY no"));
    std::vector<OwingDevice> devices;
    while (TRY(select.step()))
        devices.push_back({std::string(select.text(0)), std::string(select.text(1)),
                           std::string(select.text(2))});
    return devices;
}

Status stop_waiting_for_numbers(Database& db) {
    return db.run("UPDATE server_device SET owes_numbers = 0");
}

Status give_back_blocks(Database& db, std::string_view code) {
    Statement device = TRY(db.prepare("SELECT no FROM server_device WHERE code = ?1"));
    device.bind(0, code);
    if (!TRY(device.step())) return fail(ErrorCode::NotFound, "numbers.give_back");
    Statement update =
        TRY(db.prepare("UPDATE server_number_block SET expires_ms = ?1 WHERE device = ?2"));
    return update.bind(0, sync::kGivenBack).bind(1, device.integer(0)).run();
}

}  // namespace holdfast::server
