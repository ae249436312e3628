// One row of a grid, as a line of cells or as a card.
#pragma once

#include <span>
#include <vector>

#include "kit/grid_layout.h"
#include "ui/app_frame.h"
#include "ui/kit/grid.h"
#include "ui/semantics.h"

namespace holdfast::ui {

inline constexpr float kCellPadding = 8;

/// What all rows of a grid share in one pass.
struct GridView {
    std::span<const GridColumn> columns;
    std::vector<PlacedColumn> placed;
    CardPlan card;
    GridState& state;
    NodeId id = 0;
    float row_height = 0;
    bool cards = false;
};

/// Draws row `index` at the cursor. True when it was pressed.
bool draw_grid_row(Frame& frame, const GridView& view, GridSource& source, int index);

}  // namespace holdfast::ui
