// Selecting rows above any list and changing all of them: by mouse, finger, keyboard and mirror.
#include <algorithm>

#include "core/query.h"
#include "support/test.h"
#include "ui/screens/product.h"

namespace {

using holdfast::test::must;
using holdfast::test::Product;
using holdfast::ui::EventKind;
using holdfast::ui::Key;
using holdfast::ui::Node;
using holdfast::ui::Property;
using holdfast::ui::Role;

constexpr holdfast::test::Screen kPhone{390, 844, 2, holdfast::ui::kPrefsCoarsePointer};

/// The list of four accounts, with selection turned on.
void begin(Product& product) {
    for (const char* name : {"Acme", "Berg", "Cohn", "Dahl"})
        product.create("account", {{"name", name}, {"kind", "business"}});
    product.go_to("#/account");
    product.tap(Role::Button, "Select");
}

bool is_checked(Product& product, std::string_view name) {
    return product.ui.node(Role::CheckBox, "Select " + std::string(name))
        .has(holdfast::ui::kNodeChecked);
}

/// By the row's index, from 0.
const Node& row_at(Product& product, int index) {
    const auto& nodes = product.ui.platform().nodes();
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const Node& node) {
        return node.role == Role::Row &&
               node.property(Property::RowIndex) == std::to_string(index + 2);
    });
    REQUIRE(found != nodes.end());
    return *found;
}

/// The button of that name that was drawn last: the dialog's, where the page has one, too.
void press_in_dialog(Product& product, std::string_view name) {
    holdfast::ui::NodeId id{};
    for (const Node& node : product.ui.platform().nodes())
        if (node.role == Role::Button && node.name == name) id = node.id;
    REQUIRE(id != 0);
    product.ui.platform().on_action(holdfast::ui::Action::Activate, id, 0);
    product.settle();
}

/// Looks for it first: the list is longer than what is seen of it.
void choose_field(Product& product, std::string_view name) {
    product.tap(Role::ComboBox, "Field");
    product.type(Role::SearchBox, "Field", name);
    product.tap(Role::Option, name);
}

std::int64_t count_of_kind(Product& product, const std::string& kind) {
    const holdfast::EntityDef& account = *product.workspace.store().registry().find("account");
    holdfast::Query query;
    query.entity = account.id;
    query.filters.push_back(
        {account.find_field("kind")->id, holdfast::FilterOperator::Equal, holdfast::Value(kind)});
    return must(holdfast::count_rows(product.workspace.store(), query));
}

}  // namespace

TEST_CASE("selecting gives every row a check box and says how many are chosen",
          "[ui][screens][mass_edit]") {
    Product product;
    begin(product);
    CHECK(product.shows(Role::Group, "Selection"));
    CHECK(product.says("0 selected"));
    CHECK(product.ui.node(Role::Grid, "Accounts").property(Property::MultiSelectable) == "true");
    product.tap(Role::CheckBox, "Select Berg");
    CHECK(is_checked(product, "Berg"));
    CHECK(row_at(product, 1).has(holdfast::ui::kNodeSelected));
    CHECK_FALSE(row_at(product, 0).has(holdfast::ui::kNodeSelected));
    product.tap(Role::GridCell, "Cohn");
    CHECK(product.says("2 selected"));
    CHECK(product.address() == "#/account");
    product.activate(Role::CheckBox, "Select Berg");
    CHECK(product.says("1 selected"));
}

TEST_CASE("a list without selection has no check boxes and opens its rows",
          "[ui][screens][mass_edit]") {
    Product product;
    begin(product);
    product.tap(Role::Button, "Select");
    CHECK(product.ui.count(Role::CheckBox) == 0);
    CHECK_FALSE(product.shows(Role::Group, "Selection"));
    product.tap(Role::GridCell, "Berg");
    CHECK(product.shows(Role::Main, "Berg"));
}

TEST_CASE("the keyboard alone selects: Space, Shift+Space, Ctrl+A, Escape",
          "[ui][screens][mass_edit]") {
    Product product;
    begin(product);
    product.press(Key::Space);
    CHECK(is_checked(product, "Acme"));
    product.press(Key::Down);
    product.press(Key::Down);
    product.press(Key::Space, holdfast::ui::kShift);
    CHECK(product.says("3 selected"));
    CHECK(is_checked(product, "Berg"));
    product.press(Key::Space);
    CHECK_FALSE(is_checked(product, "Cohn"));
    product.press(Key::A, holdfast::ui::kPrimary);
    CHECK(product.says("4 selected"));
    product.press(Key::Escape);
    CHECK(product.ui.count(Role::CheckBox) == 0);
}

TEST_CASE("Ctrl+A in the search box is the text's", "[ui][screens][mass_edit]") {
    Product product;
    begin(product);
    product.type(Role::SearchBox, "Search accounts", "berg");
    product.press(Key::A, holdfast::ui::kPrimary);
    CHECK(product.says("0 selected"));
    product.tap(Role::Button, "Select all 1");
    CHECK(product.says("1 selected"));
}

TEST_CASE("Shift with a press selects all rows up to it", "[ui][screens][mass_edit]") {
    Product product;
    begin(product);
    product.tap(Role::GridCell, "Acme");
    const holdfast::ui::Vec2 at = product.ui.node(Role::GridCell, "Dahl").rect.center();
    product.ui.pointer(EventKind::Move, at);
    product.ui.pointer(EventKind::Down, at, holdfast::ui::kShift);
    product.ui.pointer(EventKind::Up, at, holdfast::ui::kShift);
    product.settle();
    CHECK(product.says("4 selected"));
    product.tap(Role::GridCell, "Dahl");
    CHECK(product.says("3 selected"));
}

TEST_CASE("a choice is changed in all selected records, and taken back in one",
          "[ui][screens][mass_edit]") {
    Product product;
    begin(product);
    CHECK(product.ui.node(Role::Button, "Change…").has(holdfast::ui::kNodeDisabled));
    for (const char* name : {"Acme", "Berg", "Cohn"}) product.tap(Role::GridCell, name);
    product.tap(Role::Button, "Change…");
    CHECK(product.shows(Role::Dialog, "Change 3 accounts"));
    CHECK(product.ui.node(Role::Button, "Change").has(holdfast::ui::kNodeDisabled));
    choose_field(product, "Kind");
    product.choose("Kind", "Person");
    CHECK(product.says("3 will change \xC2\xB7 0 stay as they are"));
    product.tap(Role::Button, "Change");
    CHECK(count_of_kind(product, "person") == 3);
    CHECK(product.shows(Role::Status, "3 records changed"));
    CHECK(product.ui.focused_name() == "Close");
    press_in_dialog(product, "Undo");
    CHECK(count_of_kind(product, "person") == 0);
    CHECK(product.shows(Role::Status, "3 records are as they were before"));
    product.press(Key::Escape);
    CHECK_FALSE(product.shows(Role::Dialog, "Change 3 accounts"));
    CHECK(product.ui.count(Role::CheckBox) == 0);
}

TEST_CASE("text, number, switch and link have their own editors in the dialog",
          "[ui][screens][mass_edit]") {
    Product product;
    begin(product);
    product.press(Key::A, holdfast::ui::kPrimary);
    product.tap(Role::Button, "Change…");
    choose_field(product, "Industry");
    product.type(Role::TextBox, "Industry", "Lifts");
    CHECK(product.says("4 will change"));
    choose_field(product, "Vendor");
    product.tap(Role::Switch, "Vendor");
    CHECK(product.ui.node(Role::Switch, "Vendor").has(holdfast::ui::kNodeChecked));
    choose_field(product, "Payment terms (days)");
    product.type(Role::TextBox, "Payment terms (days)", "soon");
    product.tap(Role::Button, "Change");
    CHECK(product.ui.node(Role::TextBox, "Payment terms (days)").has(holdfast::ui::kNodeInvalid));
    CHECK(product.shows(Role::Dialog, "Change 4 accounts"));
    choose_field(product, "Parent account");
    product.tap(Role::ComboBox, "Parent account");
    CHECK(product.shows(Role::Option, "Acme"));
}

TEST_CASE("after the dialog is closed its toast takes the change back",
          "[ui][screens][mass_edit]") {
    Product product;
    begin(product);
    product.tap(Role::Button, "Select all 4");
    product.tap(Role::Button, "Change…");
    choose_field(product, "Kind");
    product.choose("Kind", "Person");
    product.tap(Role::Button, "Change");
    press_in_dialog(product, "Close");
    CHECK(product.says("4 records changed"));
    press_in_dialog(product, "Undo");
    CHECK(count_of_kind(product, "person") == 0);
}

TEST_CASE("a finger selects on a phone, with room for it", "[ui][screens][mass_edit]") {
    Product product(kPhone);
    begin(product);
    const Node& box = product.ui.node(Role::CheckBox, "Select Berg");
    CHECK(box.rect.width() >= 44);
    CHECK(box.rect.height() >= 44);
    product.ui.touch(box.rect.center());
    product.settle();
    product.ui.touch(product.ui.node(Role::GridCell, "Cohn").rect.center());
    product.settle();
    CHECK(product.says("2 selected"));
    CHECK(is_checked(product, "Berg"));
    product.ui.touch(product.ui.node(Role::Button, "Change…").rect.center());
    product.settle();
    CHECK(product.shows(Role::Dialog, "Change 2 accounts"));
    for (const char* name : {"Select all 4", "Change…", "Cancel"}) {
        const Node& button = product.ui.node(Role::Button, name);
        CHECK(button.rect.min.x >= 0);
        CHECK(button.rect.max.x <= kPhone.width);
    }
}
