// Answers to the person: toast, banner, progress, empty state, skeleton, sync
// chip.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ui/icon.h"
#include "ui/theme.h"

namespace holdfast::ui {

class Frame;

struct ToastOptions {
    Tone tone = Tone::Neutral;
    std::string_view action = {};  ///< Label of its button, e.g. "Undo".
    std::uint32_t token = 0;       ///< Given back by draw_toasts() when the button is pressed.
    double visible_ms = 8000;      ///< Longer while the pointer or the focus is on it.
};

/// Queues a message; announced politely, or at once when the tone is Danger.
void show_toast(Frame& frame, std::string_view message, const ToastOptions& options = {});
/// Takes back a message that is no longer true, by ToastOptions::token. Not an error when it is
/// gone.
void drop_toast(Frame& frame, std::uint32_t token);
/// Draws what is queued above everything; while a dialog is open, the newest one above it, which
/// leaves the room. Call once at the end of a pass. Gives
/// back the token of the toast whose button was pressed, or 0.
std::uint32_t draw_toasts(Frame& frame);

enum class BannerShape : std::uint8_t {
    Card,   ///< Among other cards.
    Strip,  ///< From edge to edge, below the app bar.
};

struct BannerOptions {
    Tone tone = Tone::Info;
    Icon icon = Icon::None;  ///< None: the one that goes with the tone.
    std::string_view detail = {};
    std::string_view action = {};
    BannerShape shape = BannerShape::Card;
};

/// A lasting message over the available width: role alert for Danger, status
/// otherwise. True when its button was pressed.
bool banner(Frame& frame, std::string_view message, const BannerOptions& options = {});

/// `share` lies in 0..1; a negative one means that the end is not known.
void progress_bar(Frame& frame, std::string_view label, float share);

enum class EmptyAnswer : std::uint8_t { None, Primary, Secondary };

struct EmptyState {
    Icon icon = Icon::Inbox;
    std::string_view title;
    std::string_view detail = {};
    std::string_view primary = {};
    std::string_view secondary = {};
};

/// Fills the available region with one sentence that says what to do next.
EmptyAnswer empty_state(Frame& frame, const EmptyState& state);

/// Grey bars where text will be; says "Loading" to screen readers once.
void skeleton_rows(Frame& frame, int count);

/// Whether the data stands on the server too, always visible, in words. Role
/// status named KitWords::sync; true when pressed.
bool sync_chip(Frame& frame, std::string_view words, Tone tone, Icon icon);
[[nodiscard]] float sync_chip_width(Frame& frame, std::string_view words);

}  // namespace holdfast::ui
