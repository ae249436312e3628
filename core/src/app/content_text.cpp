#include "content_text.h"

#include <algorithm>
#include <charconv>

#include "csv_text.h"

namespace holdfast {
namespace {

constexpr std::size_t kFoldBytes = 75;
constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

constexpr char to_upper(char character) {
    return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A')
                                                : character;
}

constexpr char to_lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a')
                                                : character;
}

bool is_control(char character) {
    return static_cast<unsigned char>(character) < 0x20 || character == 0x7F;
}

/// The character that a sequence stands for, or nothing when it is none.
std::optional<char> meaning_of(char escaped, ContentEscapes escapes) {
    if (std::string_view(",;:\\").find(escaped) != std::string_view::npos) return escaped;
    const bool line_end = escaped == 'n' || escaped == 'N';
    if (line_end && escapes == ContentEscapes::Modern) return '\n';
    return std::nullopt;
}

std::optional<unsigned> hex_value(char digit) {
    const std::size_t value = kHexDigits.find(to_upper(digit));
    if (value == std::string_view::npos) return std::nullopt;
    return static_cast<unsigned>(value);
}

/// Length of the first line of a folded one: at most `bytes_max`, whole characters.
std::size_t fold_at(std::string_view line, std::size_t bytes_max) {
    if (line.size() <= bytes_max) return line.size();
    std::size_t at = bytes_max;
    while (at > bytes_max - 3 && (line[at] & 0xC0) == 0x80) --at;
    return at;
}

}  // namespace

std::string unescaped(std::string_view value, ContentEscapes escapes) {
    std::string text;
    text.reserve(value.size());
    for (std::size_t at = 0; at < value.size(); ++at) {
        const char character = value[at];
        if (character == '\r') {
            const bool pair = at + 1 < value.size() && value[at + 1] == '\n';
            if (!pair) text += '\n';
            continue;
        }
        const bool sequence = character == '\\' && at + 1 < value.size();
        const std::optional<char> meaning =
            sequence ? meaning_of(value[at + 1], escapes) : std::nullopt;
        text += meaning.value_or(character);
        if (meaning) ++at;
    }
    return text;
}

std::vector<std::string_view> split_escaped(std::string_view value, char separator,
                                            std::size_t pieces_max) {
    std::vector<std::string_view> pieces;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < value.size() && pieces.size() + 1 < pieces_max; ++at) {
        if (value[at] == '\\') {
            ++at;
        } else if (value[at] == separator) {
            pieces.push_back(value.substr(begin, at - begin));
            begin = at + 1;
        }
    }
    pieces.push_back(value.substr(begin));
    return pieces;
}

std::string decoded_quoted_printable(std::string_view value) {
    std::string bytes;
    bytes.reserve(value.size());
    for (std::size_t at = 0; at < value.size(); ++at) {
        const bool coded = value[at] == '=' && at + 2 < value.size();
        const std::optional<unsigned> high = coded ? hex_value(value[at + 1]) : std::nullopt;
        const std::optional<unsigned> low = coded ? hex_value(value[at + 2]) : std::nullopt;
        if (high && low) {
            bytes += static_cast<char>(*high << 4 | *low);
            at += 2;
        } else {
            bytes += value[at];
        }
    }
    return bytes;
}

std::string decoded_parameter(std::string_view value) {
    std::string text;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const char next = value[at] == '^' && at + 1 < value.size() ? value[at + 1] : '\0';
        if (next == 'n') text += '\n';
        if (next == '^') text += '^';
        if (next == '\'') text += '"';
        if (next == 'n' || next == '^' || next == '\'')
            ++at;
        else
            text += value[at];
    }
    return text;
}

void append_escaped(std::string& out, std::string_view text) {
    const std::string clean = well_formed(text);
    for (std::size_t at = 0; at < clean.size(); ++at) {
        const char character = clean[at];
        const bool pair = character == '\r' && at + 1 < clean.size() && clean[at + 1] == '\n';
        if (pair) continue;
        if (character == '\n' || character == '\r') {
            out += "\\n";
        } else if (character == '\t' || !is_control(character)) {
            if (std::string_view(",;\\").find(character) != std::string_view::npos) out += '\\';
            out += character;
        }
    }
}

void append_parameter(std::string& out, std::string_view text) {
    std::string coded;
    bool quoted = false;
    for (const char character : well_formed(text)) {
        quoted = quoted || std::string_view(",;:").find(character) != std::string_view::npos;
        if (character == '\n')
            coded += "^n";
        else if (character == '^')
            coded += "^^";
        else if (character == '"')
            coded += "^'";
        else if (!is_control(character))
            coded += character;
    }
    if (quoted) coded = '"' + coded + '"';
    out += coded;
}

void append_uri(std::string& out, std::string_view uri) {
    for (const char character : well_formed(uri)) {
        const bool allowed =
            !is_control(character) &&
            std::string_view(" \\\"<>^`{|}").find(character) == std::string_view::npos;
        if (allowed) {
            out += character;
            continue;
        }
        const auto byte = static_cast<unsigned char>(character);
        out += '%';
        out += kHexDigits[byte >> 4];
        out += kHexDigits[byte & 0xF];
    }
}

void append_folded_line(std::string& out, std::string_view line) {
    std::size_t taken = fold_at(line, kFoldBytes);
    out += line.substr(0, taken);
    for (line.remove_prefix(taken); !line.empty(); line.remove_prefix(taken)) {
        taken = fold_at(line, kFoldBytes - 1);
        out.append(kLineEnd).append(1, ' ').append(line.substr(0, taken));
    }
    out += kLineEnd;
}

std::string upper_ascii(std::string_view text) {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(), to_upper);
    return upper;
}

std::string lower_ascii(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), to_lower);
    return lower;
}

std::string_view stripped(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool is_same_word(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(),
                      [](char one, char other) { return to_upper(one) == to_upper(other); });
}

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
    if (is_same_word(text.substr(0, prefix.size()), prefix)) text.remove_prefix(prefix.size());
    return text;
}

std::optional<std::int32_t> number_of_digits(std::string_view digits) {
    const bool plain = !digits.empty() && digits.size() <= 9 &&
                       digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (!plain) return std::nullopt;
    std::int32_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

}  // namespace holdfast
