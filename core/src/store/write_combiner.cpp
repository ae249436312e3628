#include "store/write_combiner.h"

#include <algorithm>

namespace holdfast {

WriteCombiner::WriteCombiner(SlotFiles& files) : files_(files), buffer_(kBufferBytes) {}

SlotFault WriteCombiner::load_sizes() {
    for (int slot = 0; slot < kDatabaseSlotCount; ++slot) {
        const std::int64_t bytes = files_.size(slot);
        if (bytes < 0) return SlotFault::Io;
        state(slot) = {.bytes = bytes, .needs_flush = false};
    }
    return SlotFault::None;
}

SlotFault WriteCombiner::read(int slot, std::int64_t offset, std::span<std::uint8_t> into) {
    if (buffer_holds(slot, offset, into.size())) {
        const auto from = buffer_.begin() + static_cast<std::ptrdiff_t>(offset - buffer_offset_);
        std::copy_n(from, into.size(), into.begin());
        return SlotFault::None;
    }
    if (buffer_touches(slot, offset, into.size())) {
        if (const SlotFault fault = drain(); fault != SlotFault::None) return fault;
    }
    if (offset >= size(slot)) {
        std::fill(into.begin(), into.end(), std::uint8_t{0});
        return SlotFault::Short;
    }
    ++statistics_.reads;
    statistics_.bytes_read += static_cast<std::int64_t>(into.size());
    return files_.read(slot, offset, into);
}

SlotFault WriteCombiner::write(int slot, std::int64_t offset, std::span<const std::uint8_t> bytes) {
    if (!buffer_holds(slot, offset, bytes.size()) && !can_append(slot, offset, bytes.size())) {
        if (const SlotFault fault = drain(); fault != SlotFault::None) return fault;
        if (bytes.size() > kBufferBytes) return deliver(slot, offset, bytes);
        buffer_slot_ = slot;
        buffer_offset_ = offset;
    }
    place(offset, bytes);
    return SlotFault::None;
}

SlotFault WriteCombiner::truncate(int slot, std::int64_t bytes) {
    // Writes that this cut would remove again need not happen. It also frees a full disk: a
    // journal that could not be written can still be thrown away.
    if (buffered_ > 0 && buffer_slot_ == slot && buffer_offset_ >= bytes) forget(slot);
    if (const SlotFault fault = drain(); fault != SlotFault::None) return fault;
    ++statistics_.truncates;
    state(slot).needs_flush = true;
    const SlotFault fault = files_.truncate(slot, bytes);
    if (fault == SlotFault::None) state(slot).bytes = bytes;
    return fault;
}

SlotFault WriteCombiner::flush(int slot) {
    if (const SlotFault fault = drain(); fault != SlotFault::None) return fault;
    if (!state(slot).needs_flush) return SlotFault::None;
    ++statistics_.flushes;
    const SlotFault fault = files_.flush(slot);
    if (fault == SlotFault::None) state(slot).needs_flush = false;
    return fault;
}

SlotFault WriteCombiner::drain() {
    if (buffered_ == 0) return SlotFault::None;
    const SlotFault fault = deliver(buffer_slot_, buffer_offset_, {buffer_.data(), buffered_});
    if (fault == SlotFault::None) buffered_ = 0;
    return fault;
}

void WriteCombiner::forget(int slot) {
    if (buffered_ == 0 || buffer_slot_ != slot) return;
    buffered_ = 0;
    reload_size(slot);
}

std::int64_t WriteCombiner::size(int slot) const {
    return slots_[static_cast<std::size_t>(slot)].bytes;
}

WriteCombiner::SlotState& WriteCombiner::state(int slot) {
    return slots_[static_cast<std::size_t>(slot)];
}

std::int64_t WriteCombiner::buffer_end() const {
    return buffer_offset_ + static_cast<std::int64_t>(buffered_);
}

bool WriteCombiner::buffer_holds(int slot, std::int64_t offset, std::size_t count) const {
    return buffered_ > 0 && buffer_slot_ == slot && offset >= buffer_offset_ &&
           offset + static_cast<std::int64_t>(count) <= buffer_end();
}

bool WriteCombiner::buffer_touches(int slot, std::int64_t offset, std::size_t count) const {
    return buffered_ > 0 && buffer_slot_ == slot && offset < buffer_end() &&
           offset + static_cast<std::int64_t>(count) > buffer_offset_;
}

bool WriteCombiner::can_append(int slot, std::int64_t offset, std::size_t count) const {
    return buffered_ > 0 && buffer_slot_ == slot && offset == buffer_end() &&
           buffered_ + count <= kBufferBytes;
}

SlotFault WriteCombiner::deliver(int slot, std::int64_t offset,
                                 std::span<const std::uint8_t> bytes) {
    ++statistics_.writes;
    statistics_.bytes_written += static_cast<std::int64_t>(bytes.size());
    // Also after a failure: part of the bytes may have arrived.
    state(slot).needs_flush = true;
    const SlotFault fault = files_.write(slot, offset, bytes);
    const std::int64_t end = offset + static_cast<std::int64_t>(bytes.size());
    if (fault == SlotFault::None) state(slot).bytes = std::max(state(slot).bytes, end);
    return fault;
}

void WriteCombiner::place(std::int64_t offset, std::span<const std::uint8_t> bytes) {
    const auto at = static_cast<std::size_t>(offset - buffer_offset_);
    std::copy(bytes.begin(), bytes.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(at));
    buffered_ = std::max(buffered_, at + bytes.size());
    state(buffer_slot_).bytes = std::max(state(buffer_slot_).bytes, buffer_end());
}

void WriteCombiner::reload_size(int slot) {
    state(slot).bytes = std::max<std::int64_t>(files_.size(slot), 0);
}

}  // namespace holdfast
