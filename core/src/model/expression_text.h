// ExpressionText: text functions by code point, without locale. Private to core/src/model.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace holdfast {

/// Letters of the Latin, Greek, Cyrillic and Armenian scripts that have exactly one partner of the
/// other case (and the final sigma); everything else and malformed bytes stay.
[[nodiscard]] std::string in_lower_case(std::string_view text);
[[nodiscard]] std::string in_upper_case(std::string_view text);
/// Without spaces, tabs, line ends, no-break spaces and ideographic spaces at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// Code points.
[[nodiscard]] std::int64_t length_of(std::string_view text);

}  // namespace holdfast
