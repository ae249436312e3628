// ExpressionDates: days since 1970-01-01 in the Gregorian calendar. Private to core/src/model.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace holdfast {

enum class DatePart : std::uint8_t { Year, Month, Day };

// Dates run from 0001-01-01 to 9999-12-31; outside there is nothing.
[[nodiscard]] std::optional<std::int64_t> date_part(std::int64_t date, DatePart part);
[[nodiscard]] std::optional<std::int64_t> date_after(std::int64_t date, std::int64_t days);
/// Reads "2026-11-22" and no other form.
[[nodiscard]] std::optional<std::int64_t> date_from_text(std::string_view text);

}  // namespace holdfast
