// FieldEditor: the widget for one field of a form, by its editor kind.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/app/form_view.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

/// Where a link field's search stands.
struct LinkSearch {
    PickerState picker;
    std::vector<FormOption> found;
    bool searched = false;
};

/// What happened to a field in this pass.
struct FieldAnswer {
    bool changed = false;
    bool submitted = false;
    std::string text;  ///< What to tell the form when it changed.
    /// The person wants the starter of this module, because there is nothing to pick from.
    EntityId starter = EntityId::None;
};

/// Whether a picker with nothing to pick offers the starter of its module.
enum class Starters : std::uint8_t { Left, Offered };

/// Holds the searches of link fields, and which field is filled, between frames.
class FieldEditor {
public:
    explicit FieldEditor(Starters starters = Starters::Left) : starters_(starters) {}
    /// Draws `field` over the available width. `key` is unique within the form. What was typed also
    /// stands in `field.text` at once, so that the next pass of this frame shows it.
    FieldAnswer draw(ScreenContext& context, FormField& field, const std::string& key);
    void forget();

private:
    FieldAnswer draw_text(ScreenContext& context, FormField& field, const std::string& key);
    FieldAnswer draw_link(ScreenContext& context, FormField& field, const std::string& key);

    Starters starters_;
    std::string focused_;  ///< Key of the field that is being filled.
    std::map<std::string, LinkSearch> searches_;
};

}  // namespace holdfast::ui
