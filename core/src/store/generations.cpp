#include "core/generations.h"

#include <algorithm>
#include <string_view>

namespace holdfast {
namespace {

constexpr std::string_view kMagic = "HFCURR1\n";
constexpr std::size_t kSequenceAt = 8;
constexpr std::size_t kActiveAt = 16;
constexpr std::size_t kSpareAt = 17;
constexpr std::size_t kChecksumAt = kCurrentRecordBytes - 4;

void put(std::span<std::uint8_t> into, std::uint64_t value) {
    for (std::uint8_t& byte : into) {
        byte = static_cast<std::uint8_t>(value);
        value >>= 8;
    }
}

std::uint64_t take(std::span<const std::uint8_t> from) {
    std::uint64_t value = 0;
    for (auto byte = from.rbegin(); byte != from.rend(); ++byte) value = value << 8 | *byte;
    return value;
}

// CRC-32 as in zlib. Bit by bit: 60 bytes, twice per start.
std::uint32_t checksum(std::span<const std::uint8_t> bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const std::uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

std::optional<CurrentRecord> read_record(std::span<const std::uint8_t> bytes) {
    if (!std::equal(kMagic.begin(), kMagic.end(), bytes.begin())) return std::nullopt;
    if (take(bytes.subspan(kChecksumAt, 4)) != checksum(bytes.first(kChecksumAt)))
        return std::nullopt;
    if (bytes[kActiveAt] > 1 || bytes[kSpareAt] > 1) return std::nullopt;
    return CurrentRecord{take(bytes.subspan(kSequenceAt, 8)),
                         static_cast<Generation>(bytes[kActiveAt]),
                         static_cast<Spare>(bytes[kSpareAt])};
}

}  // namespace

std::optional<CurrentRecord> pick_current(std::span<const std::uint8_t> file) {
    std::optional<CurrentRecord> newest;
    for (std::size_t at = 0; at + kCurrentRecordBytes <= file.size(); at += kCurrentRecordStride) {
        const std::optional<CurrentRecord> record =
            read_record(file.subspan(at, kCurrentRecordBytes));
        if (record && (!newest || record->sequence > newest->sequence)) newest = record;
    }
    return newest;
}

CurrentWrite make_current(const CurrentRecord& next) {
    CurrentWrite write;
    write.offset = next.sequence % 2 == 0 ? static_cast<std::int64_t>(kCurrentRecordStride) : 0;
    const std::span<std::uint8_t> bytes(write.bytes);
    std::copy(kMagic.begin(), kMagic.end(), bytes.begin());
    put(bytes.subspan(kSequenceAt, 8), next.sequence);
    bytes[kActiveAt] = static_cast<std::uint8_t>(next.active);
    bytes[kSpareAt] = static_cast<std::uint8_t>(next.spare);
    put(bytes.subspan(kChecksumAt, 4), checksum(bytes.first(kChecksumAt)));
    return write;
}

}  // namespace holdfast
