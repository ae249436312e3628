// Code points of our own: icons, and clusters that the browser has to shape as one picture.
//
// Dear ImGui places code points from left to right and keeps arrays as long as the largest one.
// So everything outside the basic plane, right-to-left words, marks and joined emoji are kept here
// as one entry of the private use area each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ui/icon.h"

namespace holdfast::ui {

inline constexpr std::uint16_t kIconFirst = 0xE000;
inline constexpr std::uint16_t kClusterFirst = 0xE200;
inline constexpr std::uint16_t kClusterLast = 0xF8FE;

class GlyphTable {
public:
    /// `text` as code points that can be drawn one after the other; written to `out`.
    void prepare(std::string_view text, std::vector<std::uint16_t>& out);
    /// The text behind a code point of prepare(): a cluster, or the character itself.
    [[nodiscard]] std::string text_of(std::uint16_t code) const;
    [[nodiscard]] static bool is_icon(std::uint16_t code);
    [[nodiscard]] static std::uint16_t code_of(Icon icon);
    /// True when no cluster fits any more: forget() and draw again.
    [[nodiscard]] bool full() const;
    void forget();

private:
    std::uint16_t intern(std::string_view cluster);

    std::unordered_map<std::string, std::uint16_t> codes_;
    std::vector<std::string> clusters_;
};

}  // namespace holdfast::ui
