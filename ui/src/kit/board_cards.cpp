#include "kit/board_cards.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

#include "kit/paint.h"
#include "platform/im.h"
#include "ui/kit/surface.h"
#include "ui/layout.h"
#include "ui/semantics.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kPadding = 12;
constexpr float kGap = 8;
constexpr float kFactHeight = 20;
constexpr float kChipHeight = 22;
/// Beyond the visible part, so that scrolling meets cards that are there.
constexpr float kAhead = 400;
/// How far a moved card is looked for in its new column.
constexpr int kFollowMax = 120;

float title_height(const Frame& frame) {
    return frame.theme.type.strong.line + 2;
}

float card_height(const Frame& frame, int facts) {
    const float least = frame.theme.density == Density::Touch ? 56.0F : 44.0F;
    return std::max(least,
                    2 * kPadding + title_height(frame) + static_cast<float>(facts) * kFactHeight);
}

void paint_fact(Frame& frame, const BoardFact& fact, const Rect& line) {
    const TypeStyle& style = frame.theme.type.small;
    if (!fact.chip)
        return paint_text(frame, fact.text, style, frame.theme.palette->text_muted, line);
    const float width = std::min(line.width(), chip_width(frame, fact.text));
    paint_chip(frame, fact.text, fact.tone,
               rect_at({line.min.x, line.center().y - kChipHeight / 2}, {width, kChipHeight}));
}

void paint_board_card(Frame& frame, const BoardCard& card, const Rect& rect) {
    const Palette& palette = *frame.theme.palette;
    const float radius = frame.theme.metrics.radius;
    fill_box(rect, palette.surface, radius);
    edge_box(frame, rect, palette.border, radius);
    if (card.edge != Tone::Neutral)
        fill_box({{rect.min.x + 1, rect.min.y + radius}, {rect.min.x + 4, rect.max.y - radius}},
                 palette.tone(card.edge).solid, 1.5F);
    Rect line = inset(rect, kPadding, kPadding);
    line.max.y = line.min.y + title_height(frame);
    if (!card.mark.empty()) {
        const float width = text_width(frame, card.mark, frame.theme.type.caption);
        paint_text(frame, card.mark, frame.theme.type.caption, palette.tone(Tone::Info).text, line,
                   Align::Right);
        line.max.x -= width + 8;
    }
    paint_text(frame, card.title, frame.theme.type.strong, palette.text, line);
    line.max.x = rect.max.x - kPadding;
    for (const BoardFact& fact : card.facts) {
        line = rect_at({line.min.x, line.max.y}, {rect.width() - 2 * kPadding, kFactHeight});
        paint_fact(frame, fact, line);
    }
}

std::string name_of(const BoardCard& card) {
    std::string name = card.title;
    for (const BoardFact& fact : card.facts) name += ", " + fact.text;
    if (!card.mark.empty()) name += ", " + card.mark;
    return name;
}

void lift(BoardPass& pass, const BoardCard& card, int column) {
    BoardState& state = pass.state;
    state.lifted = card.key;
    state.lifted_title = card.title;
    state.lifted_from = state.lifted_to = column;
    pass.events.announce = "board.lifted";
    pass.frame.again();
}

void keep_cursor(BoardPass& pass, const Interaction& state, int column, int index) {
    Context& context = pass.frame.context;
    BoardState& board = pass.state;
    const bool here = board.column == column && board.card == index;
    if (here && board.takes_focus) {
        board.takes_focus = false;
        context.focus.ring = true;
        context.move_focus(state.id);
        context.focus.scroll_to = true;
    }
    if (context.focus.id != state.id || board.takes_focus) return;
    board.column = column;
    board.card = index;
}

void take_card_answer(BoardPass& pass, const Interaction& state, int column) {
    const BoardCard& card = pass.scratch;
    const DragReading drag = read_drag(pass.frame, state);
    if (drag.step == DragStep::None && state.pressed) {
        pass.events.opened = card.key;
        return;
    }
    if (drag.step == DragStep::None || pass.state.dragged == card.key) return;
    pass.frame.again();
    pass.state.lifted.clear();
    pass.state.dragged = card.key;
    pass.state.lifted_from = pass.state.lifted_to = column;
    pass.state.lifted_title = card.title;
}

void draw_card(BoardPass& pass, int column, int index, const Rect& rect) {
    Frame& frame = pass.frame;
    pass.scratch = {};
    pass.source.read_card(column, index, pass.scratch);
    const BoardCard& card = pass.scratch;
    const NodeId id = card_id(pass, card.key);
    const bool lifted = pass.state.lifted == card.key;
    if (takes_lift_key(frame, id)) lift(pass, card, column);
    const bool cursor = pass.state.column == column && pass.state.card == index;
    const Scope item(frame, Role::ListItem, {}, rect, id ^ 0x17e3U);
    // The same node in every column, so that the focus goes with the card.
    ImGui::PushOverrideID(pass.id);
    const Interaction state =
        interact_at(frame, card.key, rect, {.tab_stop = cursor ? TabStop::Yes : TabStop::No});
    ImGui::PopID();
    Node& node = tag(frame, state, Role::Button, name_of(card));
    node.properties.push_back({Property::Description, std::string(pass.words.card_hint)});
    if (lifted) node.flags |= kNodeSelected;
    keep_cursor(pass, state, column, index);
    take_card_answer(pass, state, column);
    if (!state.visible) return;
    paint_board_card(frame, card, state.rect);
    const Palette& palette = *frame.theme.palette;
    const float radius = frame.theme.metrics.radius;
    if (pass.carried == card.key) fill_box(state.rect, with_alpha(palette.surface, 0.6F), radius);
    if (lifted) edge_box(frame, state.rect, palette.tone(Tone::Accent).solid, radius, 2);
    if (state.hovered) fill_box(state.rect, palette.hover, radius);
    if (state.ring) focus_ring(frame, state.rect, radius);
}

/// A card that was moved keeps the focus, where it is found near the top of its new column.
void follow_moved(BoardPass& pass, int column) {
    BoardState& state = pass.state;
    if (state.moved.empty() || state.lifted_to != column) return;
    if (--state.looks_left < 0) return state.moved.clear();
    for (int index = 0; index < kFollowMax; ++index) {
        if (pass.source.fact_count(column, index) < 0) return;
        BoardCard card;
        pass.source.read_card(column, index, card);
        if (card.key != state.moved) continue;
        state.column = column;
        state.card = index;
        state.takes_focus = true;
        state.moved.clear();
        return;
    }
}

void draw_nothing(BoardPass& pass, const Rect& rect) {
    const Rect line = rect_at(rect.min, {rect.width(), 48});
    tag_static(pass.frame, Role::Text, pass.words.nothing_here, line);
    paint_text(pass.frame, pass.words.nothing_here, pass.frame.theme.type.small,
               pass.frame.theme.palette->text_muted, line, Align::Center);
}

}  // namespace

void drop_lifted(BoardPass& pass) {
    BoardState& state = pass.state;
    if (state.lifted_to == state.lifted_from) {
        pass.events.announce = "board.put_back";
    } else {
        pass.events.moved = state.lifted;
        pass.events.moved_to = state.lifted_to;
        state.moved = state.lifted;
        state.looks_left = kLooks;
    }
    state.lifted.clear();
    pass.frame.again();
}

NodeId card_id(const BoardPass& pass, std::string_view key) {
    return ImHashStr(key.data(), key.size(), pass.id);
}

const DropAdvice& advice_for(BoardPass& pass, int column) {
    BoardState& state = pass.state;
    if (state.advised != pass.carried) {
        state.advised = pass.carried;
        state.advice.clear();
    }
    const auto wanted = static_cast<std::size_t>(column);
    while (state.advice.size() <= wanted)
        state.advice.push_back(
            pass.source.advise(pass.carried, static_cast<int>(state.advice.size())));
    return state.advice[wanted];
}

void draw_column_cards(BoardPass& pass, int column, const Rect& rect) {
    Frame& frame = pass.frame;
    IdScope scope(frame, std::to_string(column));
    const ScrollArea area(frame, "cards", rect, {.padding_x = kGap, .padding_y = kGap});
    if (pass.drag.step == DragStep::Moving && rect.contains(pass.drag.at))
        scroll_while_dragged(frame, {{-1e9F, rect.min.y}, {1e9F, rect.max.y}}, pass.drag.at);
    follow_moved(pass, column);
    const Rect room = available_rect(frame);
    if (pass.source.fact_count(column, 0) < 0) {
        space(frame, 48);
        return draw_nothing(pass, room);
    }
    const BoardColumn about = pass.source.column(column);
    const Scope list(frame, Role::List, about.label + ", " + about.count, rect,
                     pass.id + 31U * static_cast<NodeId>(column + 1));
    float top = room.min.y;
    for (int index = 0; top < rect.max.y + kAhead; ++index) {
        const int facts = pass.source.fact_count(column, index);
        if (facts < 0) break;
        const float height = card_height(frame, facts);
        const Rect place = rect_at({room.min.x, top}, {room.width(), height});
        const bool near = place.max.y > rect.min.y - kAhead && top < rect.max.y + kAhead;
        const bool wanted =
            pass.state.takes_focus && pass.state.column == column && pass.state.card == index;
        if (near || wanted) draw_card(pass, column, index, place);
        top = place.max.y + kGap;
    }
    space(frame, top - room.min.y);
}

void draw_ghost(BoardPass& pass) {
    if (pass.drag.step != DragStep::Moving || pass.carried.empty()) return;
    Frame& frame = pass.frame;
    constexpr float kWidth = 240;
    const TypeStyle& style = frame.theme.type.strong;
    const float width =
        std::min(kWidth, text_width(frame, pass.state.lifted_title, style) + 2 * kPadding + 4);
    const Rect rect = rect_at({pass.drag.at.x - width / 2, pass.drag.at.y - 20}, {width, 40});
    const Region above(frame, "ghost", inset(rect, -24, -24));
    shadow(frame, rect, frame.theme.metrics.radius, 12);
    fill_box(rect, frame.theme.palette->raised, frame.theme.metrics.radius);
    edge_box(frame, rect, frame.theme.palette->tone(Tone::Accent).solid, frame.theme.metrics.radius,
             2);
    paint_text(frame, pass.state.lifted_title, style, frame.theme.palette->text,
               inset(rect, kPadding, 0));
}

}  // namespace holdfast::ui
