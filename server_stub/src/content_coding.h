// Content-Encoding: which one a client takes, and the bytes in it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace holdfast::server {

enum class Coding : std::uint8_t { Identity, Gzip, Brotli, Zstd };

/// The header value; empty for Identity.
[[nodiscard]] std::string_view name_of(Coding coding);
/// Whether `accept_encoding` allows `coding` (q=0 forbids, "*" is not taken as a wish).
[[nodiscard]] bool accepts(std::string_view accept_encoding, Coding coding);
/// The quickest good one for an answer that is made now: zstd, brotli, gzip, or none.
[[nodiscard]] Coding choose_coding(std::string_view accept_encoding);
/// `bytes` in `coding` at a level that costs less time than the network saves. Empty when the
/// library fails, which means: send as it is.
[[nodiscard]] std::vector<std::uint8_t> encoded(Coding coding, std::span<const std::uint8_t> bytes);

}  // namespace holdfast::server
