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
