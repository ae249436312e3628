#include "support/test.h"
#include "ui/kit.h"
#include "ui/support/headless_ui.h"

namespace {

using namespace holdfast::ui;
using holdfast::test::HeadlessUi;
using holdfast::test::LambdaApp;

struct OneField {
    std::string value;
    FieldOptions options;
    std::vector<FieldEvents> seen;

    void draw(Frame& frame) {
        const Stack stack(frame, 8);
        seen.push_back(text_field(frame, "Email", value, options));
        button(frame, "Save");
    }
    [[nodiscard]] int count(bool FieldEvents::*what) const {
        int count = 0;
        for (const FieldEvents& each : seen) count += each.*what ? 1 : 0;
        return count;
    }
};

}  // namespace

TEST_CASE("what is typed on the page reaches the model once", "[ui][field]") {
    OneField field;
    LambdaApp app([&field](Frame& frame) { field.draw(frame); });
    HeadlessUi screen(app);
    screen.type(Role::TextBox, "Email", "Åsa 田中 😀");
    CHECK(field.value == "Åsa 田中 😀");
    CHECK(field.count(&FieldEvents::changed) == 1);
    const Node& node = screen.node(Role::TextBox, "Email");
    CHECK(node.value == "Åsa 田中 😀");
    CHECK(node.property(Property::TextVersion) == "1");
}

TEST_CASE("a value that the model changed goes back to the page", "[ui][field]") {
    OneField field;
    LambdaApp app([&field](Frame& frame) { field.draw(frame); });
    HeadlessUi screen(app);
    screen.type(Role::TextBox, "Email", "ana@example.com");
    field.value = "ana@example.org";
    screen.settle();
    CHECK(screen.node(Role::TextBox, "Email").value == "ana@example.org");
    CHECK_FALSE(screen.platform().packet().empty());
    CHECK(field.count(&FieldEvents::changed) == 1);
}

TEST_CASE("an input method at work is known to the model", "[ui][field]") {
    OneField field;
    LambdaApp app([&field](Frame& frame) { field.draw(frame); });
    HeadlessUi screen(app);
    screen.compose(Role::TextBox, "Email", "にほ");
    CHECK(field.seen.back().composing);
    screen.type(Role::TextBox, "Email", "日本");
    CHECK_FALSE(field.seen.back().composing);
    CHECK(field.value == "日本");
}

TEST_CASE("Enter submits and leaving is told, each once", "[ui][field]") {
    OneField field;
    LambdaApp app([&field](Frame& frame) { field.draw(frame); });
    HeadlessUi screen(app);
    screen.type(Role::TextBox, "Email", "x");
    screen.act(Action::Submit, Role::TextBox, "Email");
    CHECK(field.count(&FieldEvents::submitted) == 1);
    CHECK(field.count(&FieldEvents::left) == 0);
    screen.tap(Role::Button, "Save");
    CHECK(field.count(&FieldEvents::left) == 1);
}

TEST_CASE("an error is an alert that names the field, and marks it", "[ui][field]") {
    OneField field;
    field.options = {.kind = TextKind::Email,
                     .necessity = Necessity::Required,
                     .help = "Used for confirmations.",
                     .error = "enter an address",
                     .auto_complete = "email",
                     .length_max = 254};
    LambdaApp app([&field](Frame& frame) { field.draw(frame); });
    HeadlessUi screen(app);
    CHECK(screen.shows(Role::Alert, "Email: enter an address"));
    const Node& node = screen.node(Role::TextBox, "Email");
    CHECK(node.has(kNodeInvalid));
    CHECK(node.has(kNodeRequired));
    CHECK(node.property(Property::Description) == "enter an address");
    CHECK(node.property(Property::InputType) == "email");
    CHECK(node.property(Property::AutoComplete) == "email");
    CHECK(node.property(Property::LengthMax) == "254");
}

TEST_CASE("a press beside the page's own input still takes the page's focus there", "[ui][field]") {
    std::string value;
    LambdaApp app([&](Frame& frame) { search_box(frame, "Search accounts", value); });
    HeadlessUi screen(app);
    const Rect input = screen.node(Role::SearchBox, "Search accounts").rect;
    screen.touch({input.min.x - 10, input.center().y});
    CHECK(screen.focused_name() == "Search accounts");
}

TEST_CASE("a search box offers to clear what it holds", "[ui][field]") {
    std::string value;
    int changes = 0;
    LambdaApp app([&](Frame& frame) {
        if (search_box(frame, "Search accounts", value).changed) ++changes;
    });
    HeadlessUi screen(app);
    CHECK_FALSE(screen.shows(Role::Button, "Clear"));
    screen.type(Role::SearchBox, "Search accounts", "acme");
    CHECK(changes == 1);
    screen.tap(Role::Button, "Clear");
    CHECK(value.empty());
    CHECK(changes == 2);
    CHECK(screen.focused_name() == "Search accounts");
}
