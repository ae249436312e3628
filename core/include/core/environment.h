// Everything the core may learn from the outside world: time and random numbers, passed in.
#pragma once

#include <cstdint>

#include "core/ids.h"

namespace holdfast {

/// Clock and random source of one running program. Implementations: the host (real ones) and
/// tests (fixed ones). Called from the single thread that owns the store.
class Environment {
public:
    virtual ~Environment() = default;
    /// Unix time in milliseconds as this device believes it; may jump either way.
    [[nodiscard]] virtual std::int64_t now_ms() = 0;
    /// 64 unpredictable bits.
    [[nodiscard]] virtual std::uint64_t random() = 0;
};

/// A new UUIDv7 (RFC 9562, 5.7): 48 bits of `now_ms`, version, 74 random bits.
[[nodiscard]] RecordId make_record_id(Environment& environment);

}  // namespace holdfast
