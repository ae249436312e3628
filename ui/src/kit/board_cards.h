// The cards of one column of a board. Private to ui/src/kit.
#pragma once

#include "kit/drag.h"
#include "ui/kit/board.h"

namespace holdfast::ui {

/// One board in one pass.
struct BoardPass {
    Frame& frame;
    BoardSource& source;
    BoardState& state;
    const BoardWords& words;
    BoardEvents& events;
    std::string_view label;
    NodeId id = 0;
    /// What is carried, by pointer or keyboard; empty when nothing is.
    std::string carried;
    DragReading drag;
    BoardCard scratch;
};

/// Draws the cards of `column` into the available region and scrolls them.
void draw_column_cards(BoardPass& pass, int column, const Rect& rect);
/// The card that is carried, below the pointer.
void draw_ghost(BoardPass& pass);
/// Puts down what the keyboard carries, where it has come to.
void drop_lifted(BoardPass& pass);
/// Passes in which a moved card is looked for: it moves between two frames, or not at all.
inline constexpr int kLooks = 12;
[[nodiscard]] NodeId card_id(const BoardPass& pass, std::string_view key);
/// What dropping the carried card on `column` would come to.
[[nodiscard]] const DropAdvice& advice_for(BoardPass& pass, int column);

}  // namespace holdfast::ui
