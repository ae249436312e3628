#include "kit/grid_layout.h"

#include <algorithm>
#include <cmath>

namespace holdfast::ui {
namespace {

constexpr float kEdge = 8;

// How many columns fit with their least widths.
std::size_t fitting_columns(std::span<const GridColumn> columns, float width) {
    float used = 0;
    std::size_t count = 0;
    for (const GridColumn& column : columns) {
        used += column.width_min;
        if (count > 0 && used > width) break;
        ++count;
    }
    return count;
}

}  // namespace

std::vector<PlacedColumn> place_columns(std::span<const GridColumn> columns, float width) {
    const float room = std::max(1.0F, width - 2 * kEdge);
    const std::size_t count = fitting_columns(columns, room);
    float least = 0;
    float weight = 0;
    for (const GridColumn& column : columns.first(count)) {
        least += column.width_min;
        weight += column.weight;
    }
    const float spare = std::max(0.0F, room - least);
    std::vector<PlacedColumn> placed;
    float left = kEdge;
    for (std::size_t index = 0; index < count; ++index) {
        const GridColumn& column = columns[index];
        const float share = weight > 0 ? column.weight / weight : 0;
        const float own = std::floor(column.width_min + spare * share);
        placed.push_back({index, left, std::min(own, kEdge + room - left)});
        left += own;
    }
    return placed;
}

CardPlan plan_card(std::span<const GridColumn> columns) {
    CardPlan plan;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        switch (columns[index].card) {
            case CardPlace::Title:
                plan.title = index;
                break;
            case CardPlace::Corner:
                plan.corner = index;
                break;
            case CardPlace::CornerMeta:
                plan.corner_meta = index;
                break;
            case CardPlace::Meta:
                plan.meta.push_back(index);
                break;
            case CardPlace::Hidden:
                break;
        }
    }
    return plan;
}

}  // namespace holdfast::ui
