#include "screens/list_rows.h"

#include "screens/screen_context.h"

namespace holdfast::ui {
namespace {

constexpr std::size_t kMetaColumnsMax = 2;
constexpr float kTextWidthMin = 112;
constexpr float kDateWidthMin = 152;
constexpr float kTitleWidthMin = 200;

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

CardPlace card_place(holdfast::CellKind kind) {
    switch (kind) {
        case holdfast::CellKind::Title:
            return CardPlace::Title;
        case holdfast::CellKind::State:
            return CardPlace::Corner;
        case holdfast::CellKind::Date:
        case holdfast::CellKind::Money:
            return CardPlace::CornerMeta;
        default:
            return CardPlace::Meta;
    }
}

GridColumn to_ui(const ListColumn& column) {
    GridColumn made{.label = column.label,
                    .kind = to_ui(column.kind),
                    .width_min = kTextWidthMin,
                    .card = card_place(column.kind)};
    if (column.kind == holdfast::CellKind::Date) made.width_min = kDateWidthMin;
    if (column.kind != holdfast::CellKind::Title) return made;
    made.weight = 2;
    made.width_min = kTitleWidthMin;
    return made;
}

/// A document is found by its number but known by what it is about: the column after the number
/// carries the name.
void prefer_subject(const ListView& list, std::vector<GridColumn>& columns) {
    if (columns.size() < 2 || list.columns()[0].field != list.entity().number_field) return;
    columns[0].kind = CellKind::Text;
    columns[0].weight = 0.7F;
    columns[0].width_min = kTextWidthMin;
    columns[0].card = CardPlace::Meta;
    columns[1].kind = CellKind::Strong;
    columns[1].weight = 2;
    columns[1].width_min = kTitleWidthMin;
    columns[1].card = CardPlace::Title;
}

/// A card has room for a title, two facts and one in each corner.
void limit_cards(std::vector<GridColumn>& columns) {
    std::size_t metas = 0;
    for (GridColumn& column : columns)
        if (column.card == CardPlace::Meta && ++metas > kMetaColumnsMax)
            column.card = CardPlace::Hidden;
}

GridCell mark_cell(const Strings& strings, RowMark mark) {
    if (mark == RowMark::Pending) return {std::string(strings.get("ui.mark_pending")), Tone::Info};
    if (mark == RowMark::Conflict)
        return {std::string(strings.get("ui.mark_conflict")), Tone::Warning};
    return {};
}

}  // namespace

ListRows::ListRows(ListView& list, const Strings& strings, MarkColumn marks,
                   const RecordSelection* selection)
    : list_(list), strings_(strings), marks_(marks), selection_(selection) {
    for (const ListColumn& column : list.columns()) columns_.push_back(to_ui(column));
    prefer_subject(list, columns_);
    limit_cards(columns_);
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
    if (selection_ != nullptr) {
        row.chosen = selection_->contains(source.id);
        row.check_label = strings_.format("bin.select", {source.title});
    }
    row.cells.clear();
    for (const ListCell& cell : source.cells)
        row.cells.push_back({cell.text, holdfast::ui::to_ui(cell.tone)});
    if (marks_ == MarkColumn::Shown) row.cells.push_back(mark_cell(strings_, source.mark));
    return true;
}

}  // namespace holdfast::ui
