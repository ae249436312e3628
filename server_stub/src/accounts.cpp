#include "accounts.h"

#include <algorithm>

#include "secrets.h"

namespace holdfast::server {
namespace {

constexpr std::size_t kNameBytesMax = 64;
constexpr std::string_view kDeviceLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

constexpr char kAddDevice[] = R"sql(
    INSERT INTO server_device (no, code, user, last_no, last_hlc, name, token_hash, created_ms)
    VALUES (?1, ?2, ?3, 0, 0, ?4, ?5, ?6)
)sql";

std::string key_of(std::span<const std::uint8_t> hash) {
    return {hash.begin(), hash.end()};
}

/// Compares with every live code, so that the time taken does not depend on how near a guess is.
Result<std::optional<std::string>> find_code(Database& db, std::span<const std::uint8_t> hash,
                                             std::int64_t now_ms) {
    Statement select = TRY(db.prepare("SELECT hash, user FROM server_code WHERE expires_ms > ?1"));
    select.bind(0, now_ms);
    std::optional<std::string> user;
    while (TRY(select.step()))
        if (same_secret(select.blob(0), hash)) user = std::string(select.text(1));
    return user;
}

}  // namespace

bool is_user_name(std::string_view name) {
    return !name.empty() && name.size() <= kNameBytesMax &&
           std::none_of(name.begin(), name.end(), [](char letter) {
               return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F;
           });
}

bool is_role(std::string_view role) {
    return !role.empty() && role.size() <= kNameBytesMax &&
           std::all_of(role.begin(), role.end(), [](char letter) {
               return (letter >= 'a' && letter <= 'z') || letter == '_' || letter == '-';
           });
}

Status add_user(Database& db, const User& user) {
    Statement insert = TRY(db.prepare("INSERT OR IGNORE INTO server_user VALUES (?1, ?2, '', ?3)"));
    TRY(insert.bind(0, std::string_view(user.name))
            .bind(1, std::string_view(user.role))
            .bind(2, user.created_ms)
            .run());
    if (db.changes() == 0) return fail(ErrorCode::Conflict, "accounts.add_user");
    return {};
}

Result<bool> has_user(Database& db, std::string_view name) {
    Statement select = TRY(db.prepare("SELECT 1 FROM server_user WHERE name = ?1"));
    return select.bind(0, name).step();
}

Status add_code(Database& db, std::string_view code, const CodeGrant& grant) {
    if (!TRY(has_user(db, grant.user))) return fail(ErrorCode::NotFound, "accounts.add_code");
    Statement insert = TRY(db.prepare("INSERT INTO server_code VALUES (?1, ?2, ?3)"));
    return insert.bind_blob(0, secret_hash(code))
        .bind(1, std::string_view(grant.user))
        .bind(2, grant.expires_ms)
        .run();
}

Result<std::optional<std::string>> redeem_code(Database& db, std::string_view code,
                                               std::int64_t now_ms) {
    const std::vector<std::uint8_t> hash = secret_hash(code);
    std::optional<std::string> user = TRY(find_code(db, hash, now_ms));
    Statement remove =
        TRY(db.prepare("DELETE FROM server_code WHERE hash = ?1 OR expires_ms <= ?2"));
    TRY(remove.bind_blob(0, hash).bind(1, now_ms).run());
    return user;
}

Result<DeviceIdentity> add_device(Database& db, const NewDevice& device) {
    DeviceIdentity identity;
    {
        Statement select = TRY(db.prepare("SELECT coalesce(max(no), 0) + 1 FROM server_device"));
        TRY(select.step());
        identity.device = DeviceNo{static_cast<std::uint32_t>(select.integer(0))};
    }
    identity.code = device_code_of(identity.device);
    identity.user = device.user;
    Statement insert = TRY(db.prepare(kAddDevice));
    insert.bind(0, std::int64_t{raw(identity.device)})
        .bind(1, std::string_view(identity.code))
        .bind(2, std::string_view(device.user))
        .bind(3, std::string_view(device.name))
        .bind_blob(4, secret_hash(device.token))
        .bind(5, device.created_ms);
    TRY(insert.run());
    return identity;
}

std::string device_code_of(DeviceNo device) {
    HOLDFAST_ASSERT(device != DeviceNo::None);
    const std::size_t index = raw(device) - 1;
    return kDeviceLetters[index % kDeviceLetters.size()] +
           std::to_string(index / kDeviceLetters.size() + 1);
}

Status DeviceDirectory::load(Database& db) {
    Statement select = TRY(db.prepare(
        "SELECT no, code, user, token_hash FROM server_device WHERE token_hash IS NOT NULL"));
    while (TRY(select.step()))
        by_hash_[key_of(select.blob(3))] = {DeviceNo{static_cast<std::uint32_t>(select.integer(0))},
                                            std::string(select.text(1)),
                                            std::string(select.text(2))};
    return {};
}

void DeviceDirectory::add(std::string_view token, DeviceIdentity identity) {
    by_hash_[key_of(secret_hash(token))] = std::move(identity);
}

const DeviceIdentity* DeviceDirectory::find(std::string_view token) const {
    const auto found = by_hash_.find(key_of(secret_hash(token)));
    return found == by_hash_.end() ? nullptr : &found->second;
}

}  // namespace holdfast::server
