#include "ui/theme.h"

#include <algorithm>
#include <cmath>

namespace holdfast::ui {
namespace {

TypeStyle style(float size, float line, Weight weight) {
    return {size, line, weight, Digits::Proportional};
}

TypeScale scale_for(Density density) {
    const bool touch = density == Density::Touch;
    TypeScale scale;
    scale.caption = style(12, 16, Weight::Medium);
    scale.small = style(13, 18, Weight::Regular);
    scale.body = touch ? style(16, 24, Weight::Regular) : style(14, 20, Weight::Regular);
    scale.strong = touch ? style(16, 24, Weight::Medium) : style(14, 20, Weight::Medium);
    scale.subtitle = style(16, 24, Weight::Semibold);
    scale.title = style(20, 28, Weight::Semibold);
    scale.page = touch ? style(22, 30, Weight::Semibold) : style(24, 32, Weight::Semibold);
    scale.hero = style(32, 40, Weight::Semibold);
    return scale;
}

Metrics metrics_for(Density density) {
    Metrics metrics;
    if (density == Density::Compact) return metrics;
    metrics.control = 48;
    metrics.control_small = 44;
    metrics.row = 52;
    metrics.card_row = 84;
    metrics.nav_item = 48;
    metrics.margin = 16;
    metrics.icon = 20;
    metrics.avatar = 36;
    return metrics;
}

void multiply(TypeStyle& style, float factor) {
    style.size = std::round(style.size * factor);
    style.line = std::round(style.line * factor);
}

}  // namespace

Theme make_theme(Appearance appearance, Density density, float text_scale) {
    Theme theme;
    theme.palette = &palette_for(appearance);
    theme.appearance = appearance;
    theme.density = density;
    theme.type = scale_for(density);
    theme.metrics = metrics_for(density);
    const float factor = std::clamp(text_scale, 0.9F, 2.0F);
    TypeScale& type = theme.type;
    for (TypeStyle* each : {&type.caption, &type.small, &type.body, &type.strong, &type.subtitle,
                            &type.title, &type.page, &type.hero})
        multiply(*each, factor);
    const float growth = std::max(1.0F, factor);
    Metrics& metrics = theme.metrics;
    for (float* height : {&metrics.control, &metrics.control_small, &metrics.row, &metrics.card_row,
                          &metrics.nav_item, &metrics.icon})
        *height = std::round(*height * growth);
    return theme;
}

}  // namespace holdfast::ui
