#include "core/ballasted_slots.h"

namespace holdfast {

bool BallastedSlots::give_way(SlotFault fault) {
    if (fault != SlotFault::Quota || gave_way_) return false;
    gave_way_ = true;
    return workspace_.free_ballast().has_value();
}

SlotFault BallastedSlots::read(int slot, std::int64_t offset, std::span<std::uint8_t> into) {
    return slots_.read(slot, offset, into);
}

SlotFault BallastedSlots::write(int slot, std::int64_t offset,
                                std::span<const std::uint8_t> bytes) {
    const SlotFault fault = slots_.write(slot, offset, bytes);
    return give_way(fault) ? slots_.write(slot, offset, bytes) : fault;
}

SlotFault BallastedSlots::truncate(int slot, std::int64_t bytes) {
    const SlotFault fault = slots_.truncate(slot, bytes);
    return give_way(fault) ? slots_.truncate(slot, bytes) : fault;
}

SlotFault BallastedSlots::flush(int slot) {
    return slots_.flush(slot);
}

std::int64_t BallastedSlots::size(int slot) {
    return slots_.size(slot);
}

}  // namespace holdfast
