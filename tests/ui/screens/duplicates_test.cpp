// The screen of a module's duplicates.
#include <string>

#include "support/test.h"
#include "ui/screens/product.h"

using namespace holdfast;
using namespace holdfast::test;
using ui::Role;

namespace {

struct Office : Product {
    explicit Office(const Screen& screen = {}) : Product(screen) {
        nord = add("account", {{"name", "Nord"}, {"phone", "070-1234567"}});
        syd = add("account", {{"name", "Syd"}, {"phone", "070 123 45 67"}});
        add("account", {{"name", "Dahl"}, {"email", "info@dahl.example"}});
        add("account", {{"name", "Dahls"}, {"email", "Info@dahl.example"}});
    }
    /// One after the other: groups name the oldest first.
    RecordId add(std::string_view module,
                 const std::vector<std::pair<std::string_view, std::string>>& texts) {
        environment.now += 1;
        return create(module, texts);
    }
    /// The screen as it is before the search has looked at anything.
    void open_before_search() {
        go_to("#/home");
        workspace.navigate("#/account/duplicates");
        ui.draw();
    }
    void search() {
        go_to("#/account");
        tap(Role::Button, "Find duplicates");
    }
    RecordId nord, syd;
};

}  // namespace

TEST_CASE("a list leads to the groups of its duplicates", "[ui][screens][duplicates]") {
    Office office;
    office.go_to("#/account");
    office.tap(Role::Button, "Find duplicates");
    CHECK(office.address() == "#/account/duplicates");
    CHECK(office.shows(Role::Main, "Duplicates: Accounts"));
    CHECK(office.says("2 groups"));
    CHECK(office.shows(Role::Article, "Nord, Syd"));
    CHECK(office.shows(Role::Article, "Dahl, Dahls"));
    CHECK(office.says("Alike: Phone"));
    CHECK(office.shows(Role::Link, "Syd"));
}

TEST_CASE("a search shows how far it is, can be stopped and begun again",
          "[ui][screens][duplicates]") {
    Office office;
    office.open_before_search();
    CHECK(office.shows(Role::ProgressBar, "Find duplicates"));
    office.tap(Role::Button, "Stop searching");
    CHECK_FALSE(office.shows(Role::ProgressBar, "Find duplicates"));
    CHECK(office.says("Nothing was found before the search was stopped"));
    office.tap(Role::Button, "Search again");
    CHECK(office.shows(Role::Article, "Nord, Syd"));
}

TEST_CASE("a group is compared side by side, merged, and taken apart again",
          "[ui][screens][duplicates]") {
    Office office;
    office.search();
    office.go_to("#/account/" + to_text(office.nord));
    office.go_to("#/account/duplicates");
    REQUIRE(office.shows(Role::Article, "Nord, Syd"));  // As it was left.
    office.tap(Role::Button, "Compare and merge");
    CHECK(office.shows(Role::Dialog, "Duplicates"));
    CHECK(office.shows(Role::Article, "Syd"));
    office.choose("Name", "Syd");
    office.tap(Role::Button, "Merge");
    CHECK(office.record_count("account") == 3);
    CHECK(office.address() == "#/account/duplicates");
    CHECK_FALSE(office.shows(Role::Dialog, "Duplicates"));
    CHECK_FALSE(office.shows(Role::Article, "Nord, Syd"));
    CHECK(office.shows(Role::Article, "Dahl, Dahls"));
    office.tap(Role::Button, "Undo");
    CHECK(office.record_count("account") == 4);
    CHECK(office.shows(Role::Article, "Nord, Syd"));
}

TEST_CASE("a group is skipped, or kept apart for good and taken back",
          "[ui][screens][duplicates]") {
    Office office({.width = 360, .height = 720});
    office.search();
    office.activate(Role::Button, "Skip");
    CHECK(office.says("1 group"));
    office.activate(Role::Button, "No duplicates");
    CHECK(office.says("No records look alike"));
    CHECK(office.says("not shown as duplicates on this device again"));
    office.activate(Role::Button, "Undo");
    CHECK(office.says("1 group"));
    office.activate(Role::Button, "No duplicates");
    office.activate(Role::Button, "Search again");
    CHECK(office.says("1 group"));
}

TEST_CASE("records that are found lead to their pages", "[ui][screens][duplicates]") {
    Office office;
    office.search();
    office.tap(Role::Link, "Syd");
    CHECK(office.address() == "#/account/" + to_text(office.syd));
}

TEST_CASE("a module without rules has no screen of duplicates, until somebody makes a rule",
          "[ui][screens][duplicates]") {
    Office office;
    office.add("work_order", {{"subject", "Pump"}});
    office.add("work_order", {{"subject", "PUMP"}});
    office.go_to("#/work_order");
    CHECK_FALSE(office.shows(Role::Button, "Find duplicates"));
    office.go_to("#/work_order/duplicates");
    CHECK_FALSE(office.shows(Role::Main, "Duplicates: Work orders"));
    office.create("duplicate_rule",
                  {{"name", "Subjects"}, {"entity", "work_order"}, {"fields", "subject"}});
    office.go_to("#/work_order");
    office.tap(Role::Button, "Find duplicates");
    CHECK(office.says("1 group"));
    CHECK(office.says("Alike: Subject"));
}
