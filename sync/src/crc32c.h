// CRC-32C (Castagnoli): the checksum of every frame.
#pragma once

#include <cstdint>
#include <span>

namespace holdfast::sync {

[[nodiscard]] std::uint32_t crc32c(std::span<const std::uint8_t> bytes);

}  // namespace holdfast::sync
