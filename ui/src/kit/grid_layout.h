// Which columns of a grid are shown at a width, and where.
#pragma once

#include <span>
#include <vector>

#include "ui/geometry.h"
#include "ui/kit/grid.h"

namespace holdfast::ui {

struct PlacedColumn {
    std::size_t index = 0;  ///< Into the columns of the grid.
    float left = 0;         ///< From the left edge of the grid.
    float width = 0;
};

/// Columns from left to right; those that do not fit are left out from the right, never the first.
[[nodiscard]] std::vector<PlacedColumn> place_columns(std::span<const GridColumn> columns,
                                                      float width);

/// The cells of a row drawn as a card, as indices of columns; SIZE_MAX where there is none.
struct CardPlan {
    std::size_t title = SIZE_MAX;
    std::size_t corner = SIZE_MAX;
    std::size_t corner_meta = SIZE_MAX;
    std::vector<std::size_t> meta;
};
[[nodiscard]] CardPlan plan_card(std::span<const GridColumn> columns);

}  // namespace holdfast::ui
