#include "owed_numbers.h"

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

}  // namespace holdfast::server
