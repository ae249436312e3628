// The board: cards in columns side by side, on a phone one column at a time; cards are moved by
// mouse, finger and keyboard.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ui/theme.h"

namespace holdfast::ui {

class Frame;

struct BoardColumn {
    std::string label;
    std::string count;  ///< In words for everybody: "12 work orders".
    std::string sum;    ///< Shown below the label; may be empty.
    int cards = 0;
    Tone tone = Tone::Neutral;
};
struct BoardFact {
    std::string text;
    Tone tone = Tone::Neutral;
    bool chip = false;
};
struct BoardCard {
    std::string key;  ///< The record's id; makes the node's id, whichever column it is in.
    std::string title;
    std::vector<BoardFact> facts;
    Tone edge = Tone::Neutral;
    std::string mark;  ///< A word on its state of saving; may be empty.
};

enum class DropVerdict : std::uint8_t { Fine, Asks, Refused };
struct DropAdvice {
    DropVerdict verdict = DropVerdict::Fine;
    std::string sentence;  ///< Why not, or what comes next.
};

/// Where columns and cards come from. Called per pass and visible card only.
class BoardSource {
public:
    BoardSource() = default;
    virtual ~BoardSource() = default;
    BoardSource(const BoardSource&) = delete;
    BoardSource& operator=(const BoardSource&) = delete;

    [[nodiscard]] virtual int column_count() = 0;
    [[nodiscard]] virtual BoardColumn column(int index) = 0;
    /// How many facts the card has; -1 when there is no such card.
    [[nodiscard]] virtual int fact_count(int column, int index) = 0;
    virtual void read_card(int column, int index, BoardCard& card) = 0;
    /// What dropping the card there would come to. Asked once per card and column.
    [[nodiscard]] virtual DropAdvice advise(const std::string& key, int column) = 0;
};

/// Kept by the screen between frames.
struct BoardState {
    int column = 0;  ///< Of the keyboard cursor; on a phone the one that is shown.
    int card = 0;
    int named = -1;            ///< Phone: the column whose name was brought into view.
    std::string lifted;        ///< Key of the card that the keyboard carries.
    std::string lifted_title;  ///< For announcements.
    int lifted_from = 0;
    int lifted_to = 0;
    std::string dragged;  ///< Key of the card that a pointer carries.
    std::string moved;    ///< Key of the card that was moved last: it keeps the focus.
    int looks_left = 0;   ///< How often it is still looked for in its new column.
    bool takes_focus = false;
    std::string advised;  ///< Whose moves `advice` is about.
    std::vector<DropAdvice> advice;
};

struct BoardEvents {
    std::string opened;  ///< Key of the card that was pressed.
    std::string moved;   ///< Key of the card that was dropped on `moved_to`.
    int moved_to = -1;
    std::string announce;  ///< Key of what to say: "board.lifted", "board.over", "board.put_back".
};

/// Words that the board itself shows.
struct BoardWords {
    std::string_view nothing_here;
    std::string_view card_hint;
    std::string_view drop_here;  ///< Names the columns that a phone offers to a finger.
};

/// Fills the available region. `label` names it for everybody.
BoardEvents board(Frame& frame, std::string_view label, BoardSource& source, BoardState& state,
                  const BoardWords& words);

}  // namespace holdfast::ui
