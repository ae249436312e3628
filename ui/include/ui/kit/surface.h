// Surfaces and small signs: card, section, chip, badge, avatar, divider,
// definition list.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "ui/geometry.h"
#include "ui/icon.h"
#include "ui/layout.h"
#include "ui/semantics.h"
#include "ui/theme.h"

namespace holdfast::ui {

struct CardOptions {
    Role role = Role::None;      ///< Article, Region, Group, ListItem or None.
    std::string_view name = {};  ///< Accessible name when there is a role.
    Tone edge = Tone::Neutral;   ///< A stripe of this colour on the left unless Neutral.
    float padding = -1;          ///< -1: the theme's.
};

/// A rounded surface around everything drawn while it lives, over the available
/// width.
class Card {
public:
    Card(Frame& frame, std::string_view id, const CardOptions& options = {});
    ~Card();
    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;

private:
    Frame& frame_;
    Rect rect_;
    float padding_ = 0;
    float outer_right_ = 0;
    Tone edge_ = Tone::Neutral;
    NodeId key_ = 0;
    std::optional<Scope> scope_;
};

/// Title of a part of a page (level 2) with an optional line below it.
void section_heading(Frame& frame, std::string_view title, std::string_view detail = {});

/// A rounded sign with a word; `icon` may be None, then a dot carries the
/// colour.
void chip(Frame& frame, std::string_view label, Tone tone, Icon icon = Icon::None);
[[nodiscard]] float chip_width(Frame& frame, std::string_view label, Icon icon = Icon::None);
/// Paints a chip into `rect` without meaning; for rows that tag themselves.
void paint_chip(Frame& frame, std::string_view label, Tone tone, const Rect& rect);

/// Circle with the initials of `name`, in a colour that stays with the name.
void paint_avatar(Frame& frame, std::string_view name, const Rect& rect);

/// Hairline over the available width.
void divider(Frame& frame);

/// A label with its value below it, as on a record page. A `href` makes the
/// value a link.
bool fact(Frame& frame, std::string_view label, std::string_view value, std::string_view href = {});

}  // namespace holdfast::ui
