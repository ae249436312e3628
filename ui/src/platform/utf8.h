// Reading and writing single characters of UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace holdfast::ui {

/// The character at `at`, which moves behind it. Malformed bytes give U+FFFD, one at a time.
[[nodiscard]] char32_t next_character(std::string_view text, std::size_t& at);
void append_character(std::string& text, char32_t character);

}  // namespace holdfast::ui
