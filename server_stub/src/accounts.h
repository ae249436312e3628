// Users, their one-time codes and their devices, in the server's database. No secret is stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/ids.h"
#include "core/result.h"
#include "core/sqlite.h"

namespace holdfast::server {

struct User {
    std::string name;
    std::string role;
    std::int64_t created_ms = 0;
};
/// Names of users and roles: 1 to 64 bytes; roles are lower-case identifiers.
[[nodiscard]] bool is_user_name(std::string_view name);
[[nodiscard]] bool is_role(std::string_view role);

/// Fails with Conflict when the name is taken.
[[nodiscard]] Status add_user(Database& db, const User& user);
[[nodiscard]] Result<bool> has_user(Database& db, std::string_view name);

inline constexpr std::int64_t kCodeValidMs = 24LL * 60 * 60 * 1000;
struct CodeGrant {
    std::string user;
    std::int64_t expires_ms = 0;
};
/// Stores the hash of a normalised code. Fails with NotFound when there is no such user.
[[nodiscard]] Status add_code(Database& db, std::string_view code, const CodeGrant& grant);
/// Takes the code away and returns whose it was; nothing when it is unknown, used or expired.
[[nodiscard]] Result<std::optional<std::string>> redeem_code(Database& db, std::string_view code,
                                                             std::int64_t now_ms);

/// Who speaks when a token is shown.
struct DeviceIdentity {
    DeviceNo device = DeviceNo::None;
    std::string code;  ///< Short tag inside document numbers, e.g. "K7".
    std::string user;
};
struct NewDevice {
    std::string user;
    std::string name;   ///< "Chromium on Linux", for the administrator's list.
    std::string token;  ///< Only its hash is kept.
    std::int64_t created_ms = 0;
};
[[nodiscard]] Result<DeviceIdentity> add_device(Database& db, const NewDevice& device);

/// Letter and number, different for every device: A1, B1, ..., Z1, A2.
[[nodiscard]] std::string device_code_of(DeviceNo device);

/// Every device by the hash of its token, in memory: each request asks.
class DeviceDirectory {
public:
    [[nodiscard]] Status load(Database& db);
    void add(std::string_view token, DeviceIdentity identity);
    /// Null when no device has this token. Valid until the next add().
    [[nodiscard]] const DeviceIdentity* find(std::string_view token) const;
    [[nodiscard]] std::size_t size() const { return by_hash_.size(); }

private:
    std::unordered_map<std::string, DeviceIdentity> by_hash_;
};

}  // namespace holdfast::server
