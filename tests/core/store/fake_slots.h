// Slots for tests: one kind writes down every change, the other fails on purpose.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/memory_files.h"
#include "core/slot_files.h"
#include "core/slot_vfs.h"
#include "seeded_environment.h"

namespace holdfast::test {

/// One change that reached the files, in order.
struct SlotChange {
    enum class Kind : std::uint8_t { Write, Truncate, Flush };
    Kind kind = Kind::Write;
    int slot = 0;
    std::int64_t offset = 0;  ///< For Truncate: the new length.
    std::vector<std::uint8_t> bytes;
};

/// Applies `change`, or only the first `bytes_max` bytes of a write.
void apply(MemoryFiles& files, const SlotChange& change, std::size_t bytes_max = SIZE_MAX);

/// Memory that remembers every change since it was made.
class RecordingSlots final : public SlotFiles {
public:
    explicit RecordingSlots(int slot_count = kDatabaseSlotCount) : files_(slot_count) {}

    [[nodiscard]] SlotFault read(int slot, std::int64_t offset,
                                 std::span<std::uint8_t> into) override;
    [[nodiscard]] SlotFault write(int slot, std::int64_t offset,
                                  std::span<const std::uint8_t> bytes) override;
    [[nodiscard]] SlotFault truncate(int slot, std::int64_t bytes) override;
    [[nodiscard]] SlotFault flush(int slot) override;
    [[nodiscard]] std::int64_t size(int slot) override { return files_.size(slot); }

    [[nodiscard]] const std::vector<SlotChange>& changes() const { return changes_; }

private:
    MemoryFiles files_;
    std::vector<SlotChange> changes_;
};

/// The ways in which a browser's access handle has been seen to fail.
enum class FaultKind : std::uint8_t { Throws, ShortWrite, MinusEight, QuotaThrows };

/// Memory with a handle in front that fails at chosen calls. Only changes are counted, from 1.
class FaultySlots final : public SlotFiles {
public:
    explicit FaultySlots(int slot_count = kDatabaseSlotCount,
                         std::int64_t bytes_max = MemoryFiles::kUnlimited)
        : files_(slot_count, bytes_max) {}

    /// Lets `count` changes fail, beginning with change number `first`.
    void fail_at(std::int64_t first, FaultKind kind, std::int64_t count = 1);
    /// Lets `slot` grow no further than `bytes_max`, as a browser does that hands out room in large
    /// steps. MemoryFiles::kUnlimited lifts it.
    void limit(int slot, std::int64_t bytes_max);
    [[nodiscard]] std::int64_t change_count() const { return change_count_; }

    [[nodiscard]] SlotFault read(int slot, std::int64_t offset,
                                 std::span<std::uint8_t> into) override;
    [[nodiscard]] SlotFault write(int slot, std::int64_t offset,
                                  std::span<const std::uint8_t> bytes) override;
    [[nodiscard]] SlotFault truncate(int slot, std::int64_t bytes) override;
    [[nodiscard]] SlotFault flush(int slot) override;
    [[nodiscard]] std::int64_t size(int slot) override { return files_.size(slot); }

    /// What a process that starts now would find.
    [[nodiscard]] const MemoryFiles& files() const { return files_; }

private:
    [[nodiscard]] std::optional<FaultKind> next_fault();

    MemoryFiles files_;
    std::int64_t change_count_ = 0;
    std::int64_t fail_first_ = 0;
    std::int64_t fail_count_ = 0;
    FaultKind fail_kind_ = FaultKind::Throws;
    int limited_slot_ = -1;
    std::int64_t limit_bytes_ = MemoryFiles::kUnlimited;
};

/// What the disk holds when the power fails after the first `count` of `changes`: all that was
/// flushed, and of the rest any subset, the last write of it torn at any byte.
[[nodiscard]] MemoryFiles after_power_cut(std::span<const SlotChange> changes, std::size_t count,
                                          SeededEnvironment& random);

}  // namespace holdfast::test
