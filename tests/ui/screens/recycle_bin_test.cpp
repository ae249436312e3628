// The recycle bin's page and the keys of undo, on a desktop and on a phone.
#include "support/test.h"
#include "ui/screens/product.h"

namespace {

using holdfast::test::Product;
using holdfast::ui::Key;
using holdfast::ui::Role;

/// Deletes a new account and leaves its toast behind.
void delete_account(Product& product, const std::string& name) {
    const holdfast::RecordId id = product.create("account", {{"name", name}});
    product.go_to("#/account/" + to_text(id));
    product.workspace.handle(holdfast::intent::Delete{});
    product.workspace.handle(holdfast::intent::DismissToast{});
    product.settle();
}

void press_in_dialog(Product& product, std::string_view name) {
    holdfast::ui::NodeId id{};
    for (const auto& node : product.ui.platform().nodes())
        if (node.role == Role::Button && node.name == name) id = node.id;
    product.ui.platform().on_action(holdfast::ui::Action::Activate, id, 0);
    product.settle();
}

}  // namespace

TEST_CASE("an empty recycle bin says what it is for", "[ui][screens]") {
    Product product;
    product.tap(Role::Link, "Recycle bin");
    CHECK(product.address() == "#/recycle_bin");
    CHECK(product.shows(Role::Main, "Recycle bin"));
    CHECK(product.says("The recycle bin is empty"));
}

TEST_CASE("a record is restored from the recycle bin", "[ui][screens]") {
    Product product;
    delete_account(product, "Acme Heating");
    product.go_to("#/recycle_bin");
    CHECK(product.shows(Role::Article, "Account: Acme Heating"));
    CHECK(product.says("Goes for good in 30 days"));
    product.tap(Role::Button, "Restore");
    CHECK(product.record_count("account") == 1);
    CHECK(product.says("The recycle bin is empty"));
}

TEST_CASE("several records are chosen and restored together", "[ui][screens]") {
    Product product;
    delete_account(product, "Acme Heating");
    delete_account(product, "Berg Elevators");
    product.go_to("#/recycle_bin");
    product.tap(Role::CheckBox, "Select all shown");
    product.tap(Role::Button, "Restore 2 records");
    CHECK(product.record_count("account") == 2);
}

TEST_CASE("deleting for good asks first", "[ui][screens]") {
    Product product;
    delete_account(product, "Acme Heating");
    product.go_to("#/recycle_bin");
    product.tap(Role::Button, "Delete for good");
    CHECK(product.shows(Role::Dialog, "Delete 1 record for good?"));
    product.tap(Role::Button, "Cancel");
    CHECK(product.workspace.recycle_bin().total == 1);
    product.tap(Role::Button, "Delete for good");
    press_in_dialog(product, "Delete for good");
    CHECK(product.workspace.recycle_bin().total == 0);
    CHECK(product.record_count("account") == 0);
}

TEST_CASE("the recycle bin is shown by module", "[ui][screens]") {
    Product product;
    delete_account(product, "Acme Heating");
    product.go_to("#/recycle_bin");
    product.choose("Show", "Accounts (1)");
    CHECK(product.address() == "#/recycle_bin/account");
    CHECK(product.shows(Role::Article, "Account: Acme Heating"));
}

TEST_CASE("on a phone the recycle bin works the same", "[ui][screens]") {
    Product product({.width = 390, .height = 780, .pixel_ratio = 2});
    delete_account(product, "Acme Heating");
    product.go_to("#/recycle_bin");
    CHECK(product.shows(Role::Article, "Account: Acme Heating"));
    product.activate(Role::Button, "Restore");
    CHECK(product.record_count("account") == 1);
}

TEST_CASE("Ctrl+Z takes back, Ctrl+Shift+Z does again, but not while somebody types",
          "[ui][screens]") {
    Product product;
    delete_account(product, "Acme Heating");
    CHECK(product.record_count("account") == 0);
    product.press(Key::Z, holdfast::ui::kPrimary);
    CHECK(product.record_count("account") == 1);
    product.press(Key::Z, holdfast::ui::kPrimary | holdfast::ui::kShift);
    CHECK(product.record_count("account") == 0);
    product.go_to("#/account/new");
    product.type(Role::TextBox, "Name", "Berg");
    product.press(Key::Z, holdfast::ui::kPrimary);
    CHECK(product.record_count("account") == 0);
    CHECK_FALSE(product.says("Save or cancel what you are editing first."));
}
