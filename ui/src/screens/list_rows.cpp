#include "screens/list_rows.h"

#include "screens/screen_context.h"

namespace holdfast::ui {
namespace {

constexpr int kMetaColumnsMax = 2;

CellKind to_ui(holdfast::CellKind kind) {
    switch (kind) {
        case holdfast::CellKind::Title:
            return CellKind::Avatar;
        case holdfast::CellKind::Number:
        case holdfast::CellKind::Money:
            return CellKind::Number;
        case holdfast::CellKind::Date:
            return CellKind::Muted;
        case holdfast::CellKind::State:
            return CellKind::Chip;
        case holdfast::CellKind::Text:
        case holdfast::CellKind::Choice:
        case holdfast::CellKind::Link:
            return CellKind::Text;
    }
    return CellKind::Text;
}

CardPlace card_place(holdfast::CellKind kind, int& metas) {
    switch (kind) {
        case holdfast::CellKind::Title:
            return CardPlace::Title;
        case holdfast::CellKind::State:
            return CardPlace::Corner;
        case holdfast::CellKind::Date:
        case holdfast::CellKind::Money:
            return CardPlace::CornerMeta;
        default:
            return ++metas <= kMetaColumnsMax ? CardPlace::Meta : CardPlace::Hidden;
    }
}

GridColumn to_ui(const ListColumn& column, int& metas) {
    const bool title = column.kind == holdfast::CellKind::Title;
    return {.label = column.label,
            .kind = to_ui(column.kind),
            .weight = title ? 2.0F : 1.0F,
            .width_min = title ? 200.0F : 112.0F,
            .card = card_place(column.kind, metas)};
}

GridCell mark_cell(const Strings& strings, RowMark mark) {
    if (mark == RowMark::Pending) return {std::string(strings.get("ui.mark_pending")), Tone::Info};
    if (mark == RowMark::Conflict)
        return {std::string(strings.get("ui.mark_conflict")), Tone::Warning};
    return {};
}

}  // namespace

ListRows::ListRows(ListView& list, const Strings& strings, MarkColumn marks)
    : list_(list), strings_(strings), marks_(marks) {
    int metas = 0;
    for (const ListColumn& column : list.columns()) columns_.push_back(to_ui(column, metas));
    if (marks == MarkColumn::Shown) {
        columns_.push_back({.label = strings.get("ui.mark"),
                            .kind = CellKind::Chip,
                            .weight = 0.6F,
                            .width_min = 104,
                            .sortable = false,
                            .card = CardPlace::Hidden});
    }
}

int ListRows::row_count() const {
    return static_cast<int>(list_.row_count());
}

bool ListRows::read_row(int index, GridRow& row) {
    const ListRow& source = list_.row(index);
    row.key = to_text(source.id);
    row.cells.clear();
    for (const ListCell& cell : source.cells)
        row.cells.push_back({cell.text, holdfast::ui::to_ui(cell.tone)});
    if (marks_ == MarkColumn::Shown) row.cells.push_back(mark_cell(strings_, source.mark));
    return true;
}

}  // namespace holdfast::ui
