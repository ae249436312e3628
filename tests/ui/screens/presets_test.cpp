#include "support/test.h"
#include "ui/screens/product.h"

namespace {

using holdfast::test::Product;
using holdfast::ui::Key;
using holdfast::ui::Property;
using holdfast::ui::Role;

std::string row_count(Product& product, std::string_view grid) {
    return std::string(product.ui.node(Role::Grid, grid).property(Property::RowCount));
}

}  // namespace

TEST_CASE("the navigation leads to a second name, whose list starts records of it",
          "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Customer AB"}});
    product.activate(Role::Link, "Vendors");
    CHECK(product.address() == "#/vendor");
    CHECK(product.shows(Role::Main, "Vendors"));
    CHECK(product.title().starts_with("Vendors"));
    CHECK(product.says("No vendors yet"));
    CHECK((product.ui.node(Role::Link, "Vendors").flags & holdfast::ui::kNodeCurrent) != 0);
    CHECK((product.ui.node(Role::Link, "Accounts").flags & holdfast::ui::kNodeCurrent) == 0);
    product.tap(Role::Button, "New vendor");
    CHECK(product.address() == "#/vendor/new");
    CHECK(product.says("New vendor"));
    product.type(Role::TextBox, "Name", "Pumps Ltd");
    product.tap(Role::Button, "Save");
    product.go_to("#/vendor");
    CHECK(row_count(product, "Vendors") == "2");
    product.go_to("#/account");
    CHECK(row_count(product, "Accounts") == "3");
}

TEST_CASE("a record that is opened under a second name goes back to that list", "[ui][screens]") {
    Product product;
    product.go_to("#/vendor/new");
    product.type(Role::TextBox, "Name", "Pumps Ltd");
    product.tap(Role::Button, "Save");
    product.go_to("#/vendor");
    product.tap(Role::GridCell, "Pumps Ltd");
    CHECK(product.address().starts_with("#/vendor/"));
    CHECK(product.shows(Role::Main, "Pumps Ltd"));
    product.tap(Role::Button, "Back");
    CHECK(product.address() == "#/vendor");
}

TEST_CASE("list and board of a second name stay with it", "[ui][screens]") {
    Product product;
    product.go_to("#/vendor");
    product.tap(Role::Tab, "Board");
    CHECK(product.address() == "#/vendor/kanban");
    CHECK(product.shows(Role::Main, "Vendors"));
    product.press(Key::N);
    CHECK(product.address() == "#/vendor/new");
}

TEST_CASE("the page of an import names what is being imported, whatever the address says",
          "[ui][screens]") {
    Product product;
    product.go_to("#/vendor/import");
    CHECK(product.says("Import \u00b7 Vendors"));
    product.pick_file("vendors.csv", "Name\nPumps Ltd\n");
    product.workspace.handle(holdfast::intent::ImportStart{});
    product.workspace.navigate("#/account/import");
    product.ui.settle();
    CHECK(product.says("Import \u00b7 Vendors"));
    product.settle();
    product.go_to("#/home");
    product.go_to("#/account/import");
    CHECK(product.says("Import \u00b7 Accounts"));
}
