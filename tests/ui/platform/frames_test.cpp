#include "support/test.h"
#include "ui/kit.h"
#include "ui/support/headless_ui.h"

namespace {

using namespace holdfast::ui;
using holdfast::test::HeadlessUi;
using holdfast::test::LambdaApp;

}  // namespace

TEST_CASE("nothing is scheduled while nothing happens", "[ui][frames]") {
    LambdaApp app([](Frame& frame) { button(frame, "Idle"); });
    HeadlessUi screen(app);
    CHECK(screen.draw() == kSleep);
    CHECK(screen.platform().packet().empty());
    CHECK(screen.platform().settled_frame() == screen.platform().frame_count());
}

TEST_CASE("a tap with a finger is answered within one frame and leaves no hover", "[ui][frames]") {
    int presses = 0;
    LambdaApp app([&presses](Frame& frame) {
        if (button(frame, "Tap me")) ++presses;
    });
    HeadlessUi screen(app, {.width = 390, .height = 844, .preferences = kPrefsCoarsePointer});
    const Vec2 at = screen.node(Role::Button, "Tap me").rect.center();
    const std::uint32_t before = screen.platform().frame_count();
    screen.touch(at);
    CHECK(presses == 1);
    CHECK(screen.platform().frame_count() - before <= 2);
}

TEST_CASE("a finger that pans scrolls and presses nothing", "[ui][frames]") {
    int presses = 0;
    LambdaApp app([&presses](Frame& frame) {
        const ScrollArea area(frame, "list", available_rect(frame));
        for (int index = 0; index < 60; ++index)
            if (button(frame, "Item " + std::to_string(index))) ++presses;
    });
    HeadlessUi screen(app, {.width = 390, .height = 844, .preferences = kPrefsCoarsePointer});
    const float before = screen.node(Role::Button, "Item 20").rect.min.y;
    screen.drag({100, 600}, {100, 400});
    CHECK(screen.node(Role::Button, "Item 20").rect.min.y == before - 200);
    CHECK(presses == 0);
}

TEST_CASE("the wheel moves by the pixels that the browser says", "[ui][frames]") {
    LambdaApp app([](Frame& frame) {
        const ScrollArea area(frame, "list", available_rect(frame));
        for (int index = 0; index < 60; ++index) button(frame, "Item " + std::to_string(index));
    });
    HeadlessUi screen(app);
    const float before = screen.node(Role::Button, "Item 30").rect.min.y;
    screen.wheel({100, 400}, 130);
    CHECK(screen.node(Role::Button, "Item 30").rect.min.y == before - 130);
    screen.wheel({100, 400}, 1e6F);
    CHECK(screen.node(Role::Button, "Item 59").rect.max.y <= 800);
}

TEST_CASE("a screen reader can press what is scrolled out of view", "[ui][frames]") {
    int presses = 0;
    LambdaApp app([&presses](Frame& frame) {
        const ScrollArea area(frame, "list", available_rect(frame));
        for (int index = 0; index < 60; ++index)
            if (button(frame, "Item " + std::to_string(index))) presses = index;
    });
    HeadlessUi screen(app);
    screen.activate(Role::Button, "Item 55");
    CHECK(presses == 55);
}

TEST_CASE("the canvas follows size, pixel ratio and wishes of the page", "[ui][frames]") {
    float width = 0;
    bool dark = false;
    LambdaApp app([&](Frame& frame) {
        width = available_width(frame);
        dark = frame.theme.dark();
    });
    HeadlessUi screen(app,
                      {.width = 700, .height = 500, .pixel_ratio = 2, .preferences = kPrefsDark});
    CHECK(width == 700);
    CHECK(dark);
}

TEST_CASE("an address given by the page reaches the app", "[ui][frames]") {
    LambdaApp app([](Frame&) {});
    HeadlessUi screen(app);
    screen.platform().on_route("#/accounts");
    CHECK(app.route == "#/accounts");
}
