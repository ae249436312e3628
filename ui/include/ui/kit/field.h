// Text fields. The page's own <input> lies on the rectangle and owns text,
// caret and keyboard.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ui/icon.h"
#include "ui/kit/button.h"

namespace holdfast::ui {

class Frame;

enum class TextKind : std::uint8_t {
    Plain,
    Multiline,
    Search,
    Email,
    Phone,
    Number,  ///< Decimal keyboard; the value stays text.
    Date,    ///< The browser's date picker; the value is YYYY-MM-DD or empty.
    Time,
    Password,
    Address,  ///< A URL.
};

enum class Necessity : std::uint8_t { Optional, Required };
enum class Editing : std::uint8_t { Allowed, ReadOnly };

struct FieldOptions {
    TextKind kind = TextKind::Plain;
    Necessity necessity = Necessity::Optional;
    Editing editing = Editing::Allowed;
    Enabled enabled = Enabled::Yes;
    std::string_view placeholder = {};
    std::string_view help = {};
    std::string_view error = {};          ///< Shown in place of `help`; marks the field invalid.
    std::string_view auto_complete = {};  ///< Token of HTML autocomplete; "off" when empty.
    std::string_view display = {};        ///< Shown in place of the value while not being edited.
    int length_max = 0;                   ///< UTF-16 units as the browser counts; 0 is no limit.
    int lines = 4;                        ///< Height of Multiline.
    bool auto_focus = false;              ///< Takes the focus when its dialog opens.
};

/// What happened to a field in this pass.
struct FieldEvents {
    bool changed = false;    ///< The value is new.
    bool composing = false;  ///< An input method is at work: wait with searching and checking.
    bool submitted = false;  ///< Enter was pressed.
    bool left = false;       ///< The focus went away: time to check.
    bool focused = false;
};

/// Label above, field, help or error below, over the available width. `value`
/// is UTF-8. The page is told when `value` was changed by somebody else; never
/// while an input method is at work.
FieldEvents text_field(Frame& frame, std::string_view label, std::string& value,
                       const FieldOptions& options = {});

/// A search box with its icon and a clear button, without a visible label.
FieldEvents search_box(Frame& frame, std::string_view label, std::string& value,
                       std::string_view placeholder = {});

}  // namespace holdfast::ui
