// The list of choices that hangs below a combobox, with an optional search box on top.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "ui/app_frame.h"
#include "ui/geometry.h"
#include "ui/kit/choice.h"

namespace holdfast::ui {

enum class ListSearch : std::uint8_t { None, Filter, Ask };

struct PopupListSpec {
    std::string_view name;
    Rect anchor;
    std::span<const Choice> choices;
    int selected = -1;
    ListSearch search = ListSearch::None;
};

/// Draws the open list. Filter hides choices without `query`; Ask leaves that to the caller.
/// Gives back the index that was chosen, or -1. Sets `open` to false when it closes, and
/// `query_changed` when the person typed.
int popup_list(Frame& frame, const PopupListSpec& spec, PickerState& state);

}  // namespace holdfast::ui
