// KeptDays: how long history and the recycle bin are kept, in days that were lived on this device.
// Private to core/src/store.
#pragma once

#include "core/store.h"

namespace holdfast {

inline constexpr std::int64_t kDayMs = std::int64_t{24} * 3'600 * 1'000;

/// The setting's number, `days` when it is unset or no number. 0 means for ever.
[[nodiscard]] Result<std::int64_t> read_kept_days(Store& store, std::string_view key,
                                                  std::int64_t days);

/// Notes which entries of history and which records in the bin are there by now, and returns the
/// lived time in ms: it advances as the device's clock does, but a day at most from one call to the
/// next and never back, so that a clock set to another year makes nothing old. Writes when a minute
/// has passed. Tables: docs/formats.md.
[[nodiscard]] Result<std::int64_t> note_lived_time(Store& store);

}  // namespace holdfast
