#include "base/utf8.h"

#include <cstdint>
#include <utility>

#include "base/fold_table.h"

namespace holdfast {
namespace {

constexpr std::uint8_t byte_at(std::string_view text, std::size_t position) {
    return static_cast<std::uint8_t>(text[position]);
}

std::size_t sequence_length(std::uint8_t lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    if (lead >= 0xF0 && lead < 0xF5) return 4;
    return 0;
}

bool is_allowed(char32_t code_point, std::size_t length) {
    if (length == 3) return code_point >= 0x800 && (code_point < 0xD800 || code_point > 0xDFFF);
    if (length == 4) return code_point >= 0x10000 && code_point <= 0x10FFFF;
    return true;
}

struct Decoded {
    char32_t code_point = 0;
    std::size_t length = 0;  ///< 0: malformed.
};

Decoded decode_at(std::string_view text, std::size_t position) {
    const std::uint8_t lead = byte_at(text, position);
    const std::size_t length = sequence_length(lead);
    if (length <= 1) return {lead, length};
    if (length > text.size() - position) return {};
    char32_t code_point = lead & (0xFFU >> (length + 1));
    for (std::size_t index = 1; index < length; ++index) {
        const std::uint8_t next = byte_at(text, position + index);
        if ((next & 0xC0) != 0x80) return {};
        code_point = (code_point << 6) | (next & 0x3FU);
    }
    return is_allowed(code_point, length) ? Decoded{code_point, length} : Decoded{};
}

void append_code_point(std::string& out, char32_t code_point) {
    const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code_point < 0x80) return put(code_point);
    if (code_point < 0x800) {
        put(0xC0 | (code_point >> 6));
        return put(0x80 | (code_point & 0x3F));
    }
    if (code_point < 0x10000) {
        put(0xE0 | (code_point >> 12));
        put(0x80 | ((code_point >> 6) & 0x3F));
        return put(0x80 | (code_point & 0x3F));
    }
    put(0xF0 | (code_point >> 18));
    put(0x80 | ((code_point >> 12) & 0x3F));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
}

constexpr char to_lower_ascii(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A'))
                                                : character;
}

/// Plain ASCII is most of all text: it is copied in one go and lowered in place.
std::size_t append_ascii_run(std::string& out, std::string_view text, std::size_t position) {
    std::size_t end = position;
    while (end < text.size() && byte_at(text, end) < 0x80) ++end;
    const std::size_t start = out.size();
    out.append(text, position, end - position);
    for (std::size_t index = start; index < out.size(); ++index)
        out[index] = to_lower_ascii(out[index]);
    return end;
}

std::string_view two_letters_of(char32_t code_point) {
    switch (code_point) {
        case 0xC6:
        case 0xE6:
        case 0x1E2:
        case 0x1E3:
        case 0x1FC:
        case 0x1FD:
            return "ae";
        case 0x152:
        case 0x153:
            return "oe";
        case 0xDF:
        case 0x1E9E:
            return "ss";
        case 0xDE:
        case 0xFE:
            return "th";
        default:
            return "ij";
    }
}

bool append_from_table(std::string& out, char32_t code_point, char letter) {
    if (letter == '.') return false;
    if (letter == '@')
        out.append(two_letters_of(code_point));
    else
        out.push_back(letter);
    return true;
}

bool append_latin(std::string& out, char32_t code_point) {
    const auto from = [&](char32_t first, std::string_view table) {
        return code_point >= first && code_point - first < table.size() &&
               append_from_table(out, code_point, table[code_point - first]);
    };
    return from(kFoldLatinFirst, kFoldLatin) || from(kFoldAdditionalFirst, kFoldAdditional);
}

/// Greek and Cyrillic capitals, and full-width forms; everything else stays.
char32_t lower_of(char32_t code_point) {
    if (code_point >= 0x391 && code_point <= 0x3A9) return code_point + 0x20;
    if (code_point >= 0x410 && code_point <= 0x42F) return code_point + 0x20;
    if (code_point >= 0x400 && code_point <= 0x40F) return code_point + 0x50;
    if (code_point == 0x3000) return ' ';
    if (code_point >= 0xFF01 && code_point <= 0xFF5E)
        return static_cast<char32_t>(to_lower_ascii(static_cast<char>(code_point - 0xFEE0)));
    return code_point;
}

bool is_combining_accent(char32_t code_point) {
    return code_point >= 0x300 && code_point <= 0x36F;
}

}  // namespace

bool is_utf8(std::string_view text) {
    std::size_t position = 0;
    while (position < text.size()) {
        const std::size_t length = decode_at(text, position).length;
        if (length == 0) return false;
        position += length;
    }
    return true;
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char character : text)
        if ((static_cast<std::uint8_t>(character) & 0xC0) != 0x80) ++count;
    return count;
}

void append_folded(std::string& out, std::string_view text) {
    std::size_t position = 0;
    while (position < text.size()) {
        if (byte_at(text, position) < 0x80) {
            position = append_ascii_run(out, text, position);
            continue;
        }
        const Decoded decoded = decode_at(text, position);
        if (decoded.length == 0) {
            out.push_back(text[position++]);
            continue;
        }
        position += decoded.length;
        if (is_combining_accent(decoded.code_point)) continue;
        if (append_latin(out, decoded.code_point)) continue;
        append_code_point(out, lower_of(decoded.code_point));
    }
}

}  // namespace holdfast
