#include <algorithm>
#include <string>

#include "support/test.h"
#include "ui/screens/product.h"

namespace {

using holdfast::Draft;
using holdfast::EntityDef;
using holdfast::Saved;
using holdfast::ServerSeq;
using holdfast::test::must;
using holdfast::test::Product;
using holdfast::ui::Key;
using holdfast::ui::Node;
using holdfast::ui::Property;
using holdfast::ui::Role;

constexpr std::uint8_t kControl = holdfast::ui::kPrimary;

}  // namespace

TEST_CASE("a record is typed, saved and shown", "[ui][screens]") {
    Product product;
    product.go_to("#/account/new");
    product.type(Role::TextBox, "Name", "Acme Heating");
    product.type(Role::TextBox, "Email", "info@acme.example");
    product.tap(Role::Button, "Save");
    CHECK(product.record_count("account") == 1);
    CHECK(product.shows(Role::Main, "Acme Heating"));
    CHECK(product.says("info@acme.example"));
    CHECK(product.shows(Role::Button, "Edit"));
}

TEST_CASE("a mistake is an alert that names the field, and nothing is saved", "[ui][screens]") {
    Product product;
    product.go_to("#/account/new");
    product.type(Role::TextBox, "Name", "Acme Heating");
    product.type(Role::TextBox, "Email", "not an address");
    product.tap(Role::Button, "Save");
    CHECK(product.record_count("account") == 0);
    CHECK(product.ui.count(Role::Alert) >= 1);
    CHECK(product.says("Email is not an email address"));
}

TEST_CASE("Ctrl+S saves and E begins to edit", "[ui][screens]") {
    Product product;
    const auto id = product.create("account", {{"name", "Acme Heating"}});
    product.go_to("#/account/" + to_text(id));
    product.press(Key::E);
    CHECK(product.shows(Role::Form, "Account"));
    product.type(Role::TextBox, "Name", "Acme Cooling");
    product.press(Key::S, kControl);
    CHECK(product.shows(Role::Main, "Acme Cooling"));
}

TEST_CASE("cancelling an edit asks only when something was typed", "[ui][screens]") {
    Product product;
    const auto id = product.create("account", {{"name", "Acme Heating"}});
    product.go_to("#/account/" + to_text(id));
    product.tap(Role::Button, "Edit");
    product.tap(Role::Button, "Cancel");
    CHECK(product.shows(Role::Button, "Edit"));

    product.tap(Role::Button, "Edit");
    product.type(Role::TextBox, "Name", "Something else");
    product.tap(Role::Button, "Cancel");
    CHECK(product.shows(Role::Dialog, "Leave without saving?"));
    product.tap(Role::Button, "Keep editing");
    CHECK(product.ui.node(Role::TextBox, "Name").value == "Something else");
    product.tap(Role::Button, "Cancel");
    product.tap(Role::Button, "Leave");
    CHECK(product.shows(Role::Main, "Acme Heating"));
}

TEST_CASE("a link does not throw away what was typed", "[ui][screens]") {
    Product product;
    product.go_to("#/account/new");
    product.type(Role::TextBox, "Name", "Acme Heating");
    product.tap(Role::Link, "Contacts");
    CHECK(product.address() == "#/account/new");
    CHECK(product.shows(Role::Dialog, "Leave without saving?"));
    product.tap(Role::Button, "Leave");
    CHECK(product.address() == "#/contact");
}

TEST_CASE("the back button does not throw away what was typed either", "[ui][screens]") {
    Product product;
    product.go_to("#/account/new");
    product.type(Role::TextBox, "Name", "Acme Heating");
    product.go_to("#/home");
    CHECK(product.address() == "#/account/new");
    product.tap(Role::Button, "Keep editing");
    CHECK_FALSE(product.shows(Role::Dialog, "Leave without saving?"));
    product.tap(Role::Button, "Save");
    CHECK(product.record_count("account") == 1);
}

TEST_CASE("a linked record is found by typing and chosen", "[ui][screens]") {
    Product product;
    product.create("account", {{"name", "Acme Heating"}});
    product.create("account", {{"name", "Berg Elevators"}});
    product.go_to("#/contact/new");
    product.type(Role::TextBox, "Last name", "Okafor");
    product.tap(Role::ComboBox, "Account");
    product.type(Role::SearchBox, "Account", "berg");
    product.tap(Role::Option, "Berg Elevators");
    product.tap(Role::Button, "Save");
    CHECK(product.record_count("contact") == 1);
    CHECK(product.says("Berg Elevators"));
}

TEST_CASE("lines are added, filled in, removed and counted together", "[ui][screens]") {
    Product product;
    product.go_to("#/work_order/new");
    product.type(Role::TextBox, "Subject", "Replace compressor");
    product.activate(Role::Button, "Add line");
    product.activate(Role::Button, "Add line");
    CHECK(product.shows(Role::Group, "Line 2"));
    CHECK(product.ui.focused_name() == "Description");
    product.activate(Role::Button, "Remove line 2");
    CHECK(product.ui.focused_name() == "Add line");
    CHECK_FALSE(product.shows(Role::Group, "Line 2"));
    product.type_in("Line 1", "Description", "Compressor unit");
    product.type_in("Line 1", "Quantity", "2");
    product.type_in("Line 1", "Unit price", "420.50");
    product.tap(Role::Button, "Save");
    CHECK(product.record_count("work_order") == 1);
    CHECK(product.says("Compressor unit"));
    CHECK(product.says("841.00"));
}

TEST_CASE("an issued document shows its lines without a button to add, remove or delete",
          "[ui][screens]") {
    Product product;
    const auto id = product.create("delivery_note", {});
    const EntityDef& line = *product.workspace.store().registry().find("delivery_note_line");
    const auto save = [&](Draft& draft) {
        const auto outcome = must(product.workspace.store().commit(draft));
        REQUIRE(std::holds_alternative<Saved>(outcome));
    };
    Draft adding("test", ServerSeq::None);
    adding.create(
        line.id, make_record_id(product.environment),
        {{line.parent_field, id}, {line.find_field("description")->id, std::string("Pump")}});
    save(adding);
    const auto offers = [&] {
        product.go_to("#/home");
        product.go_to("#/delivery_note/" + to_text(id));
        const bool deletes = product.shows(Role::Button, "Delete");
        product.press(Key::E);
        CHECK(product.says("Pump"));
        const bool lines =
            product.shows(Role::Button, "Add line") || product.shows(Role::Button, "Remove line 1");
        return std::pair(deletes, lines);
    };
    CHECK(offers() == std::pair(true, true));
    const EntityDef& note = *product.workspace.store().registry().find("delivery_note");
    Draft issuing("test", ServerSeq::None);
    issuing.set(note.id, id, {{note.state_field, std::string("handed_over")}});
    save(issuing);
    CHECK(offers() == std::pair(false, false));
}

TEST_CASE("a line typed before the document was issued is taken back by its button",
          "[ui][screens]") {
    Product product;
    const auto id = product.create("delivery_note", {});
    product.go_to("#/delivery_note/" + to_text(id));
    product.tap(Role::Button, "Edit");
    product.activate(Role::Button, "Add line");
    product.type_in("Line 1", "Description", "Pump");
    const EntityDef& note = *product.workspace.store().registry().find("delivery_note");
    Draft issuing("test", ServerSeq::None);
    issuing.set(note.id, id, {{note.state_field, std::string("handed_over")}});
    REQUIRE(std::holds_alternative<Saved>(must(product.workspace.store().commit(issuing))));
    product.workspace.on_data_changed();
    product.settle();
    CHECK_FALSE(product.shows(Role::Button, "Remove line 1"));
    product.tap(Role::Button, "Save");
    REQUIRE(product.shows(Role::Group, "Line 1"));
    product.activate(Role::Button, "Take back what you changed in line 1");
    CHECK_FALSE(product.shows(Role::Group, "Line 1"));
    product.press(Key::Enter);  // The focus is on "Save".
    CHECK(product.shows(Role::Button, "Edit"));
}

TEST_CASE("the status group offers the allowed steps and takes one", "[ui][screens]") {
    Product product;
    const auto id = product.create("work_order", {{"subject", "Replace compressor"}});
    product.go_to("#/work_order/" + to_text(id));
    CHECK(product.shows(Role::Group, "Status"));
    CHECK(product.shows(Role::Button, "Scheduled"));
    CHECK_FALSE(product.shows(Role::Button, "Closed"));
    product.tap(Role::Button, "Open");
    CHECK(product.workspace.form()->state_label() == "Open");
}

TEST_CASE("deleting goes back to the list and can be undone", "[ui][screens]") {
    Product product;
    const auto id = product.create("account", {{"name", "Acme Heating"}});
    product.go_to("#/account/" + to_text(id));
    product.tap(Role::Button, "Delete");
    CHECK(product.address() == "#/account");
    CHECK(product.record_count("account") == 0);
    product.tap(Role::Button, "Undo");
    CHECK(product.record_count("account") == 1);
}

TEST_CASE("the Undo of an older toast takes back the older deletion", "[ui][screens]") {
    Product product;
    for (const std::string_view name : {"Acme Heating", "Berg Elevators"}) {
        const auto id = product.create("account", {{"name", std::string(name)}});
        product.go_to("#/account/" + to_text(id));
        product.tap(Role::Button, "Delete");
    }
    REQUIRE(product.record_count("account") == 0);
    product.tap(Role::Button, "Undo");  // The first of the two, which is the older one.
    REQUIRE(product.workspace.list()->row_count() == 1);
    CHECK(product.workspace.list()->row(0).title == "Acme Heating");
    product.tap(Role::Button, "Undo");
    CHECK(product.record_count("account") == 2);
}

TEST_CASE("what links to a record stands in tabs below it", "[ui][screens]") {
    Product product;
    const auto id = product.create("account", {{"name", "Acme Heating"}});
    product.go_to("#/account/" + to_text(id));
    CHECK(product.shows(Role::Tab, "Contacts"));
    product.activate(Role::Tab, "Work orders");
    CHECK(product.says("No work orders yet"));
}

TEST_CASE("a website without a scheme leads out of the app, not into it", "[ui][screens]") {
    Product product;
    const auto id = product.create("account", {{"name", "Aurora"}, {"website", "aurora.example"}});
    product.go_to("#/account/" + to_text(id));
    const Node& link = product.ui.node(Role::Link, "aurora.example");
    const auto href = std::find_if(link.properties.begin(), link.properties.end(),
                                   [](const auto& each) { return each.key == Property::Href; });
    REQUIRE(href != link.properties.end());
    CHECK(href->value == "https://aurora.example");
}

TEST_CASE("a move that waits for a field says so in the form, and can be dropped",
          "[ui][screens]") {
    Product product;
    const auto id = product.create("work_order", {{"subject", "Boiler"}});
    product.go_to("#/work_order/" + to_text(id));
    product.tap(Role::Button, "In progress");
    product.tap(Role::Button, "Completed");
    CHECK(product.shows(Role::Form, "Work order"));
    CHECK(product.says("Saving also changes the status to \u201cCompleted\u201d."));
    product.type(Role::TextBox, "Findings", "Needs a new part");
    product.activate(Role::Button, "Keep the status");
    CHECK_FALSE(product.says("Saving also changes"));
    product.tap(Role::Button, "Save");
    CHECK(product.says("Needs a new part"));
    CHECK(product.shows(Role::Button, "Completed"));
}

TEST_CASE("the wheel reaches the end of a long record", "[ui][screens]") {
    Product product;
    const auto id = product.create("work_order", {{"subject", "Boiler"},
                                                  {"description", "One\nTwo\nThree\nFour"},
                                                  {"findings", "Five\nSix\nSeven\nEight"},
                                                  {"site_street", "Harbour Road 1"}});
    product.go_to("#/work_order/" + to_text(id));
    const auto top = [&](std::string_view heading) {
        return product.ui.node(Role::Heading, heading).rect.min.y;
    };
    const float before = top("Work order lines");
    REQUIRE(before > 800);
    for (int turn = 0; turn < 10; ++turn) {
        product.ui.wheel({700, 400}, 60);
        product.settle();
    }
    // Further than the title is high: what lies above the screen takes no more room than it needs.
    CHECK(top("Work order lines") < before - 100);
    CHECK(top("Work order lines") < 800);
    CHECK(top("WO-0001 Boiler") < 0);
}

TEST_CASE("another record begins at its top", "[ui][screens]") {
    Product product;
    product.go_to("#/work_order/new");
    product.ui.wheel({700, 400}, 300);
    product.settle();
    REQUIRE(product.ui.node(Role::Heading, "New work order").rect.min.y < 0);
    product.go_to("#/account/new");
    CHECK(product.ui.node(Role::Heading, "New account").rect.min.y > 0);
}

TEST_CASE("a refused save leads to the first mistake", "[ui][screens]") {
    Product product;
    product.go_to("#/work_order/new");
    product.type(Role::TextBox, "Subject", "Boiler");
    product.type(Role::TextBox, "Planned start", "tomorrow");
    product.tap(Role::Button, "Save");
    CHECK(product.ui.focused_name() == "Planned start");
    product.type(Role::TextBox, "Planned start", "");
    product.activate(Role::Button, "Add line");
    product.activate(Role::Button, "Save");
    CHECK(product.ui.focused_name() ==
          "Description");  // The first control of the line without a description.
}

TEST_CASE("a missing field is named once", "[ui][screens]") {
    Product product;
    product.go_to("#/account/new");
    product.type(Role::TextBox, "Email", "info@acme.example");
    product.tap(Role::Button, "Save");
    CHECK(product.shows(Role::Alert, "Name is missing. Fill it in."));
    CHECK_FALSE(product.says("Name: Name"));
}

TEST_CASE("\"Not saved yet\" goes when it is saved, or given up", "[ui][screens]") {
    Product product;
    product.go_to("#/account/new");
    product.tap(Role::Button, "Save");
    CHECK(product.says("Not saved yet"));
    product.type(Role::TextBox, "Name", "Acme Heating");
    product.tap(Role::Button, "Save");
    CHECK_FALSE(product.says("Not saved yet"));
    CHECK(product.says("Acme Heating"));

    product.tap(Role::Button, "Edit");
    product.type(Role::TextBox, "Name", "");
    product.tap(Role::Button, "Save");
    CHECK(product.says("Not saved yet"));
    product.tap(Role::Button, "Cancel");
    product.tap(Role::Button, "Leave");
    CHECK_FALSE(product.says("Not saved yet"));
}

TEST_CASE("how a time is written stands in the field that is being filled only", "[ui][screens]") {
    Product product;
    product.go_to("#/work_order/new");
    const auto hint_of = [&](std::string_view name) {
        for (const auto& each : product.ui.node(Role::TextBox, name).properties)
            if (each.key == Property::Placeholder) return each.value;
        return std::string();
    };
    CHECK(hint_of("Planned start").empty());
    product.type(Role::TextBox, "Planned start", "");
    CHECK(hint_of("Planned start") == "YYYY-MM-DD HH:MM");
    CHECK(hint_of("Planned end").empty());
    product.type(Role::TextBox, "Planned end", "");
    CHECK(hint_of("Planned end") == "YYYY-MM-DD HH:MM");
    CHECK(hint_of("Planned start").empty());
}

TEST_CASE("a move that is not open to the person is a button without effect, with the reason below",
          "[ui][screens]") {
    using holdfast::Value;
    Product product;
    holdfast::Store& store = product.workspace.store();
    const auto add = [&](const char* module,
                         const std::vector<std::pair<const char*, Value>>& values) {
        const holdfast::EntityDef& entity = *store.registry().find(module);
        std::vector<holdfast::Draft::FieldValue> given;
        for (const auto& value : values)
            given.push_back({entity.find_field(value.first)->id, value.second});
        const holdfast::RecordId id = make_record_id(product.environment);
        holdfast::Draft draft("test.create", holdfast::ServerSeq::None);
        draft.create(entity.id, id, std::move(given));
        REQUIRE(std::holds_alternative<holdfast::Saved>(must(store.commit(draft))));
        return Value(id);
    };
    const auto words = [](const char* text) { return Value(std::string(text)); };
    add("user", {{"name", words("Boss")}, {"login", words("boss")}});
    const Value profile = add("profile", {{"name", words("Field")},
                                          {"default_read", words("all")},
                                          {"default_write", words("all")}});
    add("profile_right",
        {{"profile", profile}, {"entity", words("work_order")}, {"approve_level", words("none")}});
    const Value role = add("role", {{"name", words("Staff")}, {"profile", profile}});
    const Value tom =
        add("user", {{"name", words("Tom")}, {"login", words("tom")}, {"role", role}});
    const Value order =
        add("work_order", {{"subject", words("Pump")}, {"status", words("disputed")}});
    const auto is_open = [&] {
        product.go_to("#/home");
        product.go_to("#/work_order/" + to_text(std::get<holdfast::RecordId>(order)));
        return (product.ui.node(Role::Button, "Closed").flags & holdfast::ui::kNodeDisabled) == 0;
    };
    CHECK(is_open());
    CHECK_FALSE(product.says("approving is not among your rights"));
    must(store.write_setting("person", to_text(std::get<holdfast::RecordId>(tom))));
    product.workspace.on_data_changed();
    CHECK_FALSE(is_open());
    CHECK(product.says("approving is not among your rights"));
}
