#include "ui/theme.h"
#include "support/test.h"

namespace {

using holdfast::ui::Appearance;
using holdfast::ui::Color;
using holdfast::ui::contrast;
using holdfast::ui::Density;
using holdfast::ui::make_theme;
using holdfast::ui::Palette;
using holdfast::ui::palette_for;
using holdfast::ui::rgb;
using holdfast::ui::Theme;
using holdfast::ui::ToneColors;

constexpr double kTextContrast = 4.5;
constexpr double kIconContrast = 3.0;

const Palette& any_palette() {
    const auto appearance = GENERATE(Appearance::Light, Appearance::Dark,
                                     Appearance::HighContrastLight, Appearance::HighContrastDark);
    CAPTURE(static_cast<int>(appearance));
    return palette_for(appearance);
}

}  // namespace

TEST_CASE("contrast is the ratio that WCAG defines", "[ui][theme]") {
    CHECK(contrast(rgb(0x000000), rgb(0xffffff)) == Catch::Approx(21).margin(0.001));
    CHECK(contrast(rgb(0x777777), rgb(0xffffff)) == Catch::Approx(4.478).margin(0.001));
    CHECK(contrast(rgb(0x123456), rgb(0x123456)) == Catch::Approx(1));
}

TEST_CASE("text can be read on every surface of every palette", "[ui][theme]") {
    const Palette& palette = any_palette();
    for (const Color surface :
         {palette.page, palette.surface, palette.raised, palette.sunken, palette.selected}) {
        CHECK(contrast(palette.text, surface) >= kTextContrast);
        CHECK(contrast(palette.text_muted, surface) >= kTextContrast);
    }
}

TEST_CASE("status colours can be read on their tint, on surfaces and when solid", "[ui][theme]") {
    const Palette& palette = any_palette();
    for (const ToneColors& tone : palette.tones) {
        CHECK(contrast(tone.text, tone.tint) >= kTextContrast);
        CHECK(contrast(tone.text, palette.surface) >= kTextContrast);
        CHECK(contrast(tone.text, palette.page) >= kTextContrast);
        CHECK(contrast(tone.on_solid, tone.solid) >= kTextContrast);
        CHECK(contrast(palette.text, tone.tint) >= kTextContrast);
        CHECK(contrast(palette.text_muted, tone.tint) >= kTextContrast);
    }
}

TEST_CASE("edges of controls and the focus ring stand out", "[ui][theme]") {
    const Palette& palette = any_palette();
    for (const Color surface : {palette.page, palette.surface, palette.raised}) {
        CHECK(contrast(palette.border_strong, surface) >= kIconContrast);
        CHECK(contrast(palette.focus, surface) >= kIconContrast);
    }
}

TEST_CASE("the primary button can be read under the pointer too", "[ui][theme]") {
    const Palette& palette = any_palette();
    const Color words = palette.tone(holdfast::ui::Tone::Accent).on_solid;
    CHECK(contrast(words, palette.accent_hover) >= kTextContrast);
    CHECK(contrast(words, palette.accent_pressed) >= kTextContrast);
}

TEST_CASE("controls are large enough for a finger on touch screens", "[ui][theme]") {
    const Theme theme = make_theme(Appearance::Light, Density::Touch);
    CHECK(theme.metrics.control >= 44);
    CHECK(theme.metrics.control_small >= 44);
    CHECK(theme.metrics.row >= 44);
    CHECK(theme.type.body.size >= 16);
}

TEST_CASE("the text size setting grows type and the controls around it", "[ui][theme]") {
    const Theme normal = make_theme(Appearance::Light, Density::Compact);
    const Theme large = make_theme(Appearance::Light, Density::Compact, 2);
    CHECK(large.type.body.size == 2 * normal.type.body.size);
    CHECK(large.metrics.control == 2 * normal.metrics.control);
    CHECK(make_theme(Appearance::Light, Density::Compact, 9).type.body.size ==
          large.type.body.size);
}
