// The frame around every screen: app bar, side navigation, bottom bar.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ui/geometry.h"
#include "ui/icon.h"
#include "ui/layout.h"
#include "ui/semantics.h"
#include "ui/theme.h"

namespace holdfast::ui {

class Frame;

struct NavItem {
    std::string_view label;
    std::string_view href;  ///< "#/accounts"
    Icon icon = Icon::None;
    int badge = 0;  ///< Shown when positive.
    bool current = false;
    bool secondary = false;       ///< Stands at the foot of the side, not in the bottom bar.
    std::string_view group = {};  ///< Heading of the items from here on, where it changes.
};

/// The parts into which the screen is divided at this breakpoint.
struct ShellAreas {
    Rect side;  ///< Empty on a phone.
    Rect bar;
    Rect body;
    Rect bottom;  ///< Phone only.
};
[[nodiscard]] ShellAreas shell_areas(const Frame& frame);

/// Desktop: icons with labels; tablet: a rail of icons with small labels. Role
/// navigation named `name`, one link per item. Gives back the index pressed, or
/// -1.
int side_navigation(Frame& frame, std::string_view name, std::span<const NavItem> items,
                    const Rect& rect);
/// Phone: the first items as a bar. Gives back the index pressed, or -1.
int bottom_bar(Frame& frame, std::string_view name, std::span<const NavItem> items,
               const Rect& rect);

struct AppBarOptions {
    std::string_view title = {};      ///< Painted only; the screen's heading carries the meaning.
    std::string_view back_href = {};  ///< Shows a back button.
};

/// Background and left part of the bar. What is drawn while it lives goes into
/// its right part, from left to right through a Row. `back_pressed()` is true
/// in the pass of the press.
class AppBar {
public:
    AppBar(Frame& frame, const AppBarOptions& options, const Rect& rect);
    ~AppBar();
    AppBar(const AppBar&) = delete;
    AppBar& operator=(const AppBar&) = delete;

    [[nodiscard]] bool back_pressed() const { return back_pressed_; }

private:
    std::optional<Scope> scope_;
    std::optional<Region> region_;
    bool back_pressed_ = false;
};

}  // namespace holdfast::ui
