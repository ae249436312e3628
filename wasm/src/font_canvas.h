// Glyphs of every script, drawn by the browser's own 2D canvas from the fonts of the device.
#pragma once

#include "ui/platform.h"

namespace holdfast::wasm {

/// The module option `fontFamily` names the families, `icons` holds one path per ui::Icon.
class CanvasGlyphs final : public ui::GlyphSource {
public:
    [[nodiscard]] ui::GlyphShape measure(const ui::GlyphQuery& query) override;
    [[nodiscard]] ui::GlyphShape draw(const ui::GlyphQuery& query,
                                      std::span<std::uint8_t> pixels) override;
};

}  // namespace holdfast::wasm
