// Colours, type, sizes: every value a widget draws with comes from here.
//
// Text on its own surface keeps a contrast of at least 4.5:1, icons and control
// edges 3:1; tests/ui/theme_test.cpp proves it for every palette.
#pragma once

#include <array>
#include <cstdint>

namespace holdfast::ui {

struct Color {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    std::uint8_t alpha = 255;
    bool operator==(const Color&) const = default;
};

[[nodiscard]] constexpr Color rgb(std::uint32_t hex) {
    return {static_cast<std::uint8_t>(hex >> 16U), static_cast<std::uint8_t>(hex >> 8U),
            static_cast<std::uint8_t>(hex), 255};
}

/// `color` with its alpha multiplied by `share`, which lies in 0..1.
[[nodiscard]] Color with_alpha(Color color, float share);
/// The colour `share` (0..1) of the way from `from` to `to`.
[[nodiscard]] Color mix(Color from, Color to, float share);
/// WCAG 2.1 contrast ratio of two opaque colours, 1 to 21.
[[nodiscard]] double contrast(Color first, Color second);

enum class Appearance : std::uint8_t { Light, Dark, HighContrastLight, HighContrastDark };

/// What a colour says. Never the only carrier of meaning: an icon or a word
/// goes with it.
enum class Tone : std::uint8_t { Neutral, Accent, Success, Warning, Danger, Info };
inline constexpr std::size_t kToneCount = 6;

struct ToneColors {
    Color text;      ///< Text and icons on `tint`, on `surface` and on `page`.
    Color tint;      ///< Background of chips and banners.
    Color border;    ///< Edge of chips and banners.
    Color solid;     ///< Filled buttons, dots and bars.
    Color on_solid;  ///< Text and icons on `solid`.
};

struct Palette {
    std::array<Color, 12> neutral;  ///< From the page (0) to the strongest text (11).
    Color page;                     ///< Behind everything.
    Color surface;                  ///< Cards, tables, bars.
    Color raised;                   ///< Menus, dialogs, toasts.
    Color sunken;                   ///< Wells: search boxes on bars, progress tracks.
    Color border;                   ///< Hairlines between things.
    Color border_strong;            ///< Edges of controls; 3:1 on `surface`.
    Color text;
    Color text_muted;     ///< Secondary text; still 4.5:1.
    Color text_disabled;  ///< Exempt from contrast, as WCAG allows.
    Color hover;          ///< Laid over a surface under the pointer.
    Color pressed;
    Color selected;  ///< Background of a selected row or item.
    Color accent_hover;
    Color accent_pressed;
    Color focus;  ///< Focus ring; 3:1 on every surface.
    Color scrim;  ///< Over everything behind a dialog.
    Color shadow;
    std::array<ToneColors, kToneCount> tones;

    [[nodiscard]] const ToneColors& tone(Tone tone) const {
        return tones[static_cast<std::size_t>(tone)];
    }
};

[[nodiscard]] const Palette& palette_for(Appearance appearance);

enum class Weight : std::uint8_t { Regular, Medium, Semibold };
enum class Digits : std::uint8_t { Proportional, Tabular };

/// One step of the type scale. At most three sizes appear on a screen.
struct TypeStyle {
    float size = 14;  ///< Em size in CSS pixels.
    float line = 20;  ///< Line height in CSS pixels.
    Weight weight = Weight::Regular;
    Digits digits = Digits::Proportional;
};

struct TypeScale {
    TypeStyle caption;  ///< Labels above fields, table heads, chips.
    TypeStyle small;    ///< Help, meta lines.
    TypeStyle body;
    TypeStyle strong;    ///< Body in Medium: button labels, names in lists.
    TypeStyle subtitle;  ///< Section and card titles.
    TypeStyle title;     ///< Dialog titles, record titles on a phone.
    TypeStyle page;      ///< The one title of a screen.
    TypeStyle hero;      ///< Big figures.
};

/// Compact for a mouse, Touch for fingers (pointer:coarse).
enum class Density : std::uint8_t { Compact, Touch };

struct Metrics {
    float control = 36;        ///< Height of buttons and fields.
    float control_small = 28;  ///< Height of buttons inside rows and banners; never on touch.
    float row = 40;            ///< Height of a table row.
    float card_row = 76;       ///< Height of a table row drawn as a card.
    float nav_item = 36;
    float bar = 56;         ///< Height of the app bar.
    float bottom_bar = 60;  ///< Height of the bottom bar of a phone, without the safe area.
    float radius = 8;
    float radius_card = 12;
    float padding = 16;  ///< Inside cards and dialogs.
    float margin = 24;   ///< Around a page.
    float gap = 16;      ///< Between fields of a form.
    float icon = 18;
    float avatar = 28;
};

struct Theme {
    const Palette* palette = nullptr;
    TypeScale type;
    Metrics metrics;
    Appearance appearance = Appearance::Light;
    Density density = Density::Compact;

    [[nodiscard]] bool dark() const {
        return appearance == Appearance::Dark || appearance == Appearance::HighContrastDark;
    }
};

/// `text_scale` multiplies every type size and the heights that hold text, 0.9
/// to 2.0.
[[nodiscard]] Theme make_theme(Appearance appearance, Density density, float text_scale = 1);

}  // namespace holdfast::ui
