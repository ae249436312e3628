// ListRows: a ListView as the kit's grid wants it.
#pragma once

#include <string>
#include <vector>

#include "core/app/list_view.h"
#include "core/app/record_selection.h"
#include "core/strings.h"
#include "ui/kit/grid.h"

namespace holdfast::ui {

/// Whether the grid has a column that says which records wait or conflict.
enum class MarkColumn : std::uint8_t { Hidden, Shown };

/// Lives for one pass; what it is given must outlive it.
class ListRows final : public GridSource {
public:
    /// `selection`: what is chosen while rows are chosen, else null.
    ListRows(ListView& list, const Strings& strings, MarkColumn marks,
             const RecordSelection* selection = nullptr);

    [[nodiscard]] const std::vector<GridColumn>& columns() const { return columns_; }
    [[nodiscard]] int row_count() const override;
    bool read_row(int index, GridRow& row) override;

private:
    ListView& list_;
    const Strings& strings_;
    MarkColumn marks_;
    const RecordSelection* selection_;
    std::vector<GridColumn> columns_;
};

}  // namespace holdfast::ui
