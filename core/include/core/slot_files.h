// SlotFiles: the few numbered files a workspace lives in, without names, paths or a directory.
//
// The one thing the store asks of a platform. Implementations: the browser's access handles
// (wasm/src/storage_opfs.h), memory (core/memory_files.h), and tests that fail on purpose.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace holdfast {

/// Why a call on a slot did not do all it was asked.
enum class SlotFault : std::uint8_t {
    None,
    Quota,  ///< No room left; some of the bytes may have been written.
    Io,     ///< The file did not answer; for a write, some of the bytes may have been written.
    Short,  ///< Reads only: the file ends earlier, the rest of the buffer is zero.
};

/// A fixed number of files, each known by its slot. The owner is alone: no other program and no
/// other object changes them. Calls block until done. A write is in the operating system when it
/// returns (it survives the end of the process) and on the disk after flush() (it survives a
/// power cut).
class SlotFiles {
public:
    virtual ~SlotFiles() = default;
    /// Fills all of `into` from byte `offset`. Fails with Short past the end of the file, or Io.
    [[nodiscard]] virtual SlotFault read(int slot, std::int64_t offset,
                                         std::span<std::uint8_t> into) = 0;
    /// Writes all of `bytes` at byte `offset`; a gap before them reads as zeros. Fails with Quota
    /// or Io.
    [[nodiscard]] virtual SlotFault write(int slot, std::int64_t offset,
                                          std::span<const std::uint8_t> bytes) = 0;
    /// Makes the file `bytes` long, cutting it or adding zeros. Fails with Quota or Io.
    [[nodiscard]] virtual SlotFault truncate(int slot, std::int64_t bytes) = 0;
    /// Returns when everything written to `slot` is on the disk. Fails with Io.
    [[nodiscard]] virtual SlotFault flush(int slot) = 0;
    /// Length in bytes, negative when the file does not answer.
    [[nodiscard]] virtual std::int64_t size(int slot) = 0;
};

/// What a browser's access handle gave back: the number of bytes moved, or one of the two below.
using HandleAnswer = double;
inline constexpr HandleAnswer kHandleThrew = -1;
inline constexpr HandleAnswer kHandleThrewQuota = -2;

/// Judges a write of `wanted` bytes. Only the exact count is success: browsers report a full disk
/// as an exception, as a short count, or as 4294967288 (an internal -8).
[[nodiscard]] SlotFault fault_of_write(HandleAnswer answer, std::size_t wanted);
/// Judges a read into `into` and zeroes what the file did not hold.
[[nodiscard]] SlotFault fault_of_read(HandleAnswer answer, std::span<std::uint8_t> into);
/// Judges a truncate or flush, which answer 0 or an exception.
[[nodiscard]] SlotFault fault_of_call(HandleAnswer answer);

}  // namespace holdfast
