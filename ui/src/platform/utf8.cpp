#include "platform/utf8.h"

namespace holdfast::ui {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

int tail_length(unsigned char lead) {
    if (lead < 0x80) return 0;
    if (lead >= 0xC2 && lead < 0xE0) return 1;
    if (lead >= 0xE0 && lead < 0xF0) return 2;
    if (lead >= 0xF0 && lead < 0xF5) return 3;
    return -1;
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    const int tail = tail_length(lead);
    if (tail == 0) return lead;
    if (tail < 0 || at + static_cast<std::size_t>(tail) > text.size()) return kReplacement;
    char32_t character = lead & (0x3FU >> static_cast<unsigned>(tail));
    for (int index = 0; index < tail; ++index) {
        const auto byte = static_cast<unsigned char>(text[at + static_cast<std::size_t>(index)]);
        if ((byte & 0xC0U) != 0x80U) return kReplacement;
        character = (character << 6U) | (byte & 0x3FU);
    }
    at += static_cast<std::size_t>(tail);
    return character;
}

void append_character(std::string& text, char32_t character) {
    const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (character < 0x80) return put(character);
    if (character < 0x800) {
        put(0xC0 | (character >> 6U));
    } else if (character < 0x10000) {
        put(0xE0 | (character >> 12U));
        put(0x80 | ((character >> 6U) & 0x3F));
    } else {
        put(0xF0 | (character >> 18U));
        put(0x80 | ((character >> 12U) & 0x3F));
        put(0x80 | ((character >> 6U) & 0x3F));
    }
    put(0x80 | (character & 0x3F));
}

}  // namespace holdfast::ui
