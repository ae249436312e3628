// MemoryFiles: slots that live in memory and are gone with the object.
//
// The browser uses them for a temporary workspace, only after a person chose one knowing that it
// will not be kept. Tests use them as a fast and exact disk.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/slot_files.h"

namespace holdfast {

/// Every slot starts empty. Never fails except with Short, and Quota beyond `bytes_max` in all.
class MemoryFiles final : public SlotFiles {
public:
    /// No limit but the memory itself.
    static constexpr std::int64_t kUnlimited = -1;

    explicit MemoryFiles(int slot_count, std::int64_t bytes_max = kUnlimited);

    [[nodiscard]] SlotFault read(int slot, std::int64_t offset,
                                 std::span<std::uint8_t> into) override;
    [[nodiscard]] SlotFault write(int slot, std::int64_t offset,
                                  std::span<const std::uint8_t> bytes) override;
    [[nodiscard]] SlotFault truncate(int slot, std::int64_t bytes) override;
    [[nodiscard]] SlotFault flush(int slot) override;
    [[nodiscard]] std::int64_t size(int slot) override;

    /// The bytes of one slot, to download a temporary workspace. Valid until the next write.
    [[nodiscard]] const std::vector<std::uint8_t>& contents(int slot) const;

private:
    [[nodiscard]] bool fits(int slot, std::int64_t bytes) const;

    std::vector<std::vector<std::uint8_t>> slots_;
    std::int64_t bytes_max_;
};

}  // namespace holdfast
