#include <algorithm>
#include <cmath>

#include "core/result.h"
#include "ui/theme.h"

namespace holdfast::ui {
namespace {

Color tint(std::uint32_t hex, int percent) {
    return with_alpha(rgb(hex), static_cast<float>(percent) / 100.0F);
}

Palette make_light() {
    Palette palette;
    palette.neutral = {rgb(0xf6f7f8), rgb(0xeff1f3), rgb(0xe6e9ec), rgb(0xdadee3),
                       rgb(0xc6ccd3), rgb(0xa9b1bb), rgb(0x868f9b), rgb(0x6b7480),
                       rgb(0x56606c), rgb(0x434c57), rgb(0x2d343d), rgb(0x171c22)};
    palette.page = rgb(0xf6f7f8);
    palette.surface = rgb(0xffffff);
    palette.raised = rgb(0xffffff);
    palette.sunken = rgb(0xeff1f3);
    palette.border = rgb(0xe2e6ea);
    palette.border_strong = rgb(0x868f9b);
    palette.text = rgb(0x171c22);
    palette.text_muted = rgb(0x56606c);
    palette.text_disabled = rgb(0xa9b1bb);
    palette.hover = tint(0x171c22, 5);
    palette.pressed = tint(0x171c22, 9);
    palette.selected = rgb(0xe3f3f1);
    palette.accent_hover = rgb(0x0a6460);
    palette.accent_pressed = rgb(0x08524f);
    palette.focus = rgb(0x0b7671);
    palette.scrim = tint(0x10161c, 45);
    palette.shadow = tint(0x10161c, 20);
    palette.tones = {{
        {rgb(0x434c57), rgb(0xeff1f3), rgb(0xdadee3), rgb(0x56606c), rgb(0xffffff)},
        {rgb(0x0a6460), rgb(0xe3f3f1), rgb(0xb4ddd8), rgb(0x0b7671), rgb(0xffffff)},
        {rgb(0x1b6b3a), rgb(0xe6f5ea), rgb(0xbce3c8), rgb(0x1f7a43), rgb(0xffffff)},
        {rgb(0x8a4b00), rgb(0xfdf1dd), rgb(0xf3d6a4), rgb(0xa35a00), rgb(0xffffff)},
        {rgb(0xb3261e), rgb(0xfdeceb), rgb(0xf5c5c1), rgb(0xc0302a), rgb(0xffffff)},
        {rgb(0x1d5fa8), rgb(0xe8f1fb), rgb(0xbfd9f3), rgb(0x2368b5), rgb(0xffffff)},
    }};
    return palette;
}

Palette make_dark() {
    Palette palette;
    palette.neutral = {rgb(0x101418), rgb(0x161b20), rgb(0x1d2329), rgb(0x262d34),
                       rgb(0x323a43), rgb(0x424c57), rgb(0x5d6875), rgb(0x7a8592),
                       rgb(0x97a1ad), rgb(0xb1bac4), rgb(0xd2d8de), rgb(0xeef1f4)};
    palette.page = rgb(0x101418);
    palette.surface = rgb(0x181d22);
    palette.raised = rgb(0x20262d);
    palette.sunken = rgb(0x262d34);
    palette.border = rgb(0x2b323a);
    palette.border_strong = rgb(0x737e8b);
    palette.text = rgb(0xeef1f4);
    palette.text_muted = rgb(0xa3adb8);
    palette.text_disabled = rgb(0x5d6875);
    palette.hover = tint(0xffffff, 6);
    palette.pressed = tint(0xffffff, 11);
    palette.selected = rgb(0x153331);
    palette.accent_hover = rgb(0x5fd3c8);
    palette.accent_pressed = rgb(0x38b0a5);
    palette.focus = rgb(0x4cc4b9);
    palette.scrim = tint(0x000000, 60);
    palette.shadow = tint(0x000000, 55);
    palette.tones = {{
        {rgb(0xc3cad2), rgb(0x262d34), rgb(0x3a434c), rgb(0xb1bac4), rgb(0x101418)},
        {rgb(0x6fd8ce), rgb(0x153331), rgb(0x24544f), rgb(0x4cc4b9), rgb(0x06201e)},
        {rgb(0x7cd49a), rgb(0x16301f), rgb(0x26503a), rgb(0x58bd7c), rgb(0x05200f)},
        {rgb(0xf0bd6b), rgb(0x35280f), rgb(0x5a451d), rgb(0xe0a443), rgb(0x241703)},
        {rgb(0xff9c94), rgb(0x3a1b1a), rgb(0x61302d), rgb(0xf47f76), rgb(0x2a0705)},
        {rgb(0x8dc1f7), rgb(0x16293d), rgb(0x284768), rgb(0x66a9ee), rgb(0x041a30)},
    }};
    return palette;
}

Palette make_high_contrast_light() {
    Palette palette = make_light();
    palette.page = palette.surface = palette.raised = rgb(0xffffff);
    palette.sunken = rgb(0xf2f2f2);
    palette.border = palette.border_strong = rgb(0x000000);
    palette.text = palette.text_muted = rgb(0x000000);
    palette.text_disabled = rgb(0x595959);
    palette.focus = rgb(0x0000c0);
    palette.selected = rgb(0xd9f0ee);
    for (ToneColors& tone : palette.tones) {
        tone.text = mix(tone.text, rgb(0x000000), 0.35F);
        tone.border = tone.text;
        tone.solid = tone.text;
    }
    return palette;
}

Palette make_high_contrast_dark() {
    Palette palette = make_dark();
    palette.page = palette.surface = palette.raised = rgb(0x000000);
    palette.sunken = rgb(0x141414);
    palette.border = palette.border_strong = rgb(0xffffff);
    palette.text = palette.text_muted = rgb(0xffffff);
    palette.text_disabled = rgb(0xa6a6a6);
    palette.focus = rgb(0xffff66);
    for (ToneColors& tone : palette.tones) {
        tone.text = mix(tone.text, rgb(0xffffff), 0.35F);
        tone.border = tone.text;
        tone.solid = tone.text;
        tone.on_solid = rgb(0x000000);
    }
    return palette;
}

double linear(std::uint8_t channel) {
    const double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(Color color) {
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

std::uint8_t mix_channel(std::uint8_t from, std::uint8_t to, float share) {
    const float value =
        static_cast<float>(from) + (static_cast<float>(to) - static_cast<float>(from)) * share;
    return static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
}

}  // namespace

Color with_alpha(Color color, float share) {
    color.alpha = mix_channel(0, color.alpha, share);
    return color;
}

Color mix(Color from, Color to, float share) {
    return {mix_channel(from.red, to.red, share), mix_channel(from.green, to.green, share),
            mix_channel(from.blue, to.blue, share), mix_channel(from.alpha, to.alpha, share)};
}

double contrast(Color first, Color second) {
    const double one = luminance(first) + 0.05;
    const double two = luminance(second) + 0.05;
    return one > two ? one / two : two / one;
}

const Palette& palette_for(Appearance appearance) {
    static const std::array<Palette, 4> palettes = {
        make_light(), make_dark(), make_high_contrast_light(), make_high_contrast_dark()};
    const auto index = static_cast<std::size_t>(appearance);
    HOLDFAST_ASSERT(index < palettes.size());
    return palettes[index];
}

}  // namespace holdfast::ui
