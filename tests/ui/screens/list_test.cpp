#include <algorithm>

#include "support/test.h"
#include "ui/screens/product.h"

namespace {

using holdfast::test::must;
using holdfast::test::Product;
using holdfast::ui::Key;
using holdfast::ui::Node;
using holdfast::ui::Property;
using holdfast::ui::Role;

constexpr holdfast::test::Screen kPhone{390, 844, 2};

std::string row_count(Product& product, std::string_view grid) {
    return std::string(product.ui.node(Role::Grid, grid).property(Property::RowCount));
}

}  // namespace

TEST_CASE("the navigation leads to every module by its plural name", "[ui][screens]") {
    Product product;
    CHECK(product.shows(Role::Navigation, "Modules"));
    product.tap(Role::Link, "Work orders");
    CHECK(product.address() == "#/work_order");
    CHECK(product.shows(Role::Main, "Work orders"));
    product.tap(Role::Link, "Conflicts");
    CHECK(product.shows(Role::Main, "Conflicts"));
}

TEST_CASE("an empty list says what to do and starts the first record", "[ui][screens]") {
    Product product;
    product.go_to("#/account");
    CHECK(product.says("No accounts yet"));
    product.tap(Role::Button, "New account");
    CHECK(product.address() == "#/account/new");
    CHECK(product.shows(Role::Form, "Account"));
}

TEST_CASE("a list shows its records, narrows them by search and opens one", "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Acme Heating"}});
    product.create("account", {{"name", "Berg Elevators"}});
    product.go_to("#/account");
    CHECK(row_count(product, "Accounts") == "3");
    product.type(Role::SearchBox, "Search accounts", "berg");
    CHECK(row_count(product, "Accounts") == "2");
    product.tap(Role::GridCell, "Berg Elevators");
    CHECK(product.shows(Role::Main, "Berg Elevators"));
}

TEST_CASE("a search without results offers to show everything again", "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Acme Heating"}});
    product.go_to("#/account");
    product.type(Role::SearchBox, "Search accounts", "zebra");
    CHECK(product.says("Nothing matches"));
    product.tap(Role::Button, "Clear search");
    CHECK(row_count(product, "Accounts") == "2");
}

TEST_CASE("a filter narrows the list by a choice", "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Acme Heating"}, {"kind", "business"}});
    product.create("account", {{"name", "Olle Berg"}, {"kind", "person"}});
    product.go_to("#/account");
    product.tap(Role::Button, "Filter");
    CHECK(product.shows(Role::Dialog, "Filter"));
    product.choose("Kind", "Person");
    product.tap(Role::Button, "Apply");
    CHECK(row_count(product, "Accounts") == "2");
    CHECK(product.shows(Role::GridCell, "Olle Berg"));
}

TEST_CASE("a filter that holds is named over every view, with the way out", "[ui][screens]") {
    Product product;
    product.create("task", {{"subject", "Call Olle"}, {"priority", "high"}});
    product.create("task", {{"subject", "Call Eva"}, {"priority", "low"}});
    product.go_to("#/task");
    CHECK_FALSE(product.says("Remove filter"));
    product.tap(Role::Button, "Filter");
    product.choose("Priority", "High");
    product.tap(Role::Button, "Apply");
    CHECK(product.shows(Role::Button, "Priority: High"));
    const auto& count = product.ui.node(Role::Text, "1 of 2").rect;
    const auto& end = product.ui.node(Role::Button, "Remove filter Priority: High").rect;
    CHECK(count.min.x >= end.max.x);
    CHECK(count.min.y > end.min.y);
    CHECK(count.max.y < end.max.y);
    for (const char* view : {"#/task/kanban", "#/task/calendar"}) {
        product.go_to(view);
        CHECK(product.shows(Role::Button, "Priority: High"));
        CHECK(product.shows(Role::Button, "Filter"));
    }
    product.tap(Role::Button, "Remove filter Priority: High");
    CHECK(product.ui.focused_name() == "Filter");
    CHECK_FALSE(product.says("Remove filter"));
    product.go_to("#/task");
    CHECK(row_count(product, "Tasks") == "3");
}

TEST_CASE("a calendar of a module without choices has no filter", "[ui][screens]") {
    Product product;
    product.go_to("#/coaching_note/calendar");
    CHECK(product.shows(Role::Tab, "Month"));
    CHECK_FALSE(product.shows(Role::Button, "Filter"));
}

TEST_CASE("an empty module with a starter offers it", "[ui][screens]") {
    Product product;
    product.go_to("#/pipeline");
    product.tap(Role::Button, "Use the standard set");
    CHECK(product.record_count("pipeline") == 1);
    CHECK(product.shows(Role::GridCell, "Standard sales"));
}

TEST_CASE("a picker without records offers the starter, and takes its first one", "[ui][screens]") {
    Product product;
    product.go_to("#/deal/new");
    product.type(Role::TextBox, "Name", "Boiler for the school");
    product.choose("Stage", "Use the standard set");
    product.tap(Role::Button, "Save");
    CHECK(product.record_count("deal") == 1);
    CHECK(product.says("Qualification"));
}

TEST_CASE("columns can be chosen and stay chosen", "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Acme Heating"}, {"tax_id", "SE5560001122"}});
    product.go_to("#/account");
    CHECK_FALSE(product.shows(Role::ColumnHeader, "Tax ID"));
    product.tap(Role::Button, "Columns");
    product.activate(Role::CheckBox, "Tax ID");
    product.activate(Role::Button, "Apply");
    product.go_to("#/home");
    product.go_to("#/account");
    CHECK(product.workspace.list()->columns().back().label == "Tax ID");
}

TEST_CASE("keys start a record and reach the search box", "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Acme Heating"}});
    product.go_to("#/account");
    product.press(Key::Slash);
    CHECK(product.ui.focused_name() == "Search accounts");
    product.go_to("#/contact");
    product.press(Key::N);
    CHECK(product.address() == "#/contact/new");
}

TEST_CASE("a phone shows the same list with its tools", "[ui][screens]") {
    Product product(kPhone);
    product.create("account", {{"name", "Acme Heating"}});
    product.go_to("#/account");
    CHECK(product.shows(Role::Navigation, "Modules"));
    CHECK(product.shows(Role::Button, "New account"));
    CHECK(product.shows(Role::Button, "Import"));
    CHECK(row_count(product, "Accounts") == "2");
}

TEST_CASE("a phone's bar leads to what waits for the person, with its number", "[ui][screens]") {
    Product product(kPhone);
    CHECK_FALSE(product.shows(Role::Link, "Needs attention"));
    holdfast::Enrolment enrolment;
    enrolment.device = holdfast::DeviceNo{7};
    enrolment.user = "ana";
    enrolment.epoch = 1;
    must(product.workspace.store().enrol(enrolment));
    product.create("account", {{"name", "Acme Heating"}});
    holdfast::TransactionResult refused;
    refused.no = holdfast::TransactionNo{1};
    refused.status = holdfast::TransactionStatus::Rejected;
    refused.code = holdfast::RejectionCode::Invalid;
    holdfast::Delta delta;
    delta.epoch = 1;
    delta.to = holdfast::ServerSeq{1};
    delta.decided_upto = refused.no;
    delta.refusals.push_back(refused);
    must(product.workspace.store().apply(delta));
    product.workspace.on_data_changed();
    product.ui.draw();
    product.settle();
    const Node& link = product.ui.node(Role::Link, "Needs attention");
    CHECK(std::any_of(link.properties.begin(), link.properties.end(), [](const auto& each) {
        return each.key == Property::Description && each.value == "1";
    }));
    product.tap(Role::Link, "Needs attention");
    CHECK(product.address() == "#/attention");
}

TEST_CASE("exporting a list hands a file to the browser", "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Acme Heating"}});
    product.go_to("#/account");
    product.tap(Role::Button, "Export");
    CHECK(product.shows(Role::MenuItem, "Data (JSON)"));
    CHECK(product.shows(Role::MenuItem, "Contact cards (vCard)"));
    CHECK_FALSE(product.shows(Role::MenuItem, "Calendar (iCalendar)"));
    product.tap(Role::MenuItem, "Table (CSV)");
    REQUIRE_FALSE(product.requests.empty());
    const holdfast::HostRequest& last = product.requests.back();
    CHECK(last.kind == holdfast::HostRequest::Kind::Download);
    CHECK(last.content.find("Acme Heating") != std::string::npos);
}
