// CrashingSlots: the disk of a simulated device, on which its process dies at a chosen change.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/memory_files.h"
#include "core/slot_files.h"
#include "core/slot_vfs.h"
#include "mutation.h"
#include "random.h"
#include "sim_store.h"

namespace holdfast::sim {

/// What a process leaves behind when it dies. Of the change during which it dies any part is there.
enum class Death : std::uint8_t {
    Killed,    ///< Everything that was written before.
    PowerCut,  ///< What was flushed, and of the rest any part.
};

class CrashingSlots final : public SlotFiles {
public:
    CrashingSlots(Random random, Mutation mutation);

    /// The process dies at the `change`-th change from now, 1 for the next one.
    void die_at(std::int64_t change, Death death);
    /// It dies now, between two changes.
    void die(Death death);
    /// From the `change`-th write on the disk is full.
    void fill_at(std::int64_t change);
    /// What was planned and did not happen will not happen.
    void be_calm();
    [[nodiscard]] bool is_dead() const { return life_ == Life::Dead; }
    /// Another process starts, with what the last one left.
    void restart();
    [[nodiscard]] const DiskFaults& faults() const { return faults_; }

    [[nodiscard]] SlotFault read(int slot, std::int64_t offset,
                                 std::span<std::uint8_t> into) override;
    [[nodiscard]] SlotFault write(int slot, std::int64_t offset,
                                  std::span<const std::uint8_t> bytes) override;
    [[nodiscard]] SlotFault truncate(int slot, std::int64_t bytes) override;
    [[nodiscard]] SlotFault flush(int slot) override;
    [[nodiscard]] std::int64_t size(int slot) override { return written_.size(slot); }

private:
    struct Change {
        enum class Kind : std::uint8_t { Write, Truncate } kind = Kind::Write;
        int slot = 0;
        std::int64_t offset = 0;  ///< For Truncate: the new length.
        std::vector<std::uint8_t> bytes;
    };

    static void apply(MemoryFiles& files, const Change& change, std::size_t bytes_max);
    [[nodiscard]] SlotFault change(Change change);
    [[nodiscard]] bool dies_now();
    [[nodiscard]] bool is_full_now();

    Random random_;
    Mutation mutation_;
    MemoryFiles written_{kDatabaseSlotCount};  ///< What the process sees.
    MemoryFiles flushed_{kDatabaseSlotCount};  ///< What a power cut leaves at least.
    std::vector<Change> unflushed_;            ///< In order.
    std::int64_t until_death_ = 0;             ///< 0: none is planned.
    std::int64_t until_full_ = 0;
    enum class Life : std::uint8_t { Alive, Dead } life_ = Life::Alive;
    Death death_ = Death::Killed;
    DiskFaults faults_;
};

}  // namespace holdfast::sim
