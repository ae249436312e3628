#include "core/ids.h"

namespace holdfast {
namespace {

constexpr char kDigits[] = "0123456789abcdef";
constexpr std::size_t kDashedLength = 36;
constexpr std::size_t kPlainLength = 32;

bool is_dash_position(std::size_t position) {
    return position == 8 || position == 13 || position == 18 || position == 23;
}

std::optional<std::uint64_t> digit_of(char character) {
    if (character >= '0' && character <= '9') return static_cast<std::uint64_t>(character - '0');
    if (character >= 'a' && character <= 'f')
        return static_cast<std::uint64_t>(character - 'a' + 10);
    if (character >= 'A' && character <= 'F')
        return static_cast<std::uint64_t>(character - 'A' + 10);
    return std::nullopt;
}

}  // namespace

std::string to_text(const RecordId& id) {
    std::string text;
    text.reserve(kDashedLength);
    for (int nibble = 0; nibble < 32; ++nibble) {
        if (is_dash_position(text.size())) text.push_back('-');
        const std::uint64_t half = nibble < 16 ? id.high : id.low;
        text.push_back(kDigits[(half >> (60 - 4 * (nibble % 16))) & 0xF]);
    }
    return text;
}

std::optional<RecordId> parse_record_id(std::string_view text) {
    const bool dashed = text.size() == kDashedLength;
    if (!dashed && text.size() != kPlainLength) return std::nullopt;
    RecordId id;
    int nibbles = 0;
    for (std::size_t position = 0; position < text.size(); ++position) {
        if (dashed && is_dash_position(position)) {
            if (text[position] != '-') return std::nullopt;
            continue;
        }
        const std::optional<std::uint64_t> digit = digit_of(text[position]);
        if (!digit) return std::nullopt;
        std::uint64_t& half = nibbles < 16 ? id.high : id.low;
        half = (half << 4) | *digit;
        ++nibbles;
    }
    return id;
}

}  // namespace holdfast
