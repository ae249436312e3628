#include "platform/glyph_table.h"

#include <algorithm>
#include <array>

#include "platform/utf8.h"

namespace holdfast::ui {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Scripts that need shaping or run from right to left, and signs that join their neighbours.
constexpr std::array<Range, 13> kComplex = {{
    {0x0300, 0x036F},  // combining marks
    {0x0590, 0x10FF},  // Hebrew to Georgian: right-to-left, Indic, Thai, Tibetan, Myanmar
    {0x1780, 0x18AF},  // Khmer, Mongolian
    {0x1A20, 0x1CFF},  // Tai Tham to Vedic
    {0x1DC0, 0x1DFF},  // marks
    {0x200B, 0x200F},  // joiners and marks of direction
    {0x202A, 0x202E},
    {0x2066, 0x2069},
    {0x20D0, 0x20FF},  // enclosing marks
    {0x3099, 0x309A},  // Japanese voiced marks
    {0xA8E0, 0xABFF},  // further Indic and Hangul extensions
    {0xE000, 0xF8FF},  // private use is ours
    {0xFB1D, 0xFEFF},  // presentation forms, variation selectors
}};

bool is_complex(char32_t character) {
    if (character >= 0x10000) return true;
    if (character < kComplex.front().first) return false;
    return std::any_of(kComplex.begin(), kComplex.end(), [character](const Range& range) {
        return character >= range.first && character <= range.last;
    });
}

bool joins_previous(char32_t character) {
    return (character >= 0x0300 && character <= 0x036F) || character == 0x200D ||
           (character >= 0x20D0 && character <= 0x20FF) || character == 0x3099 ||
           character == 0x309A || (character >= 0xFE00 && character <= 0xFE0F);
}

bool is_plain(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char each) {
        return static_cast<unsigned char>(each) >= 0xCC;  // the first lead byte of U+0300
    });
}

// Where the run that starts at `first` ends; spaces between complex words belong to it, because
// right-to-left words change places.
std::size_t run_end(std::string_view text, std::size_t first) {
    std::size_t end = first;
    std::size_t at = first;
    while (at < text.size()) {
        const char32_t character = next_character(text, at);
        if (is_complex(character)) {
            end = at;
        } else if (character != U' ') {
            break;
        }
    }
    return end;
}

}  // namespace

std::uint16_t GlyphTable::code_of(Icon icon) {
    return static_cast<std::uint16_t>(kIconFirst + static_cast<unsigned>(icon));
}

bool GlyphTable::is_icon(std::uint16_t code) {
    return code >= kIconFirst && code < kClusterFirst;
}

bool GlyphTable::full() const {
    return clusters_.size() >= static_cast<std::size_t>(kClusterLast - kClusterFirst);
}

void GlyphTable::forget() {
    codes_.clear();
    clusters_.clear();
}

std::uint16_t GlyphTable::intern(std::string_view cluster) {
    std::string key(cluster);
    const auto found = codes_.find(key);
    if (found != codes_.end()) return found->second;
    if (full()) return 0xFFFD;
    const auto code = static_cast<std::uint16_t>(kClusterFirst + clusters_.size());
    clusters_.push_back(key);
    codes_.emplace(std::move(key), code);
    return code;
}

void GlyphTable::prepare(std::string_view text, std::vector<std::uint16_t>& out) {
    out.clear();
    const bool plain = is_plain(text);
    std::size_t at = 0;
    std::size_t previous = 0;
    while (at < text.size()) {
        const std::size_t first = at;
        const char32_t character = next_character(text, at);
        if (plain || !is_complex(character)) {
            out.push_back(static_cast<std::uint16_t>(character));
            previous = first;
            continue;
        }
        const bool takes_previous = joins_previous(character) && !out.empty();
        const std::size_t start = takes_previous ? previous : first;
        if (takes_previous) out.pop_back();
        at = run_end(text, first);
        out.push_back(intern(text.substr(start, at - start)));
        previous = start;
    }
}

std::string GlyphTable::text_of(std::uint16_t code) const {
    if (code >= kClusterFirst && code <= kClusterLast) {
        const std::size_t index = code - kClusterFirst;
        return index < clusters_.size() ? clusters_[index] : std::string();
    }
    std::string text;
    append_character(text, code);
    return text;
}

}  // namespace holdfast::ui
