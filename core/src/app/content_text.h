// ContentText: values, parameters and folding of vCard and iCalendar lines. Private to
// core/src/app.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast {

/// Which backslash sequences a text value has.
enum class ContentEscapes : std::uint8_t {
    Modern,    ///< RFC 6350, RFC 5545: \n \N \, \; \\ and, as some programs write, \:
    Version21  ///< vCard 2.1: \, \; \: \\ only; a Windows path keeps its "\n".
};
/// The text as people wrote it, line ends as "\n". An unknown sequence stays as it is.
[[nodiscard]] std::string unescaped(std::string_view value, ContentEscapes escapes);

/// Cut at every `separator` without a backslash before it; pieces are still escaped. At most
/// `pieces_max` (>= 1), the last one takes the rest.
[[nodiscard]] std::vector<std::string_view> split_escaped(std::string_view value, char separator,
                                                          std::size_t pieces_max);

/// Bytes of quoted-printable (RFC 2045). "=" without two hexadecimal digits stays.
[[nodiscard]] std::string decoded_quoted_printable(std::string_view value);

/// Parameter value with ^n, ^^ and ^' undone (RFC 6868).
[[nodiscard]] std::string decoded_parameter(std::string_view value);

/// Appends `text` escaped (RFC 6350, 5545). Any line end becomes \n; other control characters are
/// left out, malformed UTF-8 becomes U+FFFD.
void append_escaped(std::string& out, std::string_view text);

/// Appends a parameter value, quoted when it has to be (RFC 6868). Controls are left out.
void append_parameter(std::string& out, std::string_view text);

/// Appends a URI; what must not stand in one is percent-encoded.
void append_uri(std::string& out, std::string_view uri);

/// Appends one line (no line ends in it) folded at 75 bytes, never within a character, with CRLF.
void append_folded_line(std::string& out, std::string_view line);

// ASCII helpers; other characters stay as they are.
[[nodiscard]] std::string upper_ascii(std::string_view text);
[[nodiscard]] std::string lower_ascii(std::string_view text);
[[nodiscard]] std::string_view stripped(std::string_view text);
[[nodiscard]] bool is_same_word(std::string_view left, std::string_view right);
/// `text` without `prefix` when it begins with it in any case ("mailto:").
[[nodiscard]] std::string_view without_prefix(std::string_view text, std::string_view prefix);
/// All of `digits` as a number. Nothing for signs, blanks, nothing at all or more than 9 digits.
[[nodiscard]] std::optional<std::int32_t> number_of_digits(std::string_view digits);

}  // namespace holdfast
