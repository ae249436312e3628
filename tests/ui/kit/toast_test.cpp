#include "support/test.h"
#include "ui/kit.h"
#include "ui/support/headless_ui.h"

namespace {

using namespace holdfast::ui;
using holdfast::test::HeadlessUi;
using holdfast::test::LambdaApp;

struct ToastScreen {
    std::uint32_t undone = 0;
    void draw(Frame& frame) {
        const Stack stack(frame, 8);
        if (button(frame, "Delete"))
            show_toast(frame, "Account deleted", {.action = frame.words.undo, .token = 42});
        if (const std::uint32_t token = draw_toasts(frame)) undone = token;
    }
};

}  // namespace

TEST_CASE("a toast says what happened and goes by itself", "[ui][toast]") {
    ToastScreen toasts;
    LambdaApp app([&](Frame& frame) { toasts.draw(frame); });
    HeadlessUi screen(app);
    screen.tap(Role::Button, "Delete");
    CHECK(screen.shows(Role::Status, "Account deleted"));
    screen.wait(7000);
    CHECK(screen.shows(Role::Status, "Account deleted"));
    screen.wait(2000);
    CHECK_FALSE(screen.shows(Role::Status, "Account deleted"));
    CHECK(screen.draw() == kSleep);
}

TEST_CASE("Undo gives back the token of its toast", "[ui][toast]") {
    ToastScreen toasts;
    LambdaApp app([&](Frame& frame) { toasts.draw(frame); });
    HeadlessUi screen(app);
    screen.tap(Role::Button, "Delete");
    screen.tap(Role::Button, "Undo");
    CHECK(toasts.undone == 42);
    CHECK_FALSE(screen.shows(Role::Status, "Account deleted"));
}

TEST_CASE("a toast waits while the pointer is on it", "[ui][toast]") {
    ToastScreen toasts;
    LambdaApp app([&](Frame& frame) { toasts.draw(frame); });
    HeadlessUi screen(app);
    screen.tap(Role::Button, "Delete");
    screen.tap(Role::Text, "Account deleted");
    screen.wait(20000);
    CHECK(screen.shows(Role::Status, "Account deleted"));
}

TEST_CASE("a toast waits while its button has the focus", "[ui][toast]") {
    ToastScreen toasts;
    LambdaApp app([&](Frame& frame) { toasts.draw(frame); });
    HeadlessUi screen(app);
    screen.activate(Role::Button, "Delete");
    screen.act(Action::Focus, Role::Button, "Undo", 1);
    screen.wait(20000);
    REQUIRE(screen.shows(Role::Status, "Account deleted"));
    screen.act(Action::Focus, Role::Button, "Delete", 1);
    screen.wait(9000);
    CHECK_FALSE(screen.shows(Role::Status, "Account deleted"));
}

namespace {

/// A dialog that is higher than the screen, opened right after something was said.
struct DialogScreen {
    bool open = false;
    std::string text;
    void draw(Frame& frame) {
        const Stack stack(frame, 8);
        if (button(frame, "Edit")) {
            for (const char* each : {"Saved Acme", "Saved Berg"}) show_toast(frame, each, {});
            open = true;
        }
        if (Dialog dialog(frame, "Many fields", open); dialog.shown())
            for (int number = 0; number < 14; ++number)
                text_field(frame, "Field " + std::to_string(number), text);
        draw_toasts(frame);
    }
};

}  // namespace

TEST_CASE("toasts stand above an open dialog and cover none of it", "[ui][toast]") {
    const bool phone = GENERATE(true, false);
    DialogScreen dialogs;
    LambdaApp app([&](Frame& frame) { dialogs.draw(frame); });
    const holdfast::test::Screen screen_size =
        phone ? holdfast::test::Screen{.width = 360, .height = 640}
              : holdfast::test::Screen{.width = 1280, .height = 500};
    HeadlessUi screen(app, screen_size);
    screen.tap(Role::Button, "Edit");
    const Rect toast = screen.node(Role::Status, "Saved Berg").rect;
    const Rect dialog = screen.node(Role::Dialog, "Many fields").rect;
    CHECK(toast.min.y >= 0);
    CHECK(toast.max.y < dialog.min.y);
    CHECK(dialog.max.y <= screen_size.height);
    // The other one waits, and comes when the dialog is closed.
    CHECK_FALSE(screen.shows(Role::Status, "Saved Acme"));
    screen.press(Key::Escape);
    CHECK(screen.shows(Role::Status, "Saved Acme"));
    CHECK(screen.node(Role::Status, "Saved Berg").rect.min.y > toast.max.y);
}

TEST_CASE("a dialog has the whole screen again when the toast has gone", "[ui][toast]") {
    DialogScreen dialogs;
    LambdaApp app([&](Frame& frame) { dialogs.draw(frame); });
    HeadlessUi screen(app, {.width = 360, .height = 640});
    screen.tap(Role::Button, "Edit");
    const float below = screen.node(Role::Dialog, "Many fields").rect.min.y;
    for (int toast = 0; toast < 2; ++toast) screen.wait(9'000);
    CHECK_FALSE(screen.shows(Role::Status, "Saved Berg"));
    CHECK_FALSE(screen.shows(Role::Status, "Saved Acme"));
    CHECK(screen.node(Role::Dialog, "Many fields").rect.min.y < below);
}

TEST_CASE("a toast that is no longer true is taken back", "[ui][toast]") {
    std::uint32_t untrue = 0;
    LambdaApp app([&](Frame& frame) {
        const Stack stack(frame, 8);
        if (button(frame, "Save"))
            for (const std::uint32_t token : {1U, 2U})
                show_toast(frame, "Toast " + std::to_string(token), {.token = token});
        drop_toast(frame, untrue);
        draw_toasts(frame);
    });
    HeadlessUi screen(app);
    screen.tap(Role::Button, "Save");
    untrue = 1;
    screen.draw();
    screen.settle();
    CHECK_FALSE(screen.shows(Role::Status, "Toast 1"));
    CHECK(screen.shows(Role::Status, "Toast 2"));
}
