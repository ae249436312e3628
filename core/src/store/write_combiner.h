// WriteCombiner: one buffer before all slots, so that neighbouring small writes become one call.
//
// There is one buffer, not one per slot: that keeps the total order of writes across files. What
// could not be delivered stays in the buffer and is tried again by the next call that needs an
// empty one, until the caller, having reported the failure to the owner of the bytes, forgets it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/slot_files.h"
#include "core/slot_vfs.h"

namespace holdfast {

class WriteCombiner {
public:
    static constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

    explicit WriteCombiner(SlotFiles& files);

    /// Asks the files for their sizes, which are cached from then on. Fails with Io.
    [[nodiscard]] SlotFault load_sizes();

    [[nodiscard]] SlotFault read(int slot, std::int64_t offset, std::span<std::uint8_t> into);
    /// Accepts `bytes`; they may stay in the buffer. On failure they were not accepted.
    [[nodiscard]] SlotFault write(int slot, std::int64_t offset,
                                  std::span<const std::uint8_t> bytes);
    [[nodiscard]] SlotFault truncate(int slot, std::int64_t bytes);
    /// Delivers the buffer, then flushes `slot` when it was changed since its last flush.
    [[nodiscard]] SlotFault flush(int slot);
    /// Delivers the buffer.
    [[nodiscard]] SlotFault drain();
    /// Drops what is buffered for `slot`.
    void forget(int slot);

    /// Length in bytes, buffered writes included.
    [[nodiscard]] std::int64_t size(int slot) const;
    [[nodiscard]] const SlotStatistics& statistics() const { return statistics_; }
    void reset_statistics() { statistics_ = {}; }

private:
    struct SlotState {
        std::int64_t bytes = 0;
        bool needs_flush = false;
    };

    [[nodiscard]] SlotState& state(int slot);
    [[nodiscard]] std::int64_t buffer_end() const;
    [[nodiscard]] bool buffer_holds(int slot, std::int64_t offset, std::size_t count) const;
    [[nodiscard]] bool buffer_touches(int slot, std::int64_t offset, std::size_t count) const;
    [[nodiscard]] bool can_append(int slot, std::int64_t offset, std::size_t count) const;
    [[nodiscard]] SlotFault deliver(int slot, std::int64_t offset,
                                    std::span<const std::uint8_t> bytes);
    void place(std::int64_t offset, std::span<const std::uint8_t> bytes);
    void reload_size(int slot);

    SlotFiles& files_;
    std::array<SlotState, kDatabaseSlotCount> slots_{};
    std::vector<std::uint8_t> buffer_;
    std::size_t buffered_ = 0;
    std::int64_t buffer_offset_ = 0;
    int buffer_slot_ = 0;
    SlotStatistics statistics_;
};

}  // namespace holdfast
