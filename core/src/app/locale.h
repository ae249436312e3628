// Locale: how each language writes and reads numbers and dates. Private to core/src/app.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/strings.h"

namespace holdfast {

struct CivilDate {
    std::int64_t year = 1970;
    std::int64_t month = 1;
    std::int64_t day = 1;
    bool operator==(const CivilDate&) const = default;
};
/// Proleptic Gregorian calendar, days since 1970-01-01.
[[nodiscard]] std::int64_t days_from_civil(const CivilDate& date);
[[nodiscard]] CivilDate civil_from_days(std::int64_t days);
/// Whether the calendar has this day, years 1 to 9999.
[[nodiscard]] bool is_date(const CivilDate& date);

enum class Grouping : std::uint8_t { Grouped, Plain };

/// `scaled` / 10^`scale` in the locale, with exactly `decimals_min` to `scale` decimals.
struct DecimalFormat {
    std::int32_t scale = 0;
    std::int32_t decimals_min = 0;
    Grouping grouping = Grouping::Grouped;
};
[[nodiscard]] std::string format_decimal(Language language, std::int64_t scaled,
                                         const DecimalFormat& format);
/// Reads a number with the locale's decimal sign and any usual grouping, scaled by 10^`scale`,
/// further decimals rounded half up. Nothing when it is not a number or does not fit.
[[nodiscard]] std::optional<std::int64_t> parse_decimal(Language language, std::string_view text,
                                                        std::int32_t scale);

/// Full-width digits and signs (Japanese input) as ASCII, blanks at both ends removed.
[[nodiscard]] std::string to_narrow(std::string_view text);

[[nodiscard]] std::string format_date(Language language, std::int64_t days);
/// The form people type; parse_date() reads it back.
[[nodiscard]] std::string edit_date(Language language, std::int64_t days);
/// ISO 8601: "2026-12-24".
[[nodiscard]] std::string iso_date(std::int64_t days);
/// ISO 8601 in every language, else the locale's order with any of "/ . -" between.
[[nodiscard]] std::optional<std::int64_t> parse_date(Language language, std::string_view text);
/// "14:05", also "14h05" and "1405"; minutes of the day.
[[nodiscard]] std::optional<std::int64_t> parse_time_of_day(std::string_view text);

}  // namespace holdfast
