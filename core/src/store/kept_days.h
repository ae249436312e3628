// KeptDays: settings that say how many days something is kept. Private to core/src/store.
#pragma once

#include "core/store.h"

namespace holdfast {

inline constexpr std::int64_t kDayMs = std::int64_t{24} * 3'600 * 1'000;

/// The setting's number, `days` when it is unset or no number. 0 means for ever.
[[nodiscard]] Result<std::int64_t> read_kept_days(Store& store, std::string_view key,
                                                  std::int64_t days);

}  // namespace holdfast
