#include "core/slot_files.h"

#include <algorithm>

namespace holdfast {

SlotFault fault_of_write(HandleAnswer answer, std::size_t wanted) {
    if (answer == static_cast<HandleAnswer>(wanted)) return SlotFault::None;
    return answer == kHandleThrew ? SlotFault::Io : SlotFault::Quota;
}

SlotFault fault_of_read(HandleAnswer answer, std::span<std::uint8_t> into) {
    if (answer == static_cast<HandleAnswer>(into.size())) return SlotFault::None;
    if (!(answer >= 0 && answer < static_cast<HandleAnswer>(into.size()))) return SlotFault::Io;
    const auto held = static_cast<std::ptrdiff_t>(answer);
    std::fill(into.begin() + held, into.end(), std::uint8_t{0});
    return SlotFault::Short;
}

SlotFault fault_of_call(HandleAnswer answer) {
    if (answer == 0) return SlotFault::None;
    return answer == kHandleThrewQuota ? SlotFault::Quota : SlotFault::Io;
}

}  // namespace holdfast
