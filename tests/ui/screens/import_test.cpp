#include <string>

#include "core/query.h"
#include "support/test.h"
#include "ui/screens/product.h"

namespace {

using holdfast::test::must;
using holdfast::test::Product;
using holdfast::ui::Key;
using holdfast::ui::Role;

constexpr char kOrders[] = "Subject\nPump\nBoiler\n";

std::int64_t count_where(Product& product, std::string_view key, holdfast::Value value) {
    const holdfast::EntityDef& order = *product.workspace.store().registry().find("work_order");
    holdfast::Query query;
    query.entity = order.id;
    query.filters.push_back(
        {order.find_field(key)->id, holdfast::FilterOperator::Equal, std::move(value)});
    return must(holdfast::count_rows(product.workspace.store(), query));
}

/// Looks for it first: the list is longer than what is seen of it.
void add_field(Product& product, std::string_view name) {
    product.tap(Role::ComboBox, "Add a field");
    product.type(Role::SearchBox, "Add a field", name);
    product.tap(Role::Option, name);
}

bool is_on_choice(Product& product) {
    return product.ui.focused_name() == "Add a field";
}

}  // namespace

TEST_CASE("values for all rows are chosen on a desktop and on a phone", "[ui][screens][import]") {
    for (const float width : {1280.0F, 390.0F}) {
        CAPTURE(width);
        Product product({.width = width, .height = 3000});
        const holdfast::RecordId acme = product.create("account", {{"name", "Acme Heating"}});
        product.go_to("#/work_order/import");
        product.pick_file("orders.csv", kOrders);
        CHECK(product.shows(Role::Group, "The same in every row"));
        add_field(product, "Priority");
        product.choose("Priority", "High");
        add_field(product, "Account");
        product.tap(Role::ComboBox, "Account");
        product.tap(Role::Option, "Acme Heating");
        add_field(product, "Due");
        product.tap(Role::Button, "Remove Due");
        CHECK_FALSE(product.shows(Role::Button, "Remove Due"));
        product.tap(Role::Button, "Start import");
        CHECK(product.says("Import finished"));
        CHECK(count_where(product, "priority", std::string("high")) == 2);
        CHECK(count_where(product, "account", acme) == 2);
    }
}

TEST_CASE("a value for all rows is chosen by keyboard alone", "[ui][screens][import]") {
    Product product({.width = 1280, .height = 3000});
    product.go_to("#/work_order/import");
    product.pick_file("orders.csv", kOrders);
    for (int step = 0; step < 200 && !is_on_choice(product); ++step) product.press(Key::Tab);
    REQUIRE(is_on_choice(product));
    product.press(Key::Enter);
    product.type(Role::SearchBox, "Add a field", "Priority");
    product.press(Key::Down);
    product.press(Key::Enter);
    CHECK(product.shows(Role::ComboBox, "Priority"));
}

TEST_CASE("a table that was read wrongly is put right on the screen", "[ui][screens][import]") {
    for (const float width : {1280.0F, 390.0F}) {
        CAPTURE(width);
        Product product({.width = width, .height = 3000});
        product.go_to("#/account/import");
        product.pick_file("accounts.csv", "Name;City\nAcme, Heating, Ltd;Kiel\nB, C, D;Bonn\n");
        CHECK(product.shows(Role::Group, "How the file is written"));
        product.choose("Separator", "Semicolon");
        product.choose("First row", "Names of the columns");
        CHECK(product.shows(Role::ComboBox, "City"));
        product.choose("Encoding", "UTF-16 LE");
        CHECK(product.shows(Role::ComboBox, "City"));
        product.choose("Numbers and dates as in", "Svenska");
        CHECK(product.workspace.import()->options().values_language == holdfast::Language::Swedish);
        product.tap(Role::Button, "Start import");
        CHECK(product.says("Import finished"));
    }
}
