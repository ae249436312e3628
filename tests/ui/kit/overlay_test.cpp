#include <array>

#include "support/test.h"
#include "ui/kit.h"
#include "ui/support/headless_ui.h"

namespace {

using namespace holdfast::ui;
using holdfast::test::HeadlessUi;
using holdfast::test::LambdaApp;

constexpr std::array<MenuEntry, 3> kEntries = {
    {{"Import"}, {"Merge", Icon::None, "", Tone::Neutral, Enabled::No}, {"Delete"}}};

struct MenuScreen {
    bool open = false;
    int chosen = -1;
    void draw(Frame& frame) {
        if (button(frame, "More")) open = true;
        const int now = menu(frame, "More actions", last_rect(frame), kEntries, open);
        if (now >= 0) chosen = now;
    }
};

}  // namespace

TEST_CASE("a menu gives back what was chosen and closes", "[ui][overlay]") {
    MenuScreen menu_screen;
    LambdaApp app([&](Frame& frame) { menu_screen.draw(frame); });
    HeadlessUi screen(app);
    screen.tap(Role::Button, "More");
    CHECK(screen.count(Role::MenuItem) == 3);
    screen.tap(Role::MenuItem, "Delete");
    CHECK(menu_screen.chosen == 2);
    CHECK_FALSE(menu_screen.open);
    CHECK(screen.focused_name() == "More");
}

TEST_CASE("a menu skips disabled entries and closes without a choice", "[ui][overlay]") {
    MenuScreen menu_screen;
    LambdaApp app([&](Frame& frame) { menu_screen.draw(frame); });
    HeadlessUi screen(app);
    screen.tap(Role::Button, "More");
    CHECK(screen.focused_name() == "Import");
    screen.press(Key::Down);
    CHECK(screen.focused_name() == "Delete");
    screen.press(Key::Escape);
    CHECK(menu_screen.chosen == -1);
    CHECK_FALSE(menu_screen.open);
}

TEST_CASE("a press beside a menu closes it and reaches nothing below", "[ui][overlay]") {
    MenuScreen menu_screen;
    int below = 0;
    LambdaApp app([&](Frame& frame) {
        const Stack stack(frame, 400);
        menu_screen.draw(frame);
        if (button(frame, "Below")) ++below;
    });
    HeadlessUi screen(app);
    screen.tap(Role::Button, "More");
    screen.tap(Role::Button, "Below");
    CHECK_FALSE(menu_screen.open);
    CHECK(below == 0);
    screen.tap(Role::Button, "Below");
    CHECK(below == 1);
}

TEST_CASE("a dialog is modal, named, and closes by its button", "[ui][overlay]") {
    bool open = true;
    int behind = 0;
    LambdaApp app([&](Frame& frame) {
        if (button(frame, "Behind")) ++behind;
        if (Dialog dialog(frame, "Import", open); dialog.shown()) text(frame, "Choose a file.");
    });
    HeadlessUi screen(app);
    const Node& dialog = screen.node(Role::Dialog, "Import");
    CHECK(dialog.has(kNodeModal));
    CHECK(dialog.rect.width() == 480);
    const Node& words = screen.node(Role::Text, "Choose a file.");
    CHECK(words.rect.min.y > dialog.rect.min.y);
    CHECK(words.rect.max.y < dialog.rect.max.y);
    for (const Node& each : screen.platform().nodes())
        if (each.role == Role::Clip) CHECK_FALSE(each.has(kNodeScrolls));
    screen.tap(Role::Button, "Close");
    CHECK_FALSE(open);
    CHECK(behind == 0);
}

TEST_CASE("a dialog is as high as its content and never higher than the screen", "[ui][overlay]") {
    bool open = true;
    int lines = 2;
    LambdaApp app([&](Frame& frame) {
        if (Dialog dialog(frame, "Refused rows", open); dialog.shown())
            for (int line = 0; line < lines; ++line) text(frame, "Row " + std::to_string(line));
    });
    HeadlessUi screen(app);
    const float small = screen.node(Role::Dialog, "Refused rows").rect.height();
    CHECK(small < 220);
    lines = 100;
    screen.settle();
    const Rect large = screen.node(Role::Dialog, "Refused rows").rect;
    CHECK(large.height() > small);
    CHECK(large.max.y <= 800);
    CHECK(large.min.y >= 0);
}

TEST_CASE("a dialog that was too low at first shows no scroll bar in the end", "[ui][overlay]") {
    bool open = true;
    std::string reason;
    LambdaApp app([&](Frame& frame) {
        Dialog dialog(frame, "Delete this contact?", open, {.width = 440, .detail = "For ever."});
        if (!dialog.shown()) return;
        text(frame, "Anna has 12 work orders. They stay where they are, without a contact.");
        text_field(frame, "Reason", reason);
        text_field(frame, "Reference", reason);
        button(frame, "Delete contact");
    });
    HeadlessUi screen(app);
    for (const Node& each : screen.platform().nodes())
        if (each.role == Role::Clip) CHECK_FALSE(each.has(kNodeScrolls));
    CHECK(screen.node(Role::TextBox, "Reason").rect.width() == 440 - 2 * 24);
}

TEST_CASE("on a phone a dialog is a sheet from edge to edge", "[ui][overlay]") {
    bool open = true;
    LambdaApp app([&](Frame& frame) {
        if (Dialog dialog(frame, "Import", open); dialog.shown()) text(frame, "Choose a file.");
    });
    HeadlessUi screen(app, {.width = 390, .height = 844, .preferences = kPrefsCoarsePointer});
    const Rect sheet = screen.node(Role::Dialog, "Import").rect;
    CHECK(sheet.min.x == 0);
    CHECK(sheet.max.x == 390);
    CHECK(sheet.max.y == 844);
}
