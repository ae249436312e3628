#include "crc32c.h"

#include <array>

namespace holdfast::sync {
namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78U;
constexpr std::size_t kLanes = 8;
using Tables = std::array<std::array<std::uint32_t, 256>, kLanes>;

constexpr Tables make_tables() {
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t remainder = byte;
        for (int bit = 0; bit < 8; ++bit)
            remainder = (remainder >> 1) ^ ((remainder & 1U) != 0 ? kPolynomial : 0U);
        tables[0][byte] = remainder;
    }
    for (std::size_t lane = 1; lane < kLanes; ++lane)
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t shorter = tables[lane - 1][byte];
            tables[lane][byte] = (shorter >> 8) ^ tables[0][shorter & 0xFF];
        }
    return tables;
}

constexpr Tables kTables = make_tables();

}  // namespace

// Eight bytes at a time: a first sync carries megabytes.
std::uint32_t crc32c(std::span<const std::uint8_t> bytes) {
    std::uint32_t remainder = 0xFFFFFFFFU;
    for (; bytes.size() >= kLanes; bytes = bytes.subspan(kLanes)) {
        std::uint32_t next = 0;
        for (std::size_t index = 0; index < kLanes; ++index) {
            const std::uint32_t mask = index < 4 ? (remainder >> (8 * index)) & 0xFF : 0U;
            next ^= kTables[kLanes - 1 - index][bytes[index] ^ mask];
        }
        remainder = next;
    }
    for (const std::uint8_t byte : bytes)
        remainder = (remainder >> 8) ^ kTables[0][(remainder ^ byte) & 0xFF];
    return ~remainder;
}

}  // namespace holdfast::sync
