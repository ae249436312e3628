#include "kit/grid_rows.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "kit/check.h"
#include "kit/interact.h"
#include "kit/paint.h"
#include "platform/im.h"
#include "ui/kit/surface.h"
#include "ui/layout.h"

namespace holdfast::ui {
namespace {

constexpr float kChipHeight = 24;

void paint_skeleton(Frame& frame, const GridView& view, const Rect& rect) {
    const Color color = frame.theme.palette->sunken;
    if (view.cards) {
        fill_box(rect_at({rect.min.x + 16, rect.min.y + 18}, {rect.width() * 0.5F, 12}), color, 6);
        fill_box(rect_at({rect.min.x + 16, rect.min.y + 42}, {rect.width() * 0.3F, 10}), color, 5);
        return;
    }
    for (const PlacedColumn& placed : view.placed)
        fill_box(rect_at({rect.min.x + placed.left + kCellPadding, rect.center().y - 5},
                         {placed.width * 0.5F, 10}),
                 color, 5);
}

void paint_cell(Frame& frame, const GridColumn& column, const GridCell& cell, const Rect& rect) {
    const Palette& palette = *frame.theme.palette;
    const TypeScale& type = frame.theme.type;
    Rect words = inset(rect, kCellPadding, 0);
    switch (column.kind) {
        case CellKind::Avatar: {
            const float side = frame.theme.metrics.avatar;
            paint_avatar(frame, cell.text,
                         rect_at({words.min.x, words.center().y - side / 2}, {side, side}));
            words.min.x += side + 10;
            return paint_text(frame, cell.text, type.strong, palette.text, words);
        }
        case CellKind::Strong:
            return paint_text(frame, cell.text, type.strong, palette.text, words);
        case CellKind::Number: {
            TypeStyle style = type.body;
            style.digits = Digits::Tabular;
            return paint_text(frame, cell.text, style, palette.text, words, Align::Right);
        }
        case CellKind::Chip: {
            if (cell.text.empty()) return;
            const float width = std::min(words.width(), chip_width(frame, cell.text));
            return paint_chip(
                frame, cell.text, cell.tone,
                rect_at({words.min.x, words.center().y - kChipHeight / 2}, {width, kChipHeight}));
        }
        case CellKind::Muted:
            return paint_text(frame, cell.text, type.body, palette.text_muted, words);
        case CellKind::Text:
            return paint_text(frame, cell.text, type.body, palette.text, words);
    }
}

void tag_cell(Frame& frame, const GridView& view, NodeId row, std::size_t column,
              const GridRow& data) {
    const NodeId id = (row ^ 0xce11U) + 0x01000193U * static_cast<NodeId>(column + 1);
    Rect rect = frame.context.last_rect;
    if (!view.cards)
        for (const PlacedColumn& placed : view.placed)
            if (placed.index == column)
                rect =
                    rect_at({rect.min.x + placed.left, rect.min.y}, {placed.width, rect.height()});
    Node& node = frame.context.tree.add(id, rect, ImGui::GetCurrentWindow());
    node.role = Role::GridCell;
    node.name = data.cells[column].text;
    node.properties.push_back({Property::ColumnIndex, std::to_string(view.column_number(column))});
}

void tag_cells(Frame& frame, const GridView& view, NodeId row, const GridRow& data) {
    if (!view.cards) {
        for (const PlacedColumn& placed : view.placed)
            tag_cell(frame, view, row, placed.index, data);
        return;
    }
    for (std::size_t column = 0; column < view.columns.size(); ++column)
        if (view.columns[column].card != CardPlace::Hidden)
            tag_cell(frame, view, row, column, data);
}

std::string_view cell_text(const GridRow& row, std::size_t column) {
    return column == SIZE_MAX ? std::string_view() : std::string_view(row.cells[column].text);
}

float paint_corner(Frame& frame, const GridView& view, const GridRow& row, const Rect& words) {
    const std::size_t corner = view.card.corner;
    if (corner == SIZE_MAX || row.cells[corner].text.empty()) return 0;
    const GridCell& cell = row.cells[corner];
    const bool chip = view.columns[corner].kind == CellKind::Chip;
    const TypeStyle& style = frame.theme.type.small;
    const float width = chip ? chip_width(frame, cell.text) : text_width(frame, cell.text, style);
    const Rect place = rect_at({words.max.x - width, words.min.y}, {width, kChipHeight});
    if (chip)
        paint_chip(frame, cell.text, cell.tone, place);
    else
        paint_text(frame, cell.text, style, frame.theme.palette->text_muted, place);
    return width + 8;
}

void paint_card(Frame& frame, const GridView& view, const GridRow& row, const Rect& rect) {
    const Palette& palette = *frame.theme.palette;
    const TypeScale& type = frame.theme.type;
    const float height = frame.theme.type.strong.line + 6 + frame.theme.type.small.line;
    Rect words = inset(rect, 16, std::floor((rect.height() - height) / 2));
    // The check box brings its own space along.
    words.min.x = std::max(words.min.x, rect.min.x + view.check_width);
    const std::size_t title = view.card.title;
    if (title != SIZE_MAX && view.columns[title].kind == CellKind::Avatar) {
        const float side = 40;
        paint_avatar(frame, row.cells[title].text,
                     rect_at({words.min.x, rect.center().y - side / 2}, {side, side}));
        words.min.x += side + 12;
    }
    const float corner = paint_corner(frame, view, row, words);
    const float line = type.strong.line;
    paint_text(frame, cell_text(row, title), type.strong, palette.text,
               {words.min, {words.max.x - corner, words.min.y + line}});
    std::string meta;
    for (const std::size_t column : view.card.meta) {
        if (row.cells[column].text.empty()) continue;
        if (!meta.empty()) meta += " · ";
        meta += row.cells[column].text;
    }
    const std::string_view right = cell_text(row, view.card.corner_meta);
    const float right_width = text_width(frame, right, type.small);
    const float top = words.min.y + line + 6;
    const Rect below = {{words.min.x, top}, {words.max.x, top + type.small.line}};
    paint_text(frame, meta, type.small, palette.text_muted,
               {below.min, {below.max.x - right_width - 8, below.max.y}});
    paint_text(frame, right, type.small, palette.text_muted, below, Align::Right);
}

void paint_row_ground(Frame& frame, const Interaction& state, bool selected) {
    const Palette& palette = *frame.theme.palette;
    if (selected) fill_box(state.rect, palette.selected);
    if (state.held)
        fill_box(state.rect, palette.pressed);
    else if (state.hovered)
        fill_box(state.rect, palette.hover);
    if (selected)
        fill_box({state.rect.min, {state.rect.min.x + 3, state.rect.max.y}},
                 palette.tone(Tone::Accent).solid);
    hairline(frame, {state.rect.min.x, state.rect.max.y - 1}, state.rect.width(), palette.border);
    if (state.ring)
        edge_box(frame, inset(state.rect, 1, 1), palette.focus, frame.theme.metrics.radius, 2);
}

/// A row and, while rows are chosen, the check box that lies on it.
struct RowParts {
    Interaction row;
    std::optional<Interaction> check;

    [[nodiscard]] bool has_focus(const Context& context) const {
        return context.focus.id == row.id || (check && context.focus.id == check->id);
    }
};

void keep_focus(Frame& frame, const GridView& view, const RowParts& parts, int index) {
    Context& context = frame.context;
    if (view.state.cursor == index && context.grid_takes_focus == view.id) {
        context.grid_takes_focus = 0;
        context.move_focus(parts.row.id);
        context.focus.scroll_to = false;
    }
    if (!parts.has_focus(context)) return;
    context.grid_with_focus_next = view.id;
    // A cursor that is on its way to another row stays where it was sent.
    if (context.grid_takes_focus != view.id) view.state.cursor = index;
}

// The row's name is what a screen reader says when the focus comes to it.
std::string row_name(const GridRow& row) {
    std::string name;
    for (const GridCell& cell : row.cells) {
        if (cell.text.empty()) continue;
        if (!name.empty()) name += ", ";
        name += cell.text;
    }
    return name;
}

bool is_selected(const GridView& view, const GridRow& row) {
    if (view.check_width > 0) return row.chosen;
    return !view.state.selected_key.empty() && view.state.selected_key == row.key;
}

Rect check_square(const Rect& cell) {
    return rect_at({cell.center().x - kCheckSide / 2, cell.center().y - kCheckSide / 2},
                   {kCheckSide, kCheckSide});
}

/// A cell of its own, because a row holds nothing but cells.
Interaction tag_check(Frame& frame, const GridView& view, const Rect& row_rect,
                      const GridRow& row) {
    const Rect rect = rect_at(row_rect.min, {view.check_width, row_rect.height()});
    const std::string id = row.key + "/check";
    Node& cell = frame.context.tree.add(ImGui::GetCurrentWindow()->GetID(id.c_str()) ^ 0xce11U,
                                        rect, ImGui::GetCurrentWindow());
    cell.role = Role::GridCell;
    cell.properties.push_back({Property::ColumnIndex, "1"});
    frame.context.tree.open(cell.id);
    const Interaction state = interact_at(frame, id, rect, {.tab_stop = TabStop::No});
    Node& node = tag(frame, state, Role::CheckBox, row.check_label);
    if (row.chosen) node.flags |= kNodeChecked;
    frame.context.tree.close();
    frame.context.last_rect = row_rect;
    return state;
}

RowParts tag_row(Frame& frame, const GridView& view, const GridRow& row, int index) {
    const bool is_cursor = view.state.cursor == index;
    const Rect whole =
        rect_at(from_im(ImGui::GetCursorScreenPos()), {available_width(frame), view.row_height});
    ImGui::ItemSize({whole.width(), whole.height()});
    RowParts parts;
    // Beside its check box: of what lies on top of each other only one is sure to get a press.
    parts.row =
        interact_at(frame, row.key, {{whole.min.x + view.check_width, whole.min.y}, whole.max},
                    {.tab_stop = is_cursor ? TabStop::Yes : TabStop::No});
    parts.row.rect = frame.context.last_rect = whole;
    Node& node = tag(frame, parts.row, Role::Row, row_name(row));
    node.rect = whole;
    if (is_selected(view, row)) node.flags |= kNodeSelected;
    node.properties.push_back({Property::RowIndex, std::to_string(index + 2)});
    frame.context.tree.open(parts.row.id);
    if (view.check_width > 0) parts.check = tag_check(frame, view, whole, row);
    tag_cells(frame, view, parts.row.id, row);
    frame.context.tree.close();
    return parts;
}

RowPress press_of(Frame& frame, const RowParts& parts) {
    const bool pressed = parts.row.pressed || (parts.check && parts.check->pressed);
    const bool shift = (frame.context.press_modifiers & kShift) != 0;
    if (pressed) return shift ? RowPress::Extends : RowPress::Pressed;
    const bool key =
        parts.check && parts.has_focus(frame.context) && frame.take_key({Key::Space, kShift});
    return key ? RowPress::Extends : RowPress::None;
}

}  // namespace

RowPress draw_grid_row(Frame& frame, const GridView& view, GridSource& source, int index) {
    GridRow& row = frame.context.row_scratch;
    row.chosen = false;
    row.key.clear();
    row.check_label.clear();
    row.cells.assign(view.columns.size(), GridCell{});
    const Vec2 size = {available_width(frame), view.row_height};
    if (!source.read_row(index, row)) {
        paint_skeleton(frame, view, rect_at(from_im(ImGui::GetCursorScreenPos()), size));
        ImGui::ItemSize(to_im(size));
        return RowPress::None;
    }
    const RowParts parts = tag_row(frame, view, row, index);
    const RowPress press = press_of(frame, parts);
    keep_focus(frame, view, parts, index);
    if (!parts.row.visible) return press;
    paint_row_ground(frame, parts.row, is_selected(view, row));
    if (parts.check)
        paint_check(frame, check_square(parts.check->rect), row.chosen, *parts.check, Enabled::Yes);
    if (view.cards) {
        paint_card(frame, view, row, parts.row.rect);
    } else {
        for (const PlacedColumn& placed : view.placed)
            paint_cell(frame, view.columns[placed.index], row.cells[placed.index],
                       rect_at({parts.row.rect.min.x + placed.left, parts.row.rect.min.y},
                               {placed.width, parts.row.rect.height()}));
    }
    return press;
}

}  // namespace holdfast::ui
