#include "fake_slots.h"

#include <algorithm>
#include <stdexcept>

namespace holdfast::test {
namespace {

// What an `-8` looks like when a browser hands it out as an unsigned 32-bit number.
constexpr HandleAnswer kMinusEight = 4294967288.0;

HandleAnswer answer_of_failed_write(FaultKind kind, std::size_t written) {
    switch (kind) {
        case FaultKind::Throws:
            return kHandleThrew;
        case FaultKind::ShortWrite:
            return static_cast<HandleAnswer>(written);
        case FaultKind::MinusEight:
            return kMinusEight;
        case FaultKind::QuotaThrows:
            break;
    }
    return kHandleThrewQuota;
}

}  // namespace

void apply(MemoryFiles& files, const SlotChange& change, std::size_t bytes_max) {
    SlotFault fault = SlotFault::None;
    const std::span bytes(change.bytes.data(), std::min(change.bytes.size(), bytes_max));
    if (change.kind == SlotChange::Kind::Write && !bytes.empty())
        fault = files.write(change.slot, change.offset, bytes);
    if (change.kind == SlotChange::Kind::Truncate)
        fault = files.truncate(change.slot, change.offset);
    if (fault != SlotFault::None) throw std::logic_error("memory refused a change");
}

SlotFault RecordingSlots::read(int slot, std::int64_t offset, std::span<std::uint8_t> into) {
    return files_.read(slot, offset, into);
}

SlotFault RecordingSlots::write(int slot, std::int64_t offset,
                                std::span<const std::uint8_t> bytes) {
    changes_.push_back({SlotChange::Kind::Write, slot, offset, {bytes.begin(), bytes.end()}});
    return files_.write(slot, offset, bytes);
}

SlotFault RecordingSlots::truncate(int slot, std::int64_t bytes) {
    changes_.push_back({SlotChange::Kind::Truncate, slot, bytes, {}});
    return files_.truncate(slot, bytes);
}

SlotFault RecordingSlots::flush(int slot) {
    changes_.push_back({SlotChange::Kind::Flush, slot, 0, {}});
    return files_.flush(slot);
}

void FaultySlots::fail_at(std::int64_t first, FaultKind kind, std::int64_t count) {
    fail_first_ = first;
    fail_count_ = count;
    fail_kind_ = kind;
}

void FaultySlots::limit(int slot, std::int64_t bytes_max) {
    limited_slot_ = slot;
    limit_bytes_ = bytes_max;
}

SlotFault FaultySlots::read(int slot, std::int64_t offset, std::span<std::uint8_t> into) {
    return files_.read(slot, offset, into);
}

SlotFault FaultySlots::write(int slot, std::int64_t offset, std::span<const std::uint8_t> bytes) {
    const std::optional<FaultKind> fault = next_fault();
    const std::int64_t end = offset + static_cast<std::int64_t>(bytes.size());
    const bool limited = slot == limited_slot_ && limit_bytes_ != MemoryFiles::kUnlimited;
    if (limited && end > std::max(limit_bytes_, files_.size(slot))) return SlotFault::Quota;
    if (!fault) return files_.write(slot, offset, bytes);
    const std::size_t written = bytes.size() / 2;
    if (written > 0 && files_.write(slot, offset, bytes.first(written)) != SlotFault::None)
        return SlotFault::Quota;
    return fault_of_write(answer_of_failed_write(*fault, written), bytes.size());
}

SlotFault FaultySlots::truncate(int slot, std::int64_t bytes) {
    const std::optional<FaultKind> fault = next_fault();
    if (!fault) return files_.truncate(slot, bytes);
    return fault_of_call(*fault == FaultKind::QuotaThrows ? kHandleThrewQuota : kHandleThrew);
}

SlotFault FaultySlots::flush(int slot) {
    const std::optional<FaultKind> fault = next_fault();
    return fault ? fault_of_call(kHandleThrew) : files_.flush(slot);
}

std::optional<FaultKind> FaultySlots::next_fault() {
    ++change_count_;
    const bool fails = change_count_ >= fail_first_ && change_count_ < fail_first_ + fail_count_;
    return fails ? std::optional{fail_kind_} : std::nullopt;
}

MemoryFiles after_power_cut(std::span<const SlotChange> changes, std::size_t count,
                            SeededEnvironment& random) {
    std::array<std::size_t, kDatabaseSlotCount> flushed_upto{};
    for (std::size_t i = 0; i < count; ++i)
        if (changes[i].kind == SlotChange::Kind::Flush)
            flushed_upto[static_cast<std::size_t>(changes[i].slot)] = i;

    MemoryFiles disk(kDatabaseSlotCount);
    for (std::size_t i = 0; i < count; ++i) {
        const SlotChange& change = changes[i];
        const bool safe = i < flushed_upto[static_cast<std::size_t>(change.slot)];
        const std::uint64_t fate = safe ? 0 : random.below(3);
        if (fate == 0) apply(disk, change);
        if (fate == 1) apply(disk, change, random.below(change.bytes.size() + 1));
    }
    return disk;
}

}  // namespace holdfast::test
