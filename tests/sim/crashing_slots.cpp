#include "crashing_slots.h"

#include <algorithm>
#include <utility>

#include "core/result.h"

namespace holdfast::sim {

CrashingSlots::CrashingSlots(Random random, Mutation mutation)
    : random_(random), mutation_(mutation) {}

void CrashingSlots::die_at(std::int64_t change, Death death) {
    until_death_ = change;
    death_ = death;
}

void CrashingSlots::die(Death death) {
    life_ = Life::Dead;
    death_ = death;
}

void CrashingSlots::fill_at(std::int64_t change) {
    until_full_ = change;
}

void CrashingSlots::be_calm() {
    until_death_ = 0;
    until_full_ = 0;
}

bool CrashingSlots::dies_now() {
    if (until_death_ == 0 || --until_death_ > 0) return false;
    life_ = Life::Dead;
    ++faults_.died_writing;
    return true;
}

bool CrashingSlots::is_full_now() {
    if (until_full_ == 0) return false;
    if (until_full_ > 1) {
        --until_full_;
        return false;
    }
    ++faults_.full;
    return true;
}

void CrashingSlots::apply(MemoryFiles& files, const Change& change, std::size_t bytes_max) {
    const std::span bytes(change.bytes.data(), std::min(change.bytes.size(), bytes_max));
    SlotFault fault = SlotFault::None;
    if (change.kind == Change::Kind::Write && !bytes.empty())
        fault = files.write(change.slot, change.offset, bytes);
    if (change.kind == Change::Kind::Truncate && bytes_max > 0)
        fault = files.truncate(change.slot, change.offset);
    HOLDFAST_ASSERT(fault == SlotFault::None);
}

SlotFault CrashingSlots::change(Change change) {
    if (is_dead()) return SlotFault::Io;
    const bool dies = dies_now();
    const std::size_t part = dies ? random_.below(change.bytes.size() + 1) : SIZE_MAX;
    if (dies && part > 0 && part < change.bytes.size()) ++faults_.torn;
    apply(written_, change, part);
    change.bytes.resize(std::min(change.bytes.size(), part));
    const bool happened = !dies || !change.bytes.empty();
    if (happened) unflushed_.push_back(std::move(change));
    return dies ? SlotFault::Io : SlotFault::None;
}

SlotFault CrashingSlots::read(int slot, std::int64_t offset, std::span<std::uint8_t> into) {
    return is_dead() ? SlotFault::Io : written_.read(slot, offset, into);
}

SlotFault CrashingSlots::write(int slot, std::int64_t offset, std::span<const std::uint8_t> bytes) {
    const bool grows = offset + static_cast<std::int64_t>(bytes.size()) > written_.size(slot);
    if (!is_dead() && grows && is_full_now()) return SlotFault::Quota;
    return change({Change::Kind::Write, slot, offset, {bytes.begin(), bytes.end()}});
}

SlotFault CrashingSlots::truncate(int slot, std::int64_t bytes) {
    return change({Change::Kind::Truncate, slot, bytes, {}});
}

SlotFault CrashingSlots::flush(int slot) {
    if (is_dead() || dies_now()) return SlotFault::Io;
    if (mutation_ == Mutation::FlushForgotten) return SlotFault::None;
    for (const Change& done : unflushed_)
        if (done.slot == slot) apply(flushed_, done, SIZE_MAX);
    std::erase_if(unflushed_, [slot](const Change& done) { return done.slot == slot; });
    return SlotFault::None;
}

void CrashingSlots::restart() {
    if (death_ == Death::PowerCut) {
        ++faults_.power_cuts;
        // Of what was not flushed, any part may have reached the disk, in any order.
        for (const Change& lost : unflushed_) {
            const std::size_t fate = random_.below(3);
            if (fate == 0) apply(flushed_, lost, SIZE_MAX);
            if (fate == 1) apply(flushed_, lost, random_.below(lost.bytes.size() + 1));
        }
        written_ = flushed_;
    } else {
        flushed_ = written_;
    }
    unflushed_.clear();
    life_ = Life::Alive;
    death_ = Death::Killed;
    be_calm();
}

}  // namespace holdfast::sim
