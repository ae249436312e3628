#include <set>
#include <string>

#include "support/test.h"
#include "ui/screens/product.h"

namespace {

using holdfast::test::must;
using holdfast::test::Product;
using holdfast::ui::HostFacts;
using holdfast::ui::Keeping;
using holdfast::ui::Key;
using holdfast::ui::Remedy;
using holdfast::ui::Role;
using holdfast::ui::Stage;

constexpr char kAccounts[] = "Name,Phone\nAcme Heating,+46 40 123456\nBerg Elevators,\n";

void show_stage(Product& product, Stage stage) {
    product.screens.facts().stage = stage;
    product.settle();
}

/// A dialog's button comes after one of the same name on the page.
void press_last_button(Product& product, std::string_view name) {
    holdfast::ui::NodeId id{};
    for (const auto& node : product.ui.platform().nodes())
        if (node.role == Role::Button && node.name == name) id = node.id;
    product.ui.platform().on_action(holdfast::ui::Action::Activate, id, 0);
    product.ui.settle();
}

}  // namespace

TEST_CASE("the sync chip says in words that the data lies on this device", "[ui][screens]") {
    Product product;
    CHECK(product.shows(Role::Status, "Sync"));
    CHECK(product.says("Only on this device"));
}

TEST_CASE("another language changes every word at once", "[ui][screens]") {
    Product product;
    product.go_to("#/settings");
    product.choose("Language", "Svenska");
    CHECK(product.shows(Role::Link, "Konflikter"));
    CHECK_FALSE(product.shows(Role::Link, "Conflicts"));
}

TEST_CASE("the theme is asked of the host", "[ui][screens]") {
    Product product;
    product.go_to("#/settings");
    product.choose("Theme", "Dark");
    CHECK(product.workspace.theme() == "dark");
}

TEST_CASE("a device code enrols this device", "[ui][screens]") {
    Product product;
    product.go_to("#/sync");
    CHECK(product.shows(Role::Form, "Sign in"));
    product.type(Role::TextBox, "Device code", "K7-4F2P");
    product.tap(Role::Button, "Sign in");
    REQUIRE_FALSE(product.requests.empty());
    CHECK(product.requests.back().kind == holdfast::HostRequest::Kind::Enrol);
    CHECK(product.requests.back().name == "K7-4F2P");
}

TEST_CASE("a search finds records of every module", "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Acme Heating"}});
    product.create("work_order", {{"subject", "Acme: boiler"}});
    product.go_to("#/search?q=acme");
    CHECK(product.shows(Role::Region, "Accounts"));
    CHECK(product.shows(Role::Region, "Work orders"));
    product.tap(Role::Link, "Acme Heating");
    CHECK(product.shows(Role::Main, "Acme Heating"));
}

TEST_CASE("an address that leads nowhere says so", "[ui][screens]") {
    Product product;
    product.go_to("#/nowhere");
    CHECK(product.says("There is nothing at this address"));
}

TEST_CASE("a file is imported after a look at its columns, and undone", "[ui][screens]") {
    Product product;
    product.go_to("#/account");
    product.tap(Role::Button, "Import");
    product.tap(Role::Button, "Choose file");
    CHECK(product.requests.back().kind == holdfast::HostRequest::Kind::PickFile);
    product.pick_file("accounts.csv", kAccounts);
    CHECK(product.ui.node(Role::ComboBox, "Name").value == "Name");
    CHECK(product.shows(Role::Grid, "First rows"));
    product.tap(Role::Button, "Start import");
    CHECK(product.says("Import finished"));
    CHECK(product.record_count("account") == 2);
    product.tap(Role::Button, "Undo import");
    CHECK(product.record_count("account") == 0);
}

TEST_CASE("an import is tried out, corrected and tells which rows stayed out", "[ui][screens]") {
    for (const float width : {1280.0F, 390.0F}) {
        Product product({.width = width, .height = 2400});
        product.create("account", {{"name", "Acme Heating"}, {"phone", "+46 8 1"}});
        product.go_to("#/account/import");
        product.pick_file("more.csv",
                          "Name,Phone,Email\nAcme Heating,+46 8 2,\nNew one,,\nWrong,,no mail\n");
        product.choose("Rows", "Update those found, create the others");
        CHECK(product.says("Choose what records are recognized by, so that they can be updated."));
        product.choose("Recognize records by", "Name");
        product.tap(Role::Button, "Try it out");
        CHECK(product.says("This is what the import would do"));
        CHECK(product.record_count("account") == 1);
        product.tap(Role::Button, "Start import");
        CHECK(product.says("Import finished"));
        CHECK(product.record_count("account") == 2);
        product.tap(Role::Button, "Download rows not imported");
        REQUIRE_FALSE(product.requests.empty());
        CHECK(product.requests.back().name == "more-not imported.csv");
        CHECK(product.requests.back().content.find("is not an email address") != std::string::npos);
        product.tap(Role::Button, "Undo import");
        CHECK(product.record_count("account") == 1);
    }
}

TEST_CASE("an import comes to rest on a phone, where its first rows lie below the fold",
          "[ui][screens]") {
    Product product({.width = 390, .height = 500, .pixel_ratio = 2});
    product.go_to("#/account/import");
    product.pick_file("accounts.csv", kAccounts);
    CHECK(product.ui.settle() >= 0);
    CHECK(product.shows(Role::Button, "Start import"));
    CHECK(product.ui.count(Role::Row) > 0);
}

TEST_CASE("a file that is no table ends in a sentence", "[ui][screens]") {
    Product product;
    product.go_to("#/account/import");
    product.pick_file("photo.csv", std::string("\xFF\xD8\xFF\x00\x01\x02", 6));
    CHECK(product.ui.count(Role::Alert) == 1);
    CHECK(product.shows(Role::Button, "Choose file"));
}

TEST_CASE("Ctrl+K finds a command by a few of its letters", "[ui][screens]") {
    Product product;
    product.press(Key::K, holdfast::ui::kPrimary);
    CHECK(product.shows(Role::Dialog, "Commands"));
    product.type(Role::SearchBox, "Type a command or a name", "setng");
    product.tap(Role::Option, "Settings");
    CHECK(product.address() == "#/settings");
    CHECK_FALSE(product.shows(Role::Dialog, "Commands"));
}

TEST_CASE("each start that is not ready says what to do next", "[ui][screens]") {
    Product product;
    product.screens.show(nullptr);
    show_stage(product, Stage::OtherTab);
    CHECK(product.shows(Role::Button, "Use it here"));
    show_stage(product, Stage::HandingOver);
    CHECK(product.shows(Role::Button, "Cancel"));
    show_stage(product, Stage::NoStorage);
    CHECK(product.shows(Role::Button, "Use a temporary workspace"));
    show_stage(product, Stage::NotOpened);
    CHECK(product.shows(Role::Button, "Try again"));
    show_stage(product, Stage::Recovery);
    CHECK(product.shows(Role::Button, "Download my data"));
    product.tap(Role::Button, "Download my data");
}

TEST_CASE("the recovery page offers what may help besides the download", "[ui][screens]") {
    const auto [remedy, button] = GENERATE(table<Remedy, std::string>({
        {Remedy::TryAgain, "Try again"},
        {Remedy::Reload, "Reload"},
        {Remedy::StartNew, "Start a new workspace"},
    }));
    Product product;
    product.screens.show(nullptr);
    product.screens.facts().remedy = remedy;
    show_stage(product, Stage::Recovery);
    CHECK(product.shows(Role::Button, "Download my data"));
    CHECK(product.shows(Role::Button, button));
}

TEST_CASE("a new workspace beside damaged files is started only after a question",
          "[ui][screens]") {
    Product product;
    product.screens.show(nullptr);
    product.screens.facts().remedy = Remedy::StartNew;
    show_stage(product, Stage::Recovery);
    product.ui.tap(Role::Button, "Start a new workspace");
    CHECK(product.shows(Role::Dialog, "Start a new workspace?"));
    CHECK(product.says("The damaged files stay on this device"));
    CHECK(product.screens.take_intents().empty());

    product.ui.tap(Role::Button, "Cancel");
    CHECK_FALSE(product.shows(Role::Dialog, "Start a new workspace?"));
    CHECK(product.screens.take_intents().empty());

    product.ui.tap(Role::Button, "Start a new workspace");
    press_last_button(product, "Start a new workspace");
    const auto intents = product.screens.take_intents();
    REQUIRE(intents.size() == 1);
    CHECK(std::holds_alternative<holdfast::intent::StartNewWorkspace>(intents.front()));
    CHECK_FALSE(product.shows(Role::Dialog, "Start a new workspace?"));
}

TEST_CASE("the home screen counts the records and leads to the first ones", "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Acme Heating"}});
    product.go_to("#/home");
    CHECK(product.says("1 account"));
    CHECK(product.says("No contacts yet"));
    product.tap(Role::Link, "Acme Heating");
    CHECK(product.shows(Role::Main, "Acme Heating"));
}

TEST_CASE("a temporary workspace says so and offers to download its data", "[ui][screens]") {
    Product product;
    product.screens.facts().keeping = Keeping::Temporary;
    product.settle();
    for (const auto* address : {"#/home", "#/account", "#/account/new", "#/settings"}) {
        product.go_to(address);
        CHECK(product.says("Temporary workspace"));
        CHECK(product.shows(Role::Button, "Download my data"));
    }
}

TEST_CASE("a new version waits while something typed is not saved", "[ui][screens]") {
    Product product;
    product.screens.facts().update_ready = true;
    product.settle();
    CHECK(product.shows(Role::Button, "Reload"));
    product.go_to("#/account/new");
    product.type(Role::TextBox, "Name", "Acme");
    CHECK_FALSE(product.shows(Role::Button, "Reload"));
}

TEST_CASE("a temporary workspace says so on every screen", "[ui][screens]") {
    Product product;
    product.screens.facts().keeping = holdfast::ui::Keeping::Temporary;
    for (const auto* address : {"#/home", "#/account", "#/settings"}) {
        product.go_to(address);
        CHECK(product.says("Temporary workspace"));
    }
}

TEST_CASE("a new screen takes the focus: its form's first field, or the screen itself",
          "[ui][screens]") {
    Product product;
    product.tap(Role::Link, "Accounts");
    CHECK(product.ui.focused_name() == product.ui.node(Role::Main, "Accounts").name);
    product.go_to("#/account/new");
    CHECK(product.ui.focused_name() == "Name");
    product.type(Role::TextBox, "Name", "Acme Heating");
    product.press(Key::S, holdfast::ui::kPrimary);
    CHECK(product.ui.focused_name() == "Acme Heating");
    product.press(Key::E);
    CHECK(product.ui.focused_name() == "Name");
    product.go_to("#/search");
    product.type(Role::SearchBox, "Search", "acme");
    CHECK(product.ui.focused_name() == "Search");
}

TEST_CASE("every screen has a title of its own", "[ui][screens]") {
    Product product;
    std::set<std::string> titles;
    for (const char* address :
         {"#/home", "#/account", "#/account/new", "#/account/import", "#/search", "#/conflicts",
          "#/attention", "#/sync", "#/settings", "#/nothing"}) {
        product.go_to(address);
        titles.insert(product.title());
    }
    CHECK(titles.size() == 10);
    CHECK(titles.count("Holdfast") == 0);
    product.go_to("#/settings");
    CHECK(product.title() == "Settings \xC2\xB7 Holdfast");
}

TEST_CASE("the sync chip has the language's name", "[ui][screens]") {
    Product product;
    CHECK(product.shows(Role::Status, "Sync"));
    product.ui.platform().set_words(
        holdfast::ui::kit_words(holdfast::Strings(holdfast::Language::Japanese)));
    product.settle();
    product.ui.draw();
    CHECK_FALSE(product.shows(Role::Status, "Sync"));
}

TEST_CASE("an address with a code fills in the sync page", "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Acme Heating"}});
    product.go_to("#/enrol?code=7K2Q9");
    CHECK(product.ui.node(Role::TextBox, "Device code").value == "7K2Q9");
    product.tap(Role::Button, "Sign in");
    CHECK(product.requests.back().name == "7K2Q9");
}

TEST_CASE("what cannot be read is an alert, not an empty list", "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Acme Heating"}});
    must(product.workspace.store().database().run("ALTER TABLE account RENAME TO damaged"));
    product.go_to("#/account");
    CHECK(product.shows(Role::Alert, product.workspace.problem()));
    CHECK_FALSE(product.says("No accounts yet"));
    must(product.workspace.store().database().run("ALTER TABLE damaged RENAME TO account"));
    product.go_to("#/contact");
    product.go_to("#/account");
    CHECK(product.workspace.problem().empty());
    CHECK(product.ui.count(Role::Row) > 0);
    CHECK(product.ui.count(Role::Alert) == 0);
}

TEST_CASE("a phone that is enrolled shows its sync page", "[ui][screens]") {
    Product product(holdfast::test::Screen{390, 844, 2});
    product.screens.facts().user = "ana";
    product.screens.facts().device_code = "K7";
    product.go_to("#/sync");
    CHECK(product.shows(Role::Main, "Sync"));
    CHECK(product.says("ana"));
    CHECK(product.says("K7"));
}

TEST_CASE("what is no command is looked for among the records", "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Acme Heating"}});
    product.press(Key::K, holdfast::ui::kPrimary);
    product.type(Role::SearchBox, "Type a command or a name", "acme");
    product.tap(Role::Option, "Search for \u201cacme\u201d");
    CHECK(product.address() == "#/search?q=acme");
    CHECK(product.shows(Role::Link, "Acme Heating"));
}
