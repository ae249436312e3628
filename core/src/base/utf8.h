// Utf8: checking and folding of UTF-8 text. Private to core/src.
#pragma once

#include <string>
#include <string_view>

namespace holdfast {

/// Whether `text` is well-formed UTF-8 (RFC 3629: shortest form, no surrogates, at most U+10FFFF).
[[nodiscard]] bool is_utf8(std::string_view text);

/// Number of code points of well-formed UTF-8.
[[nodiscard]] std::size_t count_code_points(std::string_view text);

/// Appends `text` to `out` as search compares it: lower case without accents for Latin, lower case
/// for Greek and Cyrillic, full-width forms as ASCII. Malformed bytes are copied as they are.
void append_folded(std::string& out, std::string_view text);

}  // namespace holdfast
