// BallastedSlots: the living generation's files, which take the ballast's room when the disk is
// full.
#pragma once

#include <cstdint>
#include <span>

#include "core/workspace_files.h"

namespace holdfast {

/// As GenerationSlots, but the first Quota frees the ballast and tries once more, so that what is
/// being saved is saved. The second one is the caller's.
class BallastedSlots final : public SlotFiles {
public:
    /// Copies `workspace`, whose SlotFiles must outlive this.
    explicit BallastedSlots(const WorkspaceFiles& workspace)
        : workspace_(workspace), slots_(workspace.active_slots()) {}

    [[nodiscard]] SlotFault read(int slot, std::int64_t offset,
                                 std::span<std::uint8_t> into) override;
    [[nodiscard]] SlotFault write(int slot, std::int64_t offset,
                                  std::span<const std::uint8_t> bytes) override;
    [[nodiscard]] SlotFault truncate(int slot, std::int64_t bytes) override;
    [[nodiscard]] SlotFault flush(int slot) override;
    [[nodiscard]] std::int64_t size(int slot) override;

    /// Whether the ballast is gone: tell the person to make room, and do not grow it again.
    [[nodiscard]] bool gave_way() const { return gave_way_; }

private:
    [[nodiscard]] bool give_way(SlotFault fault);

    WorkspaceFiles workspace_;
    GenerationSlots slots_;
    bool gave_way_ = false;
};

}  // namespace holdfast
