#include "kit/line_break.h"

#include <algorithm>
#include <string_view>

namespace holdfast::ui {
namespace {

using Codes = std::span<const std::uint16_t>;

// Kinsoku: what must not begin and what must not end a Japanese line.
constexpr std::u16string_view kNeverFirst =
    u"、。，．・：；？！）］｝〉》」』】〕ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々…‥";
constexpr std::u16string_view kNeverLast = u"（［｛〈《「『【〔";

bool is_ideographic(std::uint16_t code) {
    return (code >= 0x2E80 && code <= 0x9FFF) || (code >= 0xAC00 && code <= 0xD7A3) ||
           (code >= 0xF900 && code <= 0xFAFF) || (code >= 0xFF00 && code <= 0xFFEF);
}

bool contains(std::u16string_view set, std::uint16_t code) {
    return set.find(static_cast<char16_t>(code)) != std::u16string_view::npos;
}

bool may_break_before(Codes codes, std::size_t at) {
    const std::uint16_t left = codes[at - 1];
    const std::uint16_t right = codes[at];
    if (left == ' ') return right != ' ';
    if (left == '-' || left == '/') return right != ' ';
    if (!is_ideographic(left) && !is_ideographic(right)) return false;
    return right != ' ' && !contains(kNeverFirst, right) && !contains(kNeverLast, left);
}

LineEnd line_of(Codes codes, std::size_t used) {
    std::size_t drawn = used;
    while (drawn > 0 && (codes[drawn - 1] == ' ' || codes[drawn - 1] == '\n')) --drawn;
    return {drawn, used};
}

}  // namespace

LineEnd find_line_end(Codes codes, std::size_t fits) {
    const auto newline = std::find(codes.begin(), codes.end(), static_cast<std::uint16_t>('\n'));
    const auto hard = static_cast<std::size_t>(newline - codes.begin());
    if (hard <= fits && hard < codes.size()) return line_of(codes, hard + 1);
    if (fits >= codes.size()) return {codes.size(), codes.size()};
    std::size_t at = fits;
    while (at < codes.size() && codes[at] == ' ') ++at;
    if (at == codes.size()) return line_of(codes, at);
    for (; at > 0; --at)
        if (may_break_before(codes, at)) return line_of(codes, at);
    const std::size_t cut = std::max<std::size_t>(1, fits);
    return {cut, cut};
}

}  // namespace holdfast::ui
