#include <array>

#include "support/test.h"
#include "ui/kit.h"
#include "ui/support/headless_ui.h"

namespace {

using namespace holdfast::ui;
using holdfast::test::HeadlessUi;
using holdfast::test::LambdaApp;

constexpr std::array<Choice, 3> kFew = {{{"Low"}, {"Normal"}, {"High"}}};

}  // namespace

TEST_CASE("a checkbox and a switch change by pointer, key and screen reader", "[ui][choice]") {
    bool checked = false;
    bool on = false;
    LambdaApp app([&](Frame& frame) {
        const Stack stack(frame, 8);
        check_box(frame, "VIP only", checked);
        toggle_switch(frame, "Work offline", on);
    });
    HeadlessUi screen(app);
    screen.tap(Role::CheckBox, "VIP only");
    CHECK(checked);
    CHECK(screen.node(Role::CheckBox, "VIP only").has(kNodeChecked));
    screen.press(Key::Space);
    CHECK_FALSE(checked);
    screen.activate(Role::Switch, "Work offline");
    CHECK(on);
}

TEST_CASE("a combobox opens its list and takes what is chosen", "[ui][choice]") {
    int selected = 1;
    int changes = 0;
    LambdaApp app([&](Frame& frame) {
        if (combo_box(frame, "Priority", kFew, selected)) ++changes;
    });
    HeadlessUi screen(app);
    CHECK(screen.node(Role::ComboBox, "Priority").value == "Normal");
    screen.tap(Role::ComboBox, "Priority");
    CHECK(screen.count(Role::Option) == 3);
    CHECK(screen.node(Role::ComboBox, "Priority").has(kNodeExpanded));
    CHECK(screen.node(Role::Option, "Normal").has(kNodeSelected));
    screen.tap(Role::Option, "High");
    CHECK(selected == 2);
    CHECK(changes == 1);
    CHECK(screen.count(Role::Option) == 0);
    CHECK(screen.focused_name() == "Priority");
}

TEST_CASE("a combobox can be used with keys alone", "[ui][choice]") {
    int selected = 0;
    LambdaApp app([&](Frame& frame) { combo_box(frame, "Priority", kFew, selected); });
    HeadlessUi screen(app);
    screen.press(Key::Tab);
    screen.press(Key::Down);
    CHECK(screen.focused_name() == "Low");
    screen.press(Key::Down);
    screen.press(Key::Enter);
    CHECK(selected == 1);
    screen.press(Key::Enter);
    CHECK(screen.count(Role::Option) == 3);
    screen.press(Key::Escape);
    CHECK(screen.count(Role::Option) == 0);
    CHECK(selected == 1);
}

TEST_CASE("a script sets a short combobox directly", "[ui][choice]") {
    int selected = 0;
    LambdaApp app([&](Frame& frame) { combo_box(frame, "Priority", kFew, selected); });
    HeadlessUi screen(app);
    CHECK(screen.node(Role::ComboBox, "Priority").property(Property::Options) ==
          "Low\nNormal\nHigh");
    screen.act(Action::SetValue, Role::ComboBox, "Priority", 2);
    CHECK(selected == 2);
    screen.act(Action::SetValue, Role::ComboBox, "Priority", 99);
    CHECK(selected == 2);
}

TEST_CASE("a long list is searched, and Enter takes the first match", "[ui][choice]") {
    constexpr std::array<Choice, 9> kMany = {{{"Brazil"},
                                              {"Canada"},
                                              {"France"},
                                              {"Germany"},
                                              {"Japan"},
                                              {"Mexico"},
                                              {"Spain"},
                                              {"Sweden"},
                                              {"Uruguay"}}};
    int selected = -1;
    LambdaApp app([&](Frame& frame) { combo_box(frame, "Country", kMany, selected); });
    HeadlessUi screen(app);
    screen.tap(Role::ComboBox, "Country");
    CHECK(screen.focused_name() == "Country");
    screen.type(Role::SearchBox, "Country", "SWE");
    CHECK(screen.count(Role::Option) == 1);
    screen.act(Action::Submit, Role::SearchBox, "Country");
    CHECK(selected == 7);
    screen.tap(Role::ComboBox, "Country");
    CHECK(screen.count(Role::Option) == 9);
    screen.type(Role::SearchBox, "Country", "atlantis");
    CHECK(screen.shows(Role::Text, "No matches"));
}

TEST_CASE("a picker asks for answers and gives back the one that was chosen", "[ui][choice]") {
    PickerState state;
    std::vector<Choice> found;
    std::string shown = "Acme";
    LambdaApp app([&](Frame& frame) {
        const int chosen = picker(frame, "Account", shown, found, state);
        if (std::exchange(state.query_changed, false))
            found = state.query == "tan" ? std::vector<Choice>{{"Tanaka", "Osaka"}}
                                         : std::vector<Choice>{};
        if (chosen >= 0) shown = found[static_cast<std::size_t>(chosen)].label;
    });
    HeadlessUi screen(app);
    screen.tap(Role::ComboBox, "Account");
    screen.type(Role::SearchBox, "Account", "tan");
    screen.settle();
    screen.tap(Role::Option, "Tanaka");
    CHECK(shown == "Tanaka");
    CHECK_FALSE(state.open);
}

TEST_CASE("arrow keys choose tabs, and only the chosen one is a tab stop", "[ui][choice]") {
    constexpr std::array<TabItem, 3> kItems = {{{"Details"}, {"Contacts", 4}, {"History"}}};
    int selected = 0;
    LambdaApp app([&](Frame& frame) { tabs(frame, "Related", kItems, selected); });
    HeadlessUi screen(app);
    screen.press(Key::Tab);
    CHECK(screen.focused_name() == "Details");
    screen.press(Key::Right);
    CHECK(selected == 1);
    CHECK(screen.focused_name() == "Contacts");
    CHECK(screen.node(Role::Tab, "Contacts").has(kNodeTabStop));
    CHECK_FALSE(screen.node(Role::Tab, "Details").has(kNodeTabStop));
    screen.press(Key::End);
    CHECK(selected == 2);
}
