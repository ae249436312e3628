// What comes from the page: pointer, keys, text, actions, prefs. Numbers are
// shared with web/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace holdfast::ui {

/// Kind of an event record: eight floats `kind, t, a, b, c, d, e, f`.
enum class EventKind : std::uint8_t {
    Move = 1,    ///< a,b position in CSS pixels; c pointer source; d pointer id; e
                 ///< buttons.
    Down = 2,    ///< As Move; e the button (0 left, 1 right, 2 middle); f modifier bits
                 ///< (see Modifier).
    Up = 3,      ///< As Down.
    Cancel = 4,  ///< The browser took the pointer away.
    Wheel = 5,   ///< a,b position; c,d movement in CSS pixels; e 1 when Ctrl is held.
    Key = 6,     ///< a key code (see Key); b modifier bits (see Modifier).
    Focus = 7,   ///< a 1 when the page has the focus.
    Leave = 8,   ///< The pointer left the page.
    View = 10,   ///< a width, b height, c pixel ratio, d keyboard height; insets
                 ///< follow in Safe.
    Safe = 11,   ///< a top, b right, c bottom, d left.
    Prefs = 12,  ///< a bits of PrefsBit, b text scale.
};
inline constexpr std::size_t kEventFloats = 8;

enum class PointerSource : std::uint8_t { Mouse, Touch, Pen };

enum PrefsBit : std::uint32_t {
    kPrefsDark = 1U << 0U,
    kPrefsContrast = 1U << 1U,
    kPrefsReducedMotion = 1U << 2U,
    kPrefsCoarsePointer = 1U << 3U,
    kPrefsStandalone = 1U << 4U,
};

/// A key by meaning, not by place: printable keys are their lower-case code
/// point.
enum class Key : std::uint32_t {
    None = 0,
    Space = ' ',
    Slash = '/',
    Question = '?',
    A = 'a',
    E = 'e',
    J = 'j',
    K = 'k',
    N = 'n',
    S = 's',
    Z = 'z',
    Tab = 0x110000,
    Enter,
    Escape,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Backspace,
    Delete,
    F2,
    F6,
};

enum Modifier : std::uint8_t {
    kShift = 1U << 0U,
    kPrimary = 1U << 1U,  ///< Ctrl, or Cmd on a Mac.
    kAlt = 1U << 2U,
};

struct KeyPress {
    Key key = Key::None;
    std::uint8_t modifiers = 0;
    bool operator==(const KeyPress&) const = default;
};

/// What assistive technology, a script or the mirror asks for.
enum class Action : std::uint8_t {
    Activate = 0,
    Focus = 1,  ///< amount 1: the focus ring shows.
    Blur = 2,
    ScrollBy = 3,  ///< amount in CSS pixels.
    SetValue = 4,  ///< amount: index of the option of a combobox.
    Submit = 5,    ///< Enter in a text field.
};

/// One change of a text field that the page owns.
struct TextEvent {
    std::uint32_t node = 0;
    std::uint32_t version = 0;  ///< Grows with every event of the page.
    bool composing = false;     ///< An input method has not committed yet.
    std::string value;
};

}  // namespace holdfast::ui
