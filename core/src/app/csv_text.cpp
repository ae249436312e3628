#include "csv_text.h"

#include <algorithm>

#include "shift_jis_table.h"

namespace holdfast {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// Windows-1252 where it differs from Latin-1; 0 where the code page has nothing.
constexpr char16_t kWindows1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

unsigned byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

void append_utf8(std::string& out, char32_t code) {
    const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | (code >> 6));
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | (code >> 18));
        put(0x80 | ((code >> 12) & 0x3F));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

/// How many bytes at the beginning are ASCII.
std::size_t ascii_bytes(std::string_view text) {
    const auto end = std::find_if(text.begin(), text.end(), [](char character) {
        return static_cast<unsigned char>(character) >= 0x80;
    });
    return static_cast<std::size_t>(end - text.begin());
}

/// Length of the UTF-8 sequence at the beginning: 0 = cut off at the end, 1 with `valid` false =
/// one unreadable byte (RFC 3629: shortest forms, no surrogates).
struct Sequence {
    std::size_t bytes;
    bool valid;
};
Sequence utf8_sequence(std::string_view text) {
    const unsigned lead = byte_at(text, 0);
    if (lead < 0x80) return {1, true};
    if (lead < 0xC2 || lead > 0xF4) return {1, false};
    const std::size_t bytes = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    for (std::size_t at = 1; at < bytes; ++at) {
        if (at >= text.size()) return {0, false};
        const unsigned byte = byte_at(text, at);
        unsigned low = 0x80;
        unsigned high = 0xBF;
        if (at == 1 && lead == 0xE0) low = 0xA0;
        if (at == 1 && lead == 0xED) high = 0x9F;
        if (at == 1 && lead == 0xF0) low = 0x90;
        if (at == 1 && lead == 0xF4) high = 0x8F;
        if (byte < low || byte > high) return {1, false};
    }
    return {bytes, true};
}

bool is_shift_jis_lead(unsigned byte) {
    return (byte >= 0x81 && byte <= 0x9F) || (byte >= 0xE0 && byte <= 0xFC);
}

/// The character of two bytes, 0 when there is none.
char16_t shift_jis_pair(unsigned lead, unsigned trail) {
    if (trail < 0x40 || trail == 0x7F || trail > 0xFC) return 0;
    const unsigned row = lead < 0xA0 ? lead - 0x81 : lead - 0xE0 + 31;
    const unsigned cell = trail < 0x7F ? trail - 0x40 : trail - 0x80 + 63;
    return shift_jis::kUnits[row * shift_jis::kTrails + cell];
}

struct Utf8Count {
    std::size_t sequences = 0;
    std::size_t unreadable = 0;
};
Utf8Count count_utf8(std::string_view text) {
    Utf8Count count;
    while (!text.empty()) {
        const Sequence sequence = utf8_sequence(text);
        if (sequence.bytes == 0) break;
        if (!sequence.valid) ++count.unreadable;
        if (sequence.bytes > 1) ++count.sequences;
        text.remove_prefix(sequence.bytes);
    }
    return count;
}

/// Whether the bytes read as Japanese: every pair exists, and kana or runs of kanji are there.
/// Single accented letters of Western text hardly ever form such runs.
bool looks_like_shift_jis(std::string_view text) {
    std::size_t kana = 0;
    std::size_t in_runs = 0;
    std::size_t pairs = 0;
    std::size_t run = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const unsigned lead = byte_at(text, at);
        if (!is_shift_jis_lead(lead)) {
            if (lead == 0x80 || lead == 0xA0 || lead > 0xFC) return false;
            run = 0;
            continue;
        }
        if (at + 1 == text.size()) break;
        const char16_t unit = shift_jis_pair(lead, byte_at(text, ++at));
        if (unit == 0) return false;
        ++pairs;
        if (unit >= 0x3041 && unit <= 0x30FF) ++kana;
        if (++run >= 2) ++in_runs;
    }
    return pairs > 0 && (kana > 0 || in_runs * 2 >= pairs);
}

/// Latin text in UTF-16 has a zero in every second byte.
bool has_zeros_at(std::string_view sample, std::size_t parity) {
    std::size_t zeros = 0;
    const std::size_t units = std::min<std::size_t>(sample.size(), 4'096) / 2;
    for (std::size_t unit = 0; unit < units; ++unit) {
        if (sample[unit * 2 + parity] == '\0') ++zeros;
        if (sample[unit * 2 + 1 - parity] == '\0') return false;
    }
    return units >= 2 && zeros * 2 > units;
}

/// Control bytes that no table has: more than one in a hundred means it is not text.
bool is_binary(std::string_view sample) {
    std::size_t controls = 0;
    for (const char character : sample) {
        const auto byte = static_cast<unsigned char>(character);
        const bool usual = byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
        if ((byte < 0x20 && !usual) || byte == 0x7F) ++controls;
    }
    return controls * 100 > sample.size();
}

TextEncoding eight_bit_encoding(std::string_view sample) {
    const Utf8Count utf8 = count_utf8(sample);
    // A few broken rows in a UTF-8 file are refused one by one; the file stays UTF-8.
    if (utf8.unreadable == 0 || utf8.sequences > utf8.unreadable) return TextEncoding::Utf8;
    return looks_like_shift_jis(sample) ? TextEncoding::ShiftJis : TextEncoding::Windows1252;
}

char32_t utf16_unit(std::string_view text, TextEncoding encoding) {
    const bool little = encoding == TextEncoding::Utf16Le;
    const unsigned first = byte_at(text, 0);
    const unsigned second = byte_at(text, 1);
    return little ? first | second << 8 : first << 8 | second;
}

std::size_t decode_utf16(std::string_view text, TextEncoding encoding, std::string& out) {
    if (text.size() < 2) return 0;
    const char32_t unit = utf16_unit(text, encoding);
    if (unit < 0xD800 || unit > 0xDFFF) {
        append_utf8(out, unit);
        return 2;
    }
    if (unit > 0xDBFF) {
        append_utf8(out, kReplacement);
        return 2;
    }
    if (text.size() < 4) return 0;
    const char32_t low = utf16_unit(text.substr(2), encoding);
    const bool pair = low >= 0xDC00 && low <= 0xDFFF;
    append_utf8(out, pair ? 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00) : kReplacement);
    return pair ? 4 : 2;
}

std::size_t decode_shift_jis(std::string_view text, std::string& out) {
    const unsigned lead = byte_at(text, 0);
    if (lead < 0x80) {
        append_utf8(out, lead);
        return 1;
    }
    if (lead >= 0xA1 && lead <= 0xDF) {
        append_utf8(out, 0xFF61 + (lead - 0xA1));
        return 1;
    }
    if (!is_shift_jis_lead(lead)) {
        append_utf8(out, kReplacement);
        return 1;
    }
    if (text.size() < 2) return 0;
    const char16_t unit = shift_jis_pair(lead, byte_at(text, 1));
    append_utf8(out, unit == 0 ? kReplacement : unit);
    // A lone lead byte must not swallow the line end or separator behind it.
    return unit == 0 && byte_at(text, 1) < 0x80 ? 1 : 2;
}

}  // namespace

std::string_view name_of(TextEncoding encoding) {
    switch (encoding) {
        case TextEncoding::Utf8:
            return "UTF-8";
        case TextEncoding::Utf16Le:
            return "UTF-16 LE";
        case TextEncoding::Utf16Be:
            return "UTF-16 BE";
        case TextEncoding::Windows1252:
            return "Windows-1252";
        case TextEncoding::ShiftJis:
            return "Shift_JIS";
    }
    return "";
}

DetectedText detect_text(std::string_view sample) {
    if (sample.starts_with("\xEF\xBB\xBF")) {
        return {TextEncoding::Utf8, 3, !is_binary(sample)};
    }
    if (sample.starts_with("\xFF\xFE")) return {TextEncoding::Utf16Le, 2, true};
    if (sample.starts_with("\xFE\xFF")) return {TextEncoding::Utf16Be, 2, true};
    if (has_zeros_at(sample, 1)) return {TextEncoding::Utf16Le, 0, true};
    if (has_zeros_at(sample, 0)) return {TextEncoding::Utf16Be, 0, true};
    return {eight_bit_encoding(sample), 0, !is_binary(sample)};
}

std::size_t TextDecoder::decode_one(std::string_view text, std::string& out) const {
    switch (encoding_) {
        case TextEncoding::Utf16Le:
        case TextEncoding::Utf16Be:
            return decode_utf16(text, encoding_, out);
        case TextEncoding::ShiftJis:
            return decode_shift_jis(text, out);
        case TextEncoding::Windows1252: {
            const unsigned byte = byte_at(text, 0);
            const char32_t code = byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte;
            append_utf8(out, code == 0 && byte != 0 ? kReplacement : code);
            return 1;
        }
        case TextEncoding::Utf8:
            break;
    }
    const Sequence sequence = utf8_sequence(text);
    if (sequence.bytes == 0) return 0;
    out += sequence.valid ? text.substr(0, sequence.bytes) : kUnreadable;
    return sequence.bytes;
}

void TextDecoder::decode(std::string_view chunk, std::string& out) {
    std::string joined;
    if (!rest_.empty()) {
        joined = std::exchange(rest_, {});
        joined += chunk;
        chunk = joined;
    }
    out.reserve(out.size() + chunk.size());
    const bool ascii_is_itself =
        encoding_ != TextEncoding::Utf16Le && encoding_ != TextEncoding::Utf16Be;
    while (!chunk.empty()) {
        if (ascii_is_itself) {
            const std::size_t plain = ascii_bytes(chunk);
            out.append(chunk.substr(0, plain));
            chunk.remove_prefix(plain);
            if (chunk.empty()) break;
        }
        const std::size_t taken = decode_one(chunk, out);
        if (taken == 0) break;
        chunk.remove_prefix(taken);
    }
    rest_ = chunk;
}

void TextDecoder::finish(std::string& out) {
    if (!rest_.empty()) out += kUnreadable;
    rest_.clear();
}

std::string well_formed(std::string_view text) {
    std::string out;
    TextDecoder decoder(TextEncoding::Utf8);
    decoder.decode(text, out);
    decoder.finish(out);
    return out;
}

std::string excerpt_of(std::string_view text) {
    std::size_t bytes = std::min(text.size(), kExcerptBytes);
    while (bytes > 0 && bytes < text.size() && (text[bytes] & 0xC0) == 0x80) --bytes;
    std::string excerpt(text.substr(0, bytes));
    std::replace_if(
        excerpt.begin(), excerpt.end(),
        [](char character) { return static_cast<unsigned char>(character) < 0x20; }, ' ');
    return excerpt;
}

}  // namespace holdfast
