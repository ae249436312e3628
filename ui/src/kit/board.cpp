#include "ui/kit/board.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

#include "kit/board_cards.h"
#include "kit/paint.h"
#include "platform/im.h"
#include "ui/kit/choice.h"
#include "ui/kit/surface.h"
#include "ui/layout.h"
#include "ui/semantics.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kColumnWidth = 284;
constexpr float kColumnGap = 12;
constexpr float kHeadHeight = 48;
constexpr float kTargetHeight = 52;

Tone tone_of(DropVerdict verdict) {
    if (verdict == DropVerdict::Refused) return Tone::Danger;
    return verdict == DropVerdict::Asks ? Tone::Warning : Tone::Accent;
}

void paint_head(BoardPass& pass, const BoardColumn& column, const Rect& rect) {
    Frame& frame = pass.frame;
    const Palette& palette = *frame.theme.palette;
    const Rect words = inset(rect, 12, 4);
    dot({words.min.x + 4, words.min.y + 11}, 4, palette.tone(column.tone).solid);
    const std::string count = std::to_string(column.cards);
    const float width = text_width(frame, count, frame.theme.type.small);
    const Rect line = {{words.min.x + 16, words.min.y}, {words.max.x, words.min.y + 22}};
    paint_text(frame, column.label, frame.theme.type.strong, palette.text,
               {line.min, {line.max.x - width - 8, line.max.y}});
    paint_text(frame, count, frame.theme.type.small, palette.text_muted, line, Align::Right);
    tag_static(frame, Role::Heading, column.label, line, 2);
    if (column.sum.empty()) return;
    const Rect below = {{line.min.x, line.max.y}, {line.max.x, words.max.y}};
    TypeStyle style = frame.theme.type.small;
    style.digits = Digits::Tabular;
    paint_text(frame, column.sum, style, palette.text_muted, below);
    tag_static(frame, Role::Text, column.sum, below);
}

/// What would come of dropping, said in the head of the column.
void paint_advice(BoardPass& pass, int column, const Rect& head) {
    const DropAdvice& advice = advice_for(pass, column);
    if (advice.sentence.empty()) return;
    Frame& frame = pass.frame;
    const ToneColors& colors = frame.theme.palette->tone(tone_of(advice.verdict));
    fill_box(inset(head, 4, 4), colors.tint, frame.theme.metrics.radius);
    paint_paragraph_in(frame, advice.sentence, frame.theme.type.caption, colors.text,
                       inset(head, 12, 8));
}

bool is_target(const BoardPass& pass, int column, const Rect& rect) {
    if (pass.carried.empty()) return false;
    if (pass.drag.step == DragStep::None) return pass.state.lifted_to == column;
    return rect.contains(pass.drag.at);
}

void take_drop(BoardPass& pass, int column) {
    if (pass.drag.step == DragStep::Moving) pass.state.lifted_to = column;
    if (pass.drag.step != DragStep::Dropped || column == pass.state.lifted_from) return;
    pass.state.lifted_to = column;
    pass.state.moved = pass.carried;
    pass.state.looks_left = kLooks;
    pass.events.moved = pass.carried;
    pass.events.moved_to = column;
}

void draw_column(BoardPass& pass, int column, const Rect& rect) {
    Frame& frame = pass.frame;
    const Palette& palette = *frame.theme.palette;
    const bool target = is_target(pass, column, rect);
    const bool foreign = !pass.carried.empty() && column != pass.state.lifted_from;
    const float radius = frame.theme.metrics.radius_card;
    fill_box(rect, palette.sunken, radius);
    const Rect head = {rect.min, {rect.max.x, rect.min.y + kHeadHeight}};
    if (foreign && advice_for(pass, column).verdict == DropVerdict::Refused)
        fill_box(rect, with_alpha(palette.tone(Tone::Danger).tint, 0.5F), radius);
    paint_head(pass, pass.source.column(column), head);
    if (target && foreign) {
        paint_advice(pass, column, head);
        edge_box(frame, rect, palette.tone(tone_of(advice_for(pass, column).verdict)).solid, radius,
                 2);
    }
    if (target) take_drop(pass, column);
    draw_column_cards(pass, column, {{rect.min.x, head.max.y}, rect.max});
}

/// The nearest column in that direction that has a card, or the present one.
int column_with_cards(BoardPass& pass, int from, int way) {
    for (int column = from + way; column >= 0 && column < pass.source.column_count(); column += way)
        if (pass.source.fact_count(column, 0) >= 0) return column;
    return from;
}

void carry_by_keys(BoardPass& pass) {
    BoardState& state = pass.state;
    Frame& frame = pass.frame;
    const int before = state.lifted_to;
    const int last = pass.source.column_count() - 1;
    if (frame.take_key({Key::Right, 0})) state.lifted_to = std::min(before + 1, last);
    if (frame.take_key({Key::Left, 0})) state.lifted_to = std::max(before - 1, 0);
    if (frame.take_key({Key::Space, 0}) || frame.take_key({Key::Enter, 0})) {
        pass.carried.clear();
        return drop_lifted(pass);
    }
    if (frame.take_key({Key::Escape, 0})) {
        state.lifted.clear();
        pass.carried.clear();
        pass.events.announce = "board.put_back";
        return frame.again();
    }
    if (state.lifted_to == before) return;
    state.column = frame.layout.phone() ? state.lifted_to : state.column;
    pass.events.announce = "board.over";
    frame.again();
}

void walk_by_keys(BoardPass& pass) {
    BoardState& state = pass.state;
    Frame& frame = pass.frame;
    const int column = state.column;
    const int card = state.card;
    if (frame.take_key({Key::Down, 0}) && pass.source.fact_count(column, card + 1) >= 0)
        ++state.card;
    if (frame.take_key({Key::Up, 0})) state.card = std::max(0, card - 1);
    if (frame.take_key({Key::Right, 0})) state.column = column_with_cards(pass, column, 1);
    if (frame.take_key({Key::Left, 0})) state.column = column_with_cards(pass, column, -1);
    if (state.column == column && state.card == card) return;
    while (state.card > 0 && pass.source.fact_count(state.column, state.card) < 0) --state.card;
    state.takes_focus = true;
    frame.again();
}

bool focus_on_card(BoardPass& pass) {
    if (pass.source.fact_count(pass.state.column, pass.state.card) < 0) return false;
    BoardCard card;
    pass.source.read_card(pass.state.column, pass.state.card, card);
    return pass.frame.context.focus.id == card_id(pass, card.key);
}

void take_keys(BoardPass& pass) {
    if (!pass.state.lifted.empty()) return carry_by_keys(pass);
    if (focus_on_card(pass)) walk_by_keys(pass);
}

/// Columns beside each other; what does not fit is panned.
void draw_side_by_side(BoardPass& pass, const Rect& rect) {
    const int count = pass.source.column_count();
    const float least = kColumnWidth * static_cast<float>(count) +
                        kColumnGap * static_cast<float>(std::max(0, count - 1));
    const float share = (rect.width() + kColumnGap) / static_cast<float>(std::max(1, count));
    const float width = least < rect.width() ? std::min(share - kColumnGap, 360.0F) : kColumnWidth;
    ImGui::SetCursorScreenPos(to_im(rect.min));
    ImGui::SetNextWindowContentSize({static_cast<float>(count) * (width + kColumnGap), 0});
    ImGui::BeginChild("columns", {rect.width(), rect.height()}, ImGuiChildFlags_None,
                      ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoNav |
                          ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                          ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse);
    if (pass.drag.step == DragStep::Moving)
        scroll_while_dragged(pass.frame, {{rect.min.x, -1e9F}, {rect.max.x, 1e9F}}, pass.drag.at);
    const Vec2 origin = from_im(ImGui::GetCursorScreenPos());
    const ImGuiWindow& window = *ImGui::GetCurrentWindow();
    const float height = rect.height() - (window.ScrollbarX ? window.ScrollbarSizes.y : 0);
    const int wanted = pass.state.lifted.empty() ? pass.state.column : pass.state.lifted_to;
    for (int column = 0; column < count; ++column) {
        const float left = origin.x + static_cast<float>(column) * (width + kColumnGap);
        const Rect place = rect_at({left, origin.y}, {width, height});
        if (column == wanted && pass.events.announce == "board.over")
            ImGui::SetScrollX(std::clamp(ImGui::GetScrollX(),
                                         left + width - origin.x - rect.width(),
                                         std::max(0.0F, left - origin.x)));
        if (pass.state.takes_focus && column == pass.state.column) {
            const float offset = left - origin.x;
            const float now = ImGui::GetScrollX();
            if (offset < now) ImGui::SetScrollX(offset);
            if (offset + width > now + rect.width())
                ImGui::SetScrollX(offset + width - rect.width());
        }
        draw_column(pass, column, place);
    }
    ImGui::EndChild();
}

/// On a phone a card that a finger carries is dropped on the name of a column.
void draw_targets(BoardPass& pass, const Rect& rect) {
    if (pass.drag.step == DragStep::None) return;
    Frame& frame = pass.frame;
    const Palette& palette = *frame.theme.palette;
    const int count = pass.source.column_count();
    const float height =
        std::min(kTargetHeight, rect.height() * 0.8F / static_cast<float>(std::max(1, count)));
    const float whole = height * static_cast<float>(count);
    const Rect sheet = {{rect.min.x, rect.max.y - whole - 16}, rect.max};
    const Region above(frame, "targets", sheet);
    const Scope group(frame, Role::Group, pass.words.drop_here, sheet);
    shadow(frame, sheet, frame.theme.metrics.radius_card, 12);
    fill_box(sheet, palette.raised, frame.theme.metrics.radius_card);
    for (int column = 0; column < count; ++column) {
        const Rect row =
            rect_at({sheet.min.x + 8, sheet.min.y + 8 + static_cast<float>(column) * height},
                    {sheet.width() - 16, height});
        const bool over = row.contains(pass.drag.at);
        const bool home = column == pass.state.lifted_from;
        const DropAdvice& advice = advice_for(pass, column);
        const ToneColors& colors = palette.tone(home ? Tone::Neutral : tone_of(advice.verdict));
        if (over) fill_box(inset(row, 0, 2), colors.tint, frame.theme.metrics.radius);
        const BoardColumn about = pass.source.column(column);
        tag_static(frame, Role::Text, about.label, row);
        const std::string& sentence = over && !home ? advice.sentence : about.label;
        paint_text(
            frame, sentence.empty() ? about.label : sentence, frame.theme.type.strong,
            advice.verdict == DropVerdict::Refused && !home ? palette.text_disabled : colors.text,
            inset(row, 12, 0));
        if (over) take_drop(pass, column);
    }
}

/// The columns' names on one line, panned where they do not fit; the shown one is in view.
void draw_names(BoardPass& pass, const std::vector<TabItem>& items) {
    Frame& frame = pass.frame;
    constexpr float kTabGap = 48;
    float whole = 0;
    for (const TabItem& item : items)
        whole += text_width(frame, item.label, frame.theme.type.strong) + kTabGap +
                 text_width(frame, std::to_string(item.count), frame.theme.type.caption);
    const Vec2 size = {available_width(frame), frame.theme.metrics.control + 4};
    ImGui::SetNextWindowContentSize({std::max(whole, size.x), 0});
    ImGui::BeginChild("names", to_im(size), ImGuiChildFlags_None,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoNav |
                          ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                          ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse);
    if (tabs(frame, pass.label, items, pass.state.column)) pass.state.card = 0;
    const float left = ImGui::GetWindowPos().x;
    for (const Node& node : frame.context.tree.nodes()) {
        const bool shown = node.role == Role::Tab && node.has(kNodeSelected);
        const bool own = frame.context.tree.window_of(node.id) == ImGui::GetCurrentWindow();
        if (!shown || !own || pass.state.named == pass.state.column) continue;
        const float at = node.rect.min.x - left + ImGui::GetScrollX();
        ImGui::SetScrollX(std::max(0.0F, at - (size.x - node.rect.width()) / 2));
        pass.state.named = pass.state.column;
        frame.again();
    }
    ImGui::EndChild();
}

void draw_one_column(BoardPass& pass, const Rect& rect) {
    Frame& frame = pass.frame;
    BoardState& state = pass.state;
    std::vector<BoardColumn> columns;
    for (int index = 0; index < pass.source.column_count(); ++index)
        columns.push_back(pass.source.column(index));
    std::vector<TabItem> items;
    for (const BoardColumn& column : columns) items.push_back({column.label, column.cards});
    draw_names(pass, items);
    const std::string& sum = columns[static_cast<std::size_t>(state.column)].sum;
    if (!sum.empty()) muted_text(frame, sum);
    const Rect below = {{rect.min.x, available_rect(frame).min.y}, rect.max};
    draw_column_cards(pass, state.column, below);
    draw_targets(pass, rect);
}

/// What is carried: by a pointer before the keyboard.
void find_carried(BoardPass& pass) {
    BoardState& state = pass.state;
    pass.carried = state.lifted;
    if (state.dragged.empty()) return;
    pass.drag = read_drag(pass.frame, card_id(pass, state.dragged));
    if (pass.drag.step == DragStep::None) return state.dragged.clear();
    pass.carried = state.dragged;
}

}  // namespace

BoardEvents board(Frame& frame, std::string_view label, BoardSource& source, BoardState& state,
                  const BoardWords& words) {
    BoardEvents events;
    const int count = source.column_count();
    if (count == 0) return events;
    state.column = std::clamp(state.column, 0, count - 1);
    const Rect rect = available_rect(frame);
    BoardPass pass{frame, source, state, words, events, label, ImGui::GetID("##board"), {}, {}, {}};
    const Scope scope(frame, Role::Group, label, rect, pass.id);
    take_keys(pass);
    find_carried(pass);
    if (frame.layout.phone())
        draw_one_column(pass, rect);
    else
        draw_side_by_side(pass, rect);
    draw_ghost(pass);
    if (pass.drag.step == DragStep::Dropped || pass.drag.step == DragStep::Cancelled)
        state.dragged.clear();
    return events;
}

}  // namespace holdfast::ui
