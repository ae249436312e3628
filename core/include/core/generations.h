// Generations: which of the two database files of a workspace is the living one.
//
// The file CURRENT holds two records in sectors of their own. A change writes the older of the two;
// until all its bytes have arrived, the checksum makes readers take the other one. So the flip
// from one generation to the other happens wholly or not at all, wherever the power fails.
// Format: docs/formats.md, "CURRENT".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace holdfast {

/// A workspace keeps its database twice: the living one, and one being imported or kept in reserve.
enum class Generation : std::uint8_t { A = 0, B = 1 };

[[nodiscard]] constexpr Generation other(Generation generation) {
    return generation == Generation::A ? Generation::B : Generation::A;
}

/// What the generation that is not living is worth. Kept: it may be the only copy of somebody's
/// data, and only that person can say that it is not needed any more.
enum class Spare : std::uint8_t { Disposable = 0, Kept = 1 };

/// One decision about the living generation. The highest sequence number counts.
struct CurrentRecord {
    std::uint64_t sequence = 0;
    Generation active = Generation::A;
    Spare spare = Spare::Disposable;
    bool operator==(const CurrentRecord&) const = default;
};

inline constexpr std::size_t kCurrentRecordBytes = 64;
/// The second record begins here, so that no sector holds both.
inline constexpr std::size_t kCurrentRecordStride = 4096;
inline constexpr std::size_t kCurrentFileBytes = kCurrentRecordStride + kCurrentRecordBytes;

/// The newest valid record in the bytes of CURRENT. Nothing when there is none: the workspace is
/// new, or both records are damaged.
[[nodiscard]] std::optional<CurrentRecord> pick_current(std::span<const std::uint8_t> file);

/// Bytes to write into CURRENT, at `offset`, and then to flush.
struct CurrentWrite {
    std::int64_t offset = 0;
    std::array<std::uint8_t, kCurrentRecordBytes> bytes{};
};

/// The write for a record. Its place follows from the sequence number, which has to be one more
/// than that of the record that counted before.
[[nodiscard]] CurrentWrite make_current(const CurrentRecord& next);

}  // namespace holdfast
