// The contract between the screens and the platform layer: App draws, Frame is
// what it draws with.
//
// The host (wasm/) owns one Platform and one App. Per animation frame it calls
// Platform::draw_frame(), which runs one to four passes of App::draw() (input
// settles within one frame) and presents the last. A pass must not change the
// database: it returns intents through the App's own state, and the host
// carries them out between frames.
//
// Host functions for web/worker.js (names are shared by the product and the
// gallery):
//   hf_init(width, height, pixel_ratio)      start; canvas and fonts are
//   already in the module hf_events(float*, count)                 `count`
//   records of 8 floats, see ui/input.h hf_text(node, version, composing, utf8)
//   a text field of the page changed hf_action(action, node, amount) see
//   ui::Action hf_route(utf8)                           the fragment of the
//   address changed hf_frame(now_ms) -> wake                 -1 sleep, 0 next
//   frame, else milliseconds hf_packet() / hf_packet_bytes()          mirror
//   packet of the last frame, may be empty hf_requests() / hf_requests_bytes()
//   page requests of the last frame, may be empty hf_settled() -> frame number
//   of the last frame after which nothing was scheduled hf_context_lost() /
//   hf_context_restored()
#pragma once

#include <string>
#include <string_view>

#include "ui/input.h"
#include "ui/layout.h"
#include "ui/page_requests.h"
#include "ui/theme.h"

namespace holdfast::ui {

struct Context;  // Platform's memory between frames; kit sources only.

/// Words that the kit itself says. The host fills them from the catalogue;
/// English by default.
struct KitWords {
    std::string close = "Close";
    std::string clear = "Clear";
    std::string undo = "Undo";
    std::string search = "Search";
    std::string no_matches = "No matches";
    std::string choose = "Choose";
    std::string required = "required";
    std::string next_rows = "Next rows";
    std::string loading = "Loading";
    std::string more = "More";
    std::string back = "Back";
    std::string sorted_up = "ascending";
    std::string notifications = "Notifications";
    std::string sync = "Sync";
    std::string selection = "Selection";
};

/// What one pass draws with. Lives for one pass; do not keep it.
class Frame {
public:
    Frame(Context& context, const Theme& theme, const Layout& layout, const KitWords& words);

    const Theme& theme;
    const Layout& layout;
    const KitWords& words;
    double now_ms = 0;  ///< Monotonic, of the page; the same for all passes of one frame.
    PageRequests& page;
    Context& context;

    /// True once when the key was pressed in this pass and nothing inside took
    /// it; the press is then used up. Single letters, Ctrl+Z and Ctrl+A are only
    /// delivered while no text field has the focus.
    [[nodiscard]] bool take_key(KeyPress press);
    /// Another frame within `ms`; 0 asks for the next one. Without a call nothing
    /// is scheduled.
    void wake_in(double ms);
    /// Another pass of this frame, because what was drawn so far has the wrong
    /// size or state.
    void again();
    /// Moves the focus to the first focusable node with this role and name, in
    /// this pass or later ones of the same frame. Unknown names are ignored.
    void focus(std::string_view name);
    /// Moves the focus to the first control inside the group with this name as soon as it is
    /// drawn, unless the focus goes elsewhere before that.
    void enter_group(std::string_view name);
    /// A new screen is drawn from this pass on: the focus goes to its form's first field, or to the
    /// screen itself, from where Tab leads into it. Waits while a dialog or a menu is open.
    void enter_screen();
};

/// The product's screens, or the gallery, or a test.
class App {
public:
    App() = default;
    virtual ~App() = default;
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    /// Draws everything once. Called once to four times per frame, so it must
    /// give the same picture for the same state.
    virtual void draw(Frame& frame) = 0;
    /// The address changed by the person (link, back, forward) or by a Route
    /// request.
    virtual void on_route(std::string_view fragment) = 0;
};

/// A part of an App: one screen. Called per pass while it is shown.
class Screen {
public:
    Screen() = default;
    virtual ~Screen() = default;
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    /// Draws into the rectangle that is left at the cursor.
    virtual void draw(Frame& frame) = 0;
};

}  // namespace holdfast::ui
