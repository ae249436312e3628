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
    float check_width = 0;  ///< Of the check box in front of each row; 0 when there is none.

    /// Column number of a cell, from 1; the check boxes are a column of their own.
    [[nodiscard]] std::size_t column_number(std::size_t index) const {
        return index + (check_width > 0 ? 2 : 1);
    }
};

enum class RowPress : std::uint8_t { None, Pressed, Extends };

/// Draws row `index` at the cursor.
RowPress draw_grid_row(Frame& frame, const GridView& view, GridSource& source, int index);

}  // namespace holdfast::ui
