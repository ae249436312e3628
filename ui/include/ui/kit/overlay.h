// What lies above the page: dialogs, sheets, menus, popovers. Everything behind
// is inert.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "ui/geometry.h"
#include "ui/icon.h"
#include "ui/kit/button.h"
#include "ui/layout.h"
#include "ui/semantics.h"

namespace holdfast::ui {

class Frame;

struct DialogOptions {
    float width = 480;             ///< Pixels on tablet and desktop; a phone gets a sheet.
    std::string_view detail = {};  ///< One muted line below the title.
};

/// A dialog with a title bar of its own while `open` is true. Escape, the close
/// button and a press on the scrim set `open` to false. Draw into it only when
/// shown() is true.
///
///     if (Dialog dialog(frame, "Import", open); dialog.shown()) { ... }
class Dialog {
public:
    Dialog(Frame& frame, std::string_view title, bool& open, const DialogOptions& options = {});
    ~Dialog();
    Dialog(const Dialog&) = delete;
    Dialog& operator=(const Dialog&) = delete;

    [[nodiscard]] bool shown() const { return layer_ != nullptr; }

private:
    struct Layer;
    void begin_content(std::string_view title, bool& open, const DialogOptions& options);

    Frame& frame_;
    std::unique_ptr<Layer> layer_;
    std::unique_ptr<ScrollArea> area_;
    std::unique_ptr<Stack> stack_;
};

/// Right-aligned buttons at the foot of a dialog or form. Gives back the index
/// that was pressed, or -1. On a phone they fill the width, the first on top.
struct DialogButton {
    std::string_view label;
    ButtonKind kind = ButtonKind::Secondary;
    Enabled enabled = Enabled::Yes;
};
int dialog_buttons(Frame& frame, std::span<const DialogButton> buttons);

struct MenuEntry {
    std::string_view label;
    Icon icon = Icon::None;
    std::string_view shortcut = {};
    Tone tone = Tone::Neutral;
    Enabled enabled = Enabled::Yes;
};

/// A menu below `anchor` while `open`. Gives back the index that was chosen, or
/// -1.
int menu(Frame& frame, std::string_view name, const Rect& anchor,
         std::span<const MenuEntry> entries, bool& open);

/// The rectangle of the widget drawn last, e.g. the button a menu hangs on.
[[nodiscard]] Rect last_rect(const Frame& frame);

}  // namespace holdfast::ui
