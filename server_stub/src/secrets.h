// Tokens and codes: made from the system's random source, kept only as hashes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/environment.h"

namespace holdfast::server {

/// Prepares the library below; false when the system has no random source. Call once, first.
[[nodiscard]] bool prepare_secrets();

/// 256 random bits, base64url: the secret of one device.
[[nodiscard]] std::string make_token();
/// 50 random bits for people to type: "K7QF2-M9XCB". No letter looks like a digit.
[[nodiscard]] std::string make_code();
/// What make_code() gave, from what a person typed: case, spaces, dashes and O/0, I/L/1 forgiven.
[[nodiscard]] std::string normalised_code(std::string_view typed);

/// BLAKE2b-256: enough for secrets that are random themselves.
[[nodiscard]] std::vector<std::uint8_t> secret_hash(std::string_view secret);
/// Compares without telling by its duration where the difference is.
[[nodiscard]] bool same_secret(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b);

/// The real clock and random source.
class SystemEnvironment final : public Environment {
public:
    [[nodiscard]] std::int64_t now_ms() override;
    [[nodiscard]] std::uint64_t random() override;
};

}  // namespace holdfast::server
