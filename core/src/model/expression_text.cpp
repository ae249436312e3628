#include "model/expression_text.h"

#include "base/utf8.h"

namespace holdfast {
namespace {

/// Capitals `first` to `last`, each `step` after the one before; the small letter of a capital
/// stands `distance` after it.
struct LetterRange {
    char32_t first;
    char32_t last;
    char32_t step;
    std::int32_t distance;
};
// Both letters of a pair take the same number of bytes, so that texts are changed in place.
constexpr LetterRange kLetters[] = {
    {0x41, 0x5A, 1, 32},      // A-Z
    {0xC0, 0xD6, 1, 32},      // Latin-1
    {0xD8, 0xDE, 1, 32},      //
    {0x100, 0x12E, 2, 1},     // Latin Extended-A; dotted and dotless i stay
    {0x132, 0x136, 2, 1},     //
    {0x139, 0x147, 2, 1},     //
    {0x14A, 0x176, 2, 1},     //
    {0x178, 0x178, 1, -121},  // Y with diaeresis
    {0x179, 0x17D, 2, 1},     //
    {0x1CD, 0x1DB, 2, 1},     // Latin Extended-B: caron vowels of Pinyin
    {0x218, 0x21A, 2, 1},     // Romanian comma below
    {0x386, 0x386, 1, 38},    // Greek with tonos
    {0x388, 0x38A, 1, 37},    //
    {0x38C, 0x38C, 1, 64},    //
    {0x38E, 0x38F, 1, 63},    //
    {0x391, 0x3A1, 1, 32},    // Greek
    {0x3A3, 0x3AB, 1, 32},    //
    {0x400, 0x40F, 1, 80},    // Cyrillic
    {0x410, 0x42F, 1, 32},    //
    {0x460, 0x480, 2, 1},     //
    {0x48A, 0x4BE, 2, 1},     //
    {0x4D0, 0x52E, 2, 1},     //
    {0x531, 0x556, 1, 48},    // Armenian
    {0x1E00, 0x1E94, 2, 1},   // Latin Extended Additional
    {0x1EA0, 0x1EFE, 2, 1},   // Vietnamese
};
constexpr char32_t kSmallFinalSigma = 0x3C2;
constexpr char32_t kCapitalSigma = 0x3A3;

bool is_in(const LetterRange& range, char32_t code_point) {
    return code_point >= range.first && code_point <= range.last &&
           (code_point - range.first) % range.step == 0;
}

char32_t moved(char32_t code_point, std::int32_t distance) {
    return static_cast<char32_t>(static_cast<std::int32_t>(code_point) + distance);
}

char32_t lower_of(char32_t code_point) {
    for (const LetterRange& range : kLetters)
        if (is_in(range, code_point)) return moved(code_point, range.distance);
    return code_point;
}

char32_t upper_of(char32_t code_point) {
    if (code_point == kSmallFinalSigma) return kCapitalSigma;
    for (const LetterRange& range : kLetters) {
        const char32_t capital = moved(code_point, -range.distance);
        if (is_in(range, capital)) return capital;
    }
    return code_point;
}

std::uint32_t byte_at(const std::string& text, std::size_t position) {
    return position < text.size() ? static_cast<std::uint8_t>(text[position]) : 0;
}

/// Bytes of the sequence at `position` if it can hold a letter of the table, otherwise 0.
std::size_t letter_length(const std::string& text, std::size_t position) {
    const std::uint32_t lead = byte_at(text, position);
    if (lead < 0x80) return 1;
    const auto continues = [&](std::size_t at) { return (byte_at(text, at) & 0xC0) == 0x80; };
    if (lead >= 0xC2 && lead < 0xE0) return continues(position + 1) ? 2 : 0;
    if (lead == 0xE1) return continues(position + 1) && continues(position + 2) ? 3 : 0;
    return 0;
}

char32_t read_letter(const std::string& text, std::size_t position, std::size_t length) {
    const std::uint32_t lead = byte_at(text, position);
    char32_t code_point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t index = 1; index < length; ++index)
        code_point = (code_point << 6) | (byte_at(text, position + index) & 0x3FU);
    return code_point;
}

void write_letter(std::string& text, std::size_t position, std::size_t length,
                  char32_t code_point) {
    for (std::size_t index = length - 1; index > 0; --index) {
        text[position + index] = static_cast<char>(0x80U | (code_point & 0x3FU));
        code_point >>= 6;
    }
    const std::uint32_t mark = length == 1 ? 0U : length == 2 ? 0xC0U : 0xE0U;
    text[position] = static_cast<char>(mark | code_point);
}

std::string changed(std::string_view source, char32_t (*change)(char32_t)) {
    std::string text(source);
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t length = letter_length(text, position);
        if (length == 0) {
            ++position;
            continue;
        }
        write_letter(text, position, length, change(read_letter(text, position, length)));
        position += length;
    }
    return text;
}

constexpr std::string_view kSpaces[] = {" ",  "\t", "\n",       "\v",
                                        "\f", "\r", "\xC2\xA0", "\xE3\x80\x80"};

/// Bytes of one space, or 0.
std::size_t leading_space(std::string_view text) {
    for (const std::string_view space : kSpaces)
        if (text.starts_with(space)) return space.size();
    return 0;
}

std::size_t trailing_space(std::string_view text) {
    for (const std::string_view space : kSpaces)
        if (text.ends_with(space)) return space.size();
    return 0;
}

}  // namespace

std::string in_lower_case(std::string_view text) {
    return changed(text, lower_of);
}

std::string in_upper_case(std::string_view text) {
    return changed(text, upper_of);
}

std::string_view trimmed(std::string_view text) {
    for (std::size_t bytes = leading_space(text); bytes > 0; bytes = leading_space(text))
        text.remove_prefix(bytes);
    for (std::size_t bytes = trailing_space(text); bytes > 0; bytes = trailing_space(text))
        text.remove_suffix(bytes);
    return text;
}

std::int64_t length_of(std::string_view text) {
    return static_cast<std::int64_t>(count_code_points(text));
}

}  // namespace holdfast
