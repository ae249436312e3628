// Buttons and links. One primary button per view; danger only where something
// is destroyed.
#pragma once

#include <cstdint>
#include <string_view>

#include "ui/icon.h"
#include "ui/theme.h"

namespace holdfast::ui {

class Frame;

enum class ButtonKind : std::uint8_t { Primary, Secondary, Ghost, Danger };
enum class ButtonSize : std::uint8_t { Normal, Small };
enum class ButtonWidth : std::uint8_t { Natural, Fill };
enum class Enabled : std::uint8_t { Yes, No };

struct ButtonOptions {
    ButtonKind kind = ButtonKind::Secondary;
    Icon icon = Icon::None;
    Enabled enabled = Enabled::Yes;
    ButtonSize size = ButtonSize::Normal;
    ButtonWidth width = ButtonWidth::Natural;
    std::string_view shortcut = {};  ///< As in aria-keyshortcuts, e.g. "Control+S".
    bool busy = false;               ///< Shows work in progress and takes no press.
    bool expanded = false;           ///< Its menu is open.
    bool opens_menu = false;
};

/// True in the pass in which it was pressed.
bool button(Frame& frame, std::string_view label, const ButtonOptions& options = {});
/// The width button() would take.
[[nodiscard]] float button_width(Frame& frame, std::string_view label,
                                 const ButtonOptions& options = {});

/// A square button that shows only an icon; `label` is its name.
bool icon_button(Frame& frame, Icon icon, std::string_view label,
                 const ButtonOptions& options = {.kind = ButtonKind::Ghost});
[[nodiscard]] float icon_button_width(const Frame& frame, const ButtonOptions& options = {});

/// Text that goes somewhere. A `#` address also comes back as true; others are
/// opened by the page.
bool link(Frame& frame, std::string_view label, std::string_view href);

}  // namespace holdfast::ui
