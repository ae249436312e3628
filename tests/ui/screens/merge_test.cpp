// Duplicates on the screen: a hint while typing, the dialog, the undo in the toast.
#include <string>

#include "support/test.h"
#include "ui/screens/product.h"

using namespace holdfast;
using namespace holdfast::test;
using ui::Role;

namespace {

struct Office : Product {
    explicit Office(const Screen& screen = {}) : Product(screen) {
        shown = create("account", {{"name", "Berg AB"}, {"phone", "070-1234567"}});
        other = create("account", {{"name", "Bergs"}, {"email", "info@berg.example"}});
    }
    void open(const RecordId& id) { go_to("#/account/" + to_text(id)); }
    RecordId shown, other;
};

}  // namespace

TEST_CASE("a form tells of a record that looks like what is typed", "[ui][screens][merge]") {
    Office office;
    office.go_to("#/account/new");
    CHECK_FALSE(office.says("Looks like"));
    office.type(Role::TextBox, "Name", "berg");
    CHECK(office.shows(Role::Group, "Looks like a record that is here already"));
    CHECK(office.shows(Role::Link, "Berg AB (Name)"));
    office.type(Role::TextBox, "Name", "Somebody else");
    CHECK_FALSE(office.says("Looks like"));
}

TEST_CASE("the link of a hint asks before what is typed is left", "[ui][screens][merge]") {
    Office office;
    office.go_to("#/account/new");
    office.type(Role::TextBox, "Name", "Berg");
    office.tap(Role::Link, "Berg AB (Name)");
    CHECK(office.shows(Role::Dialog, "Leave without saving?"));
    office.tap(Role::Button, "Leave");
    CHECK(office.address() == "#/account/" + to_text(office.shown));
}

TEST_CASE("two records are merged, and the toast takes it back", "[ui][screens][merge]") {
    Office office;
    office.open(office.shown);
    office.tap(Role::Button, "Find duplicates");
    CHECK(office.shows(Role::Dialog, "Duplicates"));
    CHECK(office.shows(Role::Article, "Bergs"));
    office.choose("Name", "Bergs");
    office.tap(Role::Button, "Merge");
    CHECK(office.record_count("account") == 1);
    CHECK(office.shows(Role::Main, "Bergs"));
    CHECK(office.says("info@berg.example"));
    CHECK(office.address() == "#/account/" + to_text(office.shown));
    office.tap(Role::Button, "Undo");
    CHECK(office.record_count("account") == 2);
    CHECK(office.shows(Role::Main, "Berg AB"));
}

TEST_CASE("the other record can be the one that stays", "[ui][screens][merge]") {
    Office office;
    office.open(office.shown);
    office.tap(Role::Button, "Find duplicates");
    office.choose("Record that stays", "Bergs");
    office.tap(Role::Button, "Merge");
    CHECK(office.address() == "#/account/" + to_text(office.other));
    // The address of the one that went leads here, too.
    office.go_to("#/home");
    office.open(office.shown);
    CHECK(office.address() == "#/account/" + to_text(office.other));
    CHECK(office.says("was merged into this one"));
}

TEST_CASE("records are merged on a phone", "[ui][screens][merge]") {
    Office office({.width = 360, .height = 720});
    office.open(office.shown);
    CHECK(office.shows(Role::Button, "Edit"));
    office.tap(Role::Button, "Find duplicates");
    office.activate(Role::Button, "Merge");
    CHECK(office.record_count("account") == 1);
    CHECK(office.shows(Role::Button, "Undo"));
}

TEST_CASE("nothing alike is said, and cancelling changes nothing", "[ui][screens][merge]") {
    Office office;
    const RecordId alone = office.create("account", {{"name", "Dahl"}});
    office.open(alone);
    office.tap(Role::Button, "Find duplicates");
    CHECK(office.says("No record looks like this one"));
    office.go_to("#/home");
    office.open(office.shown);
    CHECK_FALSE(office.shows(Role::Dialog, "Duplicates"));
    office.tap(Role::Button, "Find duplicates");
    office.tap(Role::Button, "Cancel");
    CHECK_FALSE(office.shows(Role::Dialog, "Duplicates"));
    CHECK(office.record_count("account") == 3);
}

TEST_CASE("a merge is taken back later from the dialog", "[ui][screens][merge]") {
    Office office;
    office.open(office.shown);
    office.tap(Role::Button, "Find duplicates");
    office.tap(Role::Button, "Merge");
    office.go_to("#/home");
    office.environment.now += std::int64_t{20} * 86'400'000;
    office.open(office.shown);
    office.tap(Role::Button, "Find duplicates");
    CHECK(office.says("Bergs, merged"));
    office.tap(Role::Button, "Undo merge");
    CHECK(office.record_count("account") == 2);
}

TEST_CASE("a module without rules offers no search for duplicates", "[ui][screens][merge]") {
    Office office;
    const RecordId order = office.create("work_order", {{"subject", "Pump"}});
    office.go_to("#/work_order/" + to_text(order));
    CHECK(office.shows(Role::Button, "Edit"));
    CHECK_FALSE(office.shows(Role::Button, "Find duplicates"));
}
