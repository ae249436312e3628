#include "signer.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace holdfast::server {
namespace {

using Key = std::array<std::uint8_t, crypto_shorthash_KEYBYTES>;

Status make_key(Database& db) {
    Key key{};
    crypto_shorthash_keygen(key.data());
    Statement insert = TRY(db.prepare("INSERT OR IGNORE INTO server_secret VALUES ('mark', ?1)"));
    return insert.bind_blob(0, key).run();
}

Result<Key> read_key(Database& db) {
    Statement select = TRY(db.prepare("SELECT value FROM server_secret WHERE name = 'mark'"));
    const bool found = TRY(select.step());
    const std::span<const std::uint8_t> stored =
        found ? select.blob(0) : std::span<const std::uint8_t>();
    Key key{};
    if (stored.size() != key.size()) return fail(ErrorCode::Corrupt, "server_secret.mark");
    std::copy(stored.begin(), stored.end(), key.begin());
    return key;
}

}  // namespace

Result<Signer> read_signer(Database& db) {
    TRY(make_key(db));
    const Key key = TRY(read_key(db));
    return Signer([key](std::string_view text) {
        std::array<std::uint8_t, crypto_shorthash_BYTES> hash{};
        crypto_shorthash(hash.data(), reinterpret_cast<const std::uint8_t*>(text.data()),
                         text.size(), key.data());
        std::uint64_t number = 0;
        for (const std::uint8_t byte : hash) number = number << 8 | byte;
        return number;
    });
}

}  // namespace holdfast::server
