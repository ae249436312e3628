#include "ui/kit/grid.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "kit/grid_rows.h"
#include "kit/interact.h"
#include "kit/paint.h"
#include "platform/im.h"
#include "ui/layout.h"

namespace holdfast::ui {
namespace {

constexpr float kHeadHeight = 36;
constexpr ImGuiWindowFlags kBodyFlags =
    ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse;

void next_sort(GridState& state, int column) {
    if (state.sort_column != column) {
        state.sort_column = column;
        state.sort_order = SortOrder::Ascending;
        return;
    }
    const bool rising = state.sort_order == SortOrder::Ascending;
    state.sort_order = rising ? SortOrder::Descending : SortOrder::Ascending;
}

const char* sort_word(const GridState& state, int column) {
    if (state.sort_column != column || state.sort_order == SortOrder::None) return "none";
    return state.sort_order == SortOrder::Ascending ? "ascending" : "descending";
}

void paint_head_cell(Frame& frame, const GridView& view, const PlacedColumn& placed,
                     const Interaction& state) {
    const GridColumn& column = view.columns[placed.index];
    const Palette& palette = *frame.theme.palette;
    const int index = static_cast<int>(placed.index);
    const bool sorted = view.state.sort_column == index && view.state.sort_order != SortOrder::None;
    TypeStyle style = frame.theme.type.caption;
    style.weight = Weight::Semibold;
    const Color color = sorted || state.hovered ? palette.text : palette.text_muted;
    Rect words = inset(state.rect, kCellPadding, 0);
    const bool right = column.kind == CellKind::Number;
    const float width = text_width(frame, column.label, style);
    if (sorted) {
        const bool up = view.state.sort_order == SortOrder::Ascending;
        const float room = words.width() - 16;
        const float x = right ? words.max.x - std::min(width, room) - 16
                              : words.min.x + std::min(width, room) + 3;
        paint_icon(frame, up ? Icon::ArrowUp : Icon::ArrowDown, 13, palette.tone(Tone::Accent).text,
                   {{x, words.min.y}, {x + 13, words.max.y}});
        if (!right) words.max.x -= 16;
    }
    paint_text(frame, column.label, style, color, words, right ? Align::Right : Align::Left);
    if (state.ring) focus_ring(frame, inset(state.rect, 4, 6), 4);
}

bool draw_head(Frame& frame, const GridView& view, const Rect& rect) {
    bool changed = false;
    const Scope group(frame, Role::RowGroup, {}, rect, view.id ^ 0x4ead0U);
    Scope row(frame, Role::Row, {}, rect, view.id ^ 0x4eadU);
    row.set_property(Property::RowIndex, "1");
    if (view.check_width > 0)
        tag_static(frame, Role::ColumnHeader, frame.words.selection,
                   rect_at(rect.min, {view.check_width, rect.height()}));
    for (const PlacedColumn& placed : view.placed) {
        const GridColumn& column = view.columns[placed.index];
        const int index = static_cast<int>(placed.index);
        const Rect cell =
            rect_at({rect.min.x + placed.left, rect.min.y}, {placed.width, rect.height()});
        ImGui::PushID(index);
        const Enabled enabled = column.sortable ? Enabled::Yes : Enabled::No;
        const Interaction state = interact_at(frame, "head", cell, {.enabled = enabled});
        ImGui::PopID();
        Node& node = tag(frame, state, Role::ColumnHeader, column.label);
        node.flags &= ~static_cast<std::uint32_t>(kNodeDisabled);
        node.properties.push_back(
            {Property::ColumnIndex, std::to_string(view.column_number(placed.index))});
        if (column.sortable)
            node.properties.push_back({Property::Sort, sort_word(view.state, index)});
        if (state.pressed && column.sortable) {
            next_sort(view.state, index);
            changed = true;
            frame.again();
        }
        paint_head_cell(frame, view, placed, state);
    }
    return changed;
}

// A finger's width where fingers are used.
float check_width(const Frame& frame) {
    return frame.theme.density == Density::Touch ? 48 : 40;
}

std::vector<PlacedColumn> place_beside_checks(std::span<const GridColumn> columns, float width,
                                              float check) {
    std::vector<PlacedColumn> placed = place_columns(columns, width - check);
    for (PlacedColumn& column : placed) column.left += check;
    return placed;
}

// The line under the head turns into a shadow once rows have moved below it.
void paint_head_edge(Frame& frame, const Rect& rect, float scrolled) {
    hairline(frame, {rect.min.x, rect.max.y - 1}, rect.width(), frame.theme.palette->border);
    if (scrolled < 1) return;
    const Color dark = with_alpha(frame.theme.palette->shadow, 0.4F);
    const Color none = with_alpha(dark, 0);
    ImGui::GetWindowDrawList()->AddRectFilledMultiColor({rect.min.x, rect.max.y},
                                                        {rect.max.x, rect.max.y + 5}, to_im(dark),
                                                        to_im(dark), to_im(none), to_im(none));
}

// A card of its own; on a phone the rows reach from edge to edge. Gives back what is inside.
Rect paint_ground(Frame& frame, const Rect& rect, bool cards) {
    const Palette& palette = *frame.theme.palette;
    const float radius = cards ? 0 : frame.theme.metrics.radius_card;
    fill_box(rect, palette.surface, radius);
    if (cards) return rect;
    edge_box(frame, rect, palette.border, radius);
    return inset(rect, 1, 1);
}

int moved_cursor(Frame& frame, int cursor, int count, int page) {
    const auto pressed = [&frame](Key key) { return frame.take_key({key, 0}); };
    if (pressed(Key::Down) || pressed(Key::J)) return cursor + 1;
    if (pressed(Key::Up) || pressed(Key::K)) return cursor - 1;
    if (pressed(Key::PageDown)) return cursor + page;
    if (pressed(Key::PageUp)) return cursor - page;
    if (pressed(Key::Home)) return 0;
    if (pressed(Key::End)) return count - 1;
    return cursor;
}

bool focus_inside(const Frame& frame, NodeId grid) {
    return frame.context.focus.id != 0 && frame.context.grid_with_focus == grid;
}

void focus_cursor(Frame& frame, GridState& state, NodeId grid) {
    state.scroll_to_cursor = true;
    frame.context.grid_takes_focus = grid;
    frame.again();
}

void walk_rows(Frame& frame, GridState& state, int count, const GridView& view) {
    if (count == 0 || !focus_inside(frame, view.id)) return;
    const int page = std::max(1, state.last_visible - state.first_visible - 1);
    const int before = std::clamp(state.cursor, 0, count - 1);
    const int next = std::clamp(moved_cursor(frame, before, count, page), 0, count - 1);
    if (next == before) return;
    state.cursor = next;
    frame.context.focus.ring = true;
    focus_cursor(frame, state, view.id);
}

void scroll_to_cursor(Frame& frame, GridState& state, float row_height) {
    if (!state.scroll_to_cursor) return;
    state.scroll_to_cursor = false;
    ImGuiWindow& window = *ImGui::GetCurrentWindow();
    const float top = static_cast<float>(state.cursor) * row_height;
    const float height = window.InnerRect.GetHeight();
    const float now = window.Scroll.y;
    float wanted = now;
    if (top < now) wanted = top;
    if (top + row_height > now + height) wanted = top + row_height - height;
    if (wanted == now) return;
    ImGui::SetScrollY(&window, std::max(0.0F, wanted));
    frame.again();
}

void note_press(RowPress press, int index, GridEvents& events) {
    if (press == RowPress::None) return;
    events.activated = index;
    events.extends = press == RowPress::Extends;
}

void draw_body(Frame& frame, const GridView& view, GridSource& source, const Rect& rect,
               GridEvents& events) {
    GridState& state = view.state;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2());
    ImGui::SetCursorScreenPos(to_im(rect.min));
    ImGui::BeginChild("body", {rect.width(), std::max(1.0F, rect.height())}, ImGuiChildFlags_None,
                      kBodyFlags);
    {
        const Scope clip(frame, Role::RowGroup, {}, rect, view.id ^ 0xb0d7U);
        if (Node* node = frame.context.tree.find(clip.id())) node->flags |= kNodeScrolls;
        scroll_to_cursor(frame, state, view.row_height);
        state.first_visible = source.row_count();
        state.last_visible = 0;
        ImGuiListClipper clipper;
        clipper.Begin(source.row_count(), view.row_height);
        while (clipper.Step()) {
            for (int index = clipper.DisplayStart; index < clipper.DisplayEnd; ++index)
                note_press(draw_grid_row(frame, view, source, index), index, events);
            if (clipper.DisplayEnd <= clipper.DisplayStart) continue;
            state.first_visible = std::min(state.first_visible, clipper.DisplayStart);
            state.last_visible = std::max(state.last_visible, clipper.DisplayEnd);
        }
        // Outside the page nothing is drawn, but a screen reader still finds where the rows begin.
        if (state.last_visible == 0 && source.row_count() > 0) {
            note_press(draw_grid_row(frame, view, source, 0), 0, events);
            state.first_visible = 0;
            state.last_visible = 1;
        }
    }
    // Dear ImGui knows the height of a content, and whether it scrolls, one pass late; of what lies
    // outside the page it never learns it.
    const ImGuiWindow& window = *ImGui::GetCurrentWindow();
    const float height = view.row_height * static_cast<float>(source.row_count());
    if (!window.SkipItems && std::abs(height - window.ContentSize.y) > 1) frame.again();
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

// Screen readers read on by asking for the rows that are not there yet.
void offer_next_rows(Frame& frame, GridState& state, int count, const Rect& body) {
    if (state.last_visible >= count) return;
    const Rect strip = {{body.min.x, body.max.y - 1}, body.max};
    const Interaction next = interact_at(frame, "next rows", strip, {.tab_stop = TabStop::No});
    tag(frame, next, Role::Button, frame.words.next_rows);
    if (!next.pressed) return;
    state.cursor =
        std::min(state.last_visible + (state.last_visible - state.first_visible) - 2, count - 1);
    state.scroll_to_cursor = true;
    frame.again();
}

}  // namespace

GridEvents grid(Frame& frame, std::string_view label, std::span<const GridColumn> columns,
                GridSource& source, GridState& state) {
    GridEvents events;
    const bool cards = frame.layout.phone();
    const Rect area = paint_ground(frame, available_rect(frame), cards);
    ImGui::PushID(label.data(), label.data() + label.size());
    const NodeId id = ImGui::GetID("##grid");
    GridView view = {columns, {}, plan_card(columns), state};
    view.id = id;
    view.check_width = state.choosing ? check_width(frame) : 0;
    view.placed = place_beside_checks(columns, area.width(), view.check_width);
    view.row_height = cards ? frame.theme.metrics.card_row : frame.theme.metrics.row;
    view.cards = cards;
    const int count = source.row_count();
    if (state.cursor >= count) state.cursor = std::max(0, count - 1);
    if (std::exchange(state.take_focus, false)) focus_cursor(frame, state, id);
    Rect body = area;
    {
        Scope scope(frame, Role::Grid, label, area, id);
        scope.set_property(Property::RowCount, std::to_string(count + 1));
        scope.set_property(Property::ColumnCount,
                           std::to_string(view.column_number(columns.size()) - 1));
        if (state.choosing) scope.set_property(Property::MultiSelectable, "true");
        walk_rows(frame, state, count, view);
        const float head_height = cards ? 0 : kHeadHeight;
        const Rect head = rect_at(area.min, {area.width(), head_height});
        if (!cards) events.sort_changed = draw_head(frame, view, head);
        body = {{area.min.x, area.min.y + head_height}, area.max};
        draw_body(frame, view, source, body, events);
        if (!cards) paint_head_edge(frame, head, static_cast<float>(state.first_visible));
    }
    offer_next_rows(frame, state, count, body);
    ImGui::PopID();
    return events;
}

}  // namespace holdfast::ui
