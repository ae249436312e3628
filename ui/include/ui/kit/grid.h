// The table of records: 100 000 rows at constant cost, rows as cards on a
// phone.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/text.h"
#include "ui/theme.h"

namespace holdfast::ui {

class Frame;

enum class CellKind : std::uint8_t {
    Text,
    Muted,
    Strong,  ///< The record's name.
    Avatar,  ///< The record's name behind a circle with its initials.
    Number,  ///< Right aligned, tabular digits.
    Chip,    ///< `tone` colours it.
};

enum class SortOrder : std::uint8_t { None, Ascending, Descending };

/// Where a column goes when a row is drawn as a card.
enum class CardPlace : std::uint8_t { Hidden, Title, Meta, Corner, CornerMeta };

struct GridColumn {
    std::string_view label;
    CellKind kind = CellKind::Text;
    float weight = 1;      ///< Share of the width that is left.
    float width_min = 96;  ///< Pixels; columns that do not fit are left out from the right.
    bool sortable = true;
    CardPlace card = CardPlace::Meta;
};

struct GridCell {
    std::string text;
    Tone tone = Tone::Neutral;  ///< Of a chip.
};

struct GridRow {
    std::string key;              ///< The record's id; makes the node's id.
    std::vector<GridCell> cells;  ///< As many as columns.
    bool chosen = false;          ///< While rows are chosen: its check box is on.
    std::string check_label;      ///< While rows are chosen: names its check box.
};

/// Where rows come from. Called per pass and visible row only.
class GridSource {
public:
    GridSource() = default;
    virtual ~GridSource() = default;
    GridSource(const GridSource&) = delete;
    GridSource& operator=(const GridSource&) = delete;

    [[nodiscard]] virtual int row_count() const = 0;
    /// Fills `row` for `index` in 0..row_count()-1. False: not there yet, draw a
    /// skeleton.
    virtual bool read_row(int index, GridRow& row) = 0;
};

/// Kept by the screen between frames.
struct GridState {
    int cursor = 0;  ///< Row of the keyboard cursor.
    int sort_column = -1;
    SortOrder sort_order = SortOrder::None;
    bool scroll_to_cursor = false;  ///< Set it to bring the cursor into view.
    bool take_focus = false;        ///< Set it to bring the focus to the cursor.
    bool choosing = false;          ///< Rows are chosen, not opened: each has a check box.
    std::string selected_key;       ///< Shown as selected, e.g. the open record.
    int first_visible = 0;          ///< Out: of the last pass.
    int last_visible = 0;           ///< Out: one past the last.
};

struct GridEvents {
    int activated = -1;         ///< Row that was pressed or entered, -1 none.
    bool extends = false;       ///< With Shift: all rows up to `activated` are meant.
    bool sort_changed = false;  ///< `sort_column` or `sort_order` of the state is new.
};

/// Fills the available region with a surface of its own. `label` names the grid for everybody.
GridEvents grid(Frame& frame, std::string_view label, std::span<const GridColumn> columns,
                GridSource& source, GridState& state);

}  // namespace holdfast::ui
