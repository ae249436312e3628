#include "support/test.h"
#include "ui/kit.h"
#include "ui/support/headless_ui.h"

namespace {

using namespace holdfast::ui;
using holdfast::test::HeadlessUi;
using holdfast::test::LambdaApp;

void three_buttons(Frame& frame) {
    const Stack stack(frame, 8);
    button(frame, "First");
    button(frame, "Second", {.enabled = Enabled::No});
    button(frame, "Third");
}

}  // namespace

TEST_CASE("Tab walks through the controls, skips disabled ones and wraps around", "[ui][focus]") {
    LambdaApp app(three_buttons);
    HeadlessUi screen(app);
    screen.press(Key::Tab);
    CHECK(screen.focused_name() == "First");
    screen.press(Key::Tab);
    CHECK(screen.focused_name() == "Third");
    screen.press(Key::Tab);
    CHECK(screen.focused_name() == "First");
    screen.press(Key::Tab, kShift);
    CHECK(screen.focused_name() == "Third");
}

TEST_CASE("Enter and Space press the focused control", "[ui][focus]") {
    int presses = 0;
    LambdaApp app([&presses](Frame& frame) {
        if (button(frame, "Count")) ++presses;
    });
    HeadlessUi screen(app);
    screen.press(Key::Tab);
    screen.press(Key::Enter);
    screen.press(Key::Space);
    CHECK(presses == 2);
}

TEST_CASE("F6 goes from region to region", "[ui][focus]") {
    LambdaApp app([](Frame& frame) {
        const Stack stack(frame, 8);
        {
            const Scope navigation(frame, Role::Navigation, "Modules");
            button(frame, "Accounts");
            button(frame, "Contacts");
        }
        const Scope main(frame, Role::Main, "Accounts list");
        button(frame, "New account");
    });
    HeadlessUi screen(app);
    screen.press(Key::Tab);
    CHECK(screen.focused_name() == "Accounts");
    screen.press(Key::F6);
    CHECK(screen.focused_name() == "New account");
    screen.press(Key::F6);
    CHECK(screen.focused_name() == "Accounts");
}

TEST_CASE("a dialog takes the focus, keeps it and gives it back", "[ui][focus]") {
    bool open = false;
    std::string reason;
    LambdaApp app([&](Frame& frame) {
        const Stack stack(frame, 8);
        button(frame, "Before");
        if (button(frame, "Delete")) open = true;
        if (Dialog dialog(frame, "Sure?", open); dialog.shown()) {
            text_field(frame, "Reason", reason);
            button(frame, "Yes");
        }
    });
    HeadlessUi screen(app);
    screen.tap(Role::Button, "Delete");
    REQUIRE(screen.shows(Role::Dialog, "Sure?"));
    CHECK(screen.focused_name() == "Reason");
    for (int step = 0; step < 6; ++step) {
        screen.press(Key::Tab);
        CHECK(screen.focused_name() != "Before");
        CHECK(screen.focused_name() != "Delete");
    }
    screen.press(Key::Escape);
    CHECK_FALSE(screen.shows(Role::Dialog, "Sure?"));
    CHECK(screen.focused_name() == "Delete");
}

TEST_CASE("a control that vanishes takes the focus with it", "[ui][focus]") {
    bool there = true;
    LambdaApp app([&there](Frame& frame) {
        if (there && button(frame, "Going")) there = false;
    });
    HeadlessUi screen(app);
    screen.press(Key::Tab);
    screen.press(Key::Enter);
    CHECK(screen.platform().focused() == 0);
}

TEST_CASE("a focus that moves out of view brings the view along", "[ui][focus]") {
    LambdaApp app([](Frame& frame) {
        const ScrollArea area(frame, "list", available_rect(frame));
        for (int index = 0; index < 60; ++index) button(frame, "Item " + std::to_string(index));
    });
    HeadlessUi screen(app);
    screen.press(Key::Tab, kShift);
    CHECK(screen.focused_name() == "Item 59");
    const Rect last = screen.node(Role::Button, "Item 59").rect;
    CHECK(last.max.y <= 800);
    screen.act(Action::Focus, Role::Button, "Item 0");
    CHECK(screen.node(Role::Button, "Item 0").rect.min.y >= 0);
}

TEST_CASE("single letters are shortcuts except in text fields", "[ui][focus]") {
    int created = 0;
    int palettes = 0;
    std::string search;
    LambdaApp app([&](Frame& frame) {
        search_box(frame, "Search accounts", search);
        if (frame.take_key({Key::N, 0})) ++created;
        if (frame.take_key({Key::K, kPrimary})) ++palettes;
    });
    HeadlessUi screen(app);
    screen.press(Key::N);
    CHECK(created == 1);
    screen.act(Action::Focus, Role::SearchBox, "Search accounts");
    screen.press(Key::N);
    CHECK(created == 1);
    screen.press(Key::K, kPrimary);
    CHECK(palettes == 1);
}

TEST_CASE("what is pressed stays under the pointer although the focus brings it into view",
          "[ui][focus]") {
    int presses = 0;
    LambdaApp app([&presses](Frame& frame) {
        const ScrollArea area(frame, "area", {{0, 0}, {400, 216}});
        const Stack stack(frame, 8);
        for (int row = 0; row < 20; ++row) {
            const IdScope id(frame, std::to_string(row));
            bool checked = false;
            if (check_box(frame, "Row " + std::to_string(row), checked)) ++presses;
        }
    });
    HeadlessUi screen(app, {.width = 400, .height = 216});
    std::string lowest;
    for (const Node& node : screen.platform().nodes())
        if (node.role == Role::CheckBox && node.rect.center().y < 216) lowest = node.name;
    const Vec2 at = screen.node(Role::CheckBox, lowest).rect.center();
    screen.pointer(EventKind::Down, at);
    screen.act(Action::Focus, Role::CheckBox, lowest);
    CHECK(screen.node(Role::CheckBox, lowest).rect.center().y == at.y);
    screen.pointer(EventKind::Up, at);
    CHECK(presses == 1);
    CHECK(screen.node(Role::CheckBox, lowest).rect.center().y < at.y);
}

TEST_CASE("a press after a scroll of the page lands on what the scroll brought there",
          "[ui][focus]") {
    std::string pressed;
    LambdaApp app([&pressed](Frame& frame) {
        const ScrollArea area(frame, "area", {{0, 0}, {400, 200}});
        const Stack stack(frame, 8);
        for (int row = 0; row < 20; ++row) {
            const std::string name = "Row " + std::to_string(row);
            if (button(frame, name)) pressed = name;
        }
    });
    HeadlessUi screen(app, {.width = 400, .height = 200});
    const Vec2 first = screen.node(Role::Button, "Row 0").rect.center();
    const float way = screen.node(Role::Button, "Row 9").rect.center().y - first.y;
    const Node& region = screen.node(Role::Clip, "");
    screen.platform().on_action(Action::Focus, screen.node(Role::Button, "Row 3").id, 0);
    screen.platform().on_action(Action::ScrollBy, region.id, way);
    screen.pointer(EventKind::Down, first);
    screen.pointer(EventKind::Up, first);
    CHECK(pressed == "Row 9");
}
