// Demo company: a seeded generator of accounts, contacts and work orders with names of six
// languages.
#pragma once

#include <cstdint>

#include "core/store.h"

namespace holdfast {

struct DemoSize {
    std::int64_t accounts = 2'000;
    std::int64_t contacts = 3'000;
    std::int64_t work_orders = 5'000;  ///< Their lines (0 to 3 each) come on top.
};
inline constexpr DemoSize kDemoSize{2'000, 3'000, 5'000};       ///< 10 k records.
inline constexpr DemoSize kBenchSize{50'000, 80'000, 100'000};  ///< work orders: 100 k.

/// Fills an empty workspace in slices. Same seed and size give the same records, ids included, on
/// every machine and in any slicing; dates are relative to the day of `today_ms`.
class DemoCompany {
public:
    DemoCompany(std::uint64_t seed, DemoSize size, std::int64_t today_ms);
    /// Writes up to `records_max` more records (not counting lines) in one transaction; false when
    /// all are written. Fails with BadInput when the registry lacks a module or refuses a record.
    [[nodiscard]] Result<bool> write_some(Store& store, std::int64_t records_max);
    [[nodiscard]] std::int64_t written() const { return written_; }
    [[nodiscard]] std::int64_t total() const;

private:
    std::uint64_t seed_;
    DemoSize size_;
    std::int64_t today_ms_;
    std::int64_t written_ = 0;
};

}  // namespace holdfast
