// KanbanColumns: which columns a board has, and what stands in them. Private to core/src/app.
#pragma once

#include <vector>

#include "core/app/kanban_view.h"
#include "presentation.h"

namespace holdfast {

struct BoardColumns {
    std::vector<KanbanColumn> columns;
    std::int64_t left_out = 0;
};

/// What a board asks with. All outlive the call.
struct BoardQuestion {
    Store* store;
    const Query* query;  ///< Whose records stand on the board.
    const FieldDef* column;
    const Strings* strings;
    LinkTitles* titles;
};
/// Blocks on disk. Fails as queries do.
[[nodiscard]] Result<BoardColumns> read_board_columns(const BoardQuestion& question);

/// Records that may not stand on any column by their own rules are counted up to here when what is
/// added up has no column of its own.
inline constexpr std::int64_t kComputedSumsMax = 1'000;

}  // namespace holdfast
