#include <algorithm>
#include <utility>

#include "platform/context.h"
#include "ui/app_frame.h"

namespace holdfast::ui {
namespace {

bool is_plain_character(KeyPress press) {
    return press.key < Key::Tab && (press.modifiers & (kPrimary | kAlt)) == 0;
}

/// What a text field does with the key itself: it is typed, takes typing back, or chooses it.
bool belongs_to_text(KeyPress press) {
    const bool of_text = press.key == Key::Z || press.key == Key::A;
    return is_plain_character(press) || (of_text && (press.modifiers & kPrimary) != 0);
}

}  // namespace

Frame::Frame(Context& the_context, const Theme& the_theme, const Layout& the_layout,
             const KitWords& the_words)
    : theme(the_theme),
      layout(the_layout),
      words(the_words),
      page(the_context.page),
      context(the_context) {}

bool Frame::take_key(KeyPress press) {
    if (context.key.key == Key::None || !(context.key == press)) return false;
    const Node* focused = context.tree.find(context.focus.id);
    if (belongs_to_text(press) && focused != nullptr && is_text_entry(focused->role)) return false;
    context.key = {};
    return true;
}

void Frame::wake_in(double ms) {
    const double due = context.now_ms + std::max(0.0, ms);
    context.wake_at_ms = context.wake_at_ms < 0 ? due : std::min(context.wake_at_ms, due);
}

void Frame::again() {
    context.again = true;
}

void Frame::focus(std::string_view name) {
    context.focus.wanted_name = name;
    context.again = true;
}

void Frame::enter_group(std::string_view name) {
    context.focus.wanted_group = name;
}

void Frame::enter_screen() {
    context.focus.enters_screen = true;
    context.again = true;
}

}  // namespace holdfast::ui
