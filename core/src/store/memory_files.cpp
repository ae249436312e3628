#include "core/memory_files.h"

#include <algorithm>

namespace holdfast {
namespace {

std::size_t index(std::int64_t value) {
    return static_cast<std::size_t>(value);
}

}  // namespace

MemoryFiles::MemoryFiles(int slot_count, std::int64_t bytes_max)
    : slots_(index(slot_count)), bytes_max_(bytes_max) {}

SlotFault MemoryFiles::read(int slot, std::int64_t offset, std::span<std::uint8_t> into) {
    const std::vector<std::uint8_t>& file = slots_[index(slot)];
    const std::size_t start = std::min(index(offset), file.size());
    const std::size_t held = std::min(into.size(), file.size() - start);
    std::copy_n(file.begin() + static_cast<std::ptrdiff_t>(start), held, into.begin());
    return fault_of_read(static_cast<HandleAnswer>(held), into);
}

SlotFault MemoryFiles::write(int slot, std::int64_t offset, std::span<const std::uint8_t> bytes) {
    std::vector<std::uint8_t>& file = slots_[index(slot)];
    const std::size_t end = index(offset) + bytes.size();
    if (end > file.size()) {
        if (!fits(slot, static_cast<std::int64_t>(end))) return SlotFault::Quota;
        file.resize(end);
    }
    std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(offset));
    return SlotFault::None;
}

SlotFault MemoryFiles::truncate(int slot, std::int64_t bytes) {
    if (!fits(slot, bytes)) return SlotFault::Quota;
    slots_[index(slot)].resize(index(bytes));
    return SlotFault::None;
}

SlotFault MemoryFiles::flush(int) {
    return SlotFault::None;
}

std::int64_t MemoryFiles::size(int slot) {
    return static_cast<std::int64_t>(slots_[index(slot)].size());
}

const std::vector<std::uint8_t>& MemoryFiles::contents(int slot) const {
    return slots_[index(slot)];
}

bool MemoryFiles::fits(int slot, std::int64_t bytes) const {
    if (bytes_max_ == kUnlimited) return true;
    std::int64_t others = 0;
    for (const std::vector<std::uint8_t>& file : slots_)
        others += static_cast<std::int64_t>(file.size());
    others -= static_cast<std::int64_t>(slots_[index(slot)].size());
    return bytes <= static_cast<std::int64_t>(slots_[index(slot)].size()) ||
           others + bytes <= bytes_max_;
}

}  // namespace holdfast
