#include "core/environment.h"

namespace holdfast {

RecordId make_record_id(Environment& environment) {
    constexpr std::uint64_t kVersion7 = 0x7000;
    constexpr std::uint64_t kVariant = 0x8000000000000000;
    constexpr std::uint64_t kVariantMask = 0x3FFFFFFFFFFFFFFF;
    const auto now_ms = static_cast<std::uint64_t>(environment.now_ms());
    return {(now_ms << 16) | kVersion7 | (environment.random() & 0x0FFF),
            kVariant | (environment.random() & kVariantMask)};
}

}  // namespace holdfast
