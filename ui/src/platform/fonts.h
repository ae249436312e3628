// The fonts of Dear ImGui, drawn by a GlyphSource: three weights, each with tabular digits too.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "ui/platform.h"

struct ImFont;
struct ImFontAtlas;
struct ImFontBaked;

namespace holdfast::ui {

class Fonts {
public:
    /// Adds the fonts to `atlas`. The atlas finds its Context through Dear ImGui's context.
    void add_to(ImFontAtlas& atlas);
    /// Glyphs of one style at a pixel ratio; valid within the pass.
    [[nodiscard]] ImFontBaked* baked(const TypeStyle& style, float pixel_ratio) const;
    /// Draws every glyph anew when it is next needed.
    void forget(ImFontAtlas& atlas);

    /// Room for one glyph while it is drawn.
    [[nodiscard]] std::vector<std::uint8_t>& scratch() { return scratch_; }

private:
    std::array<ImFont*, 6> fonts_ = {};
    std::vector<std::uint8_t> scratch_;
};

}  // namespace holdfast::ui
