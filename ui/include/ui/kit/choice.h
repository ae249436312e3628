// Choosing: checkbox, switch, combobox with search, tabs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "ui/icon.h"
#include "ui/kit/field.h"

namespace holdfast::ui {

class Frame;

/// True when the person changed `checked` in this pass.
bool check_box(Frame& frame, std::string_view label, bool& checked, Enabled enabled = Enabled::Yes);
/// As check_box(), for settings that take effect at once. The label stands
/// left.
bool toggle_switch(Frame& frame, std::string_view label, bool& on, Enabled enabled = Enabled::Yes);

struct Choice {
    std::string_view label;
    std::string_view detail = {};  ///< Second line, e.g. the city of an account.
};

/// A closed list of choices. `selected` is an index or -1. Lists of more than
/// kComboSearchFrom choices get a search box. True when the person chose
/// another one.
bool combo_box(Frame& frame, std::string_view label, std::span<const Choice> choices, int& selected,
               const FieldOptions& options = {});
inline constexpr int kComboSearchFrom = 8;

/// What a record picker shows and asks. The caller answers `query` with
/// `choices`.
struct PickerState {
    bool open = false;
    std::string query;  ///< What the person typed; read it after each pass.
    bool query_changed = false;
};

/// A combobox over an open-ended set: `shown` is the present value, `choices`
/// the answers to `state.query`. Gives back the index that was chosen, or -1.
int picker(Frame& frame, std::string_view label, std::string_view shown,
           std::span<const Choice> choices, PickerState& state, const FieldOptions& options = {});

struct TabItem {
    std::string_view label;
    int count = -1;  ///< Shown behind the label when not negative.
};

/// A row of tabs named `label`. True when the person chose another one.
bool tabs(Frame& frame, std::string_view label, std::span<const TabItem> items, int& selected);

}  // namespace holdfast::ui
