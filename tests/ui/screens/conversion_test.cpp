// Documents made from documents on the screen: a button per conversion, the toast, the refusals.
#include <string>

#include "support/test.h"
#include "ui/screens/product.h"

namespace {

using holdfast::Draft;
using holdfast::EntityDef;
using holdfast::RecordId;
using holdfast::Value;
using holdfast::test::must;
using holdfast::test::Product;
using holdfast::test::Screen;
using holdfast::ui::Role;

constexpr std::int64_t kYes = 1;

struct Sales : Product {
    explicit Sales(const Screen& screen = {}) : Product(screen) {
        acme = create("account", {{"name", "Acme"}});
        quote = add("quote", {{"subject", "Pumps"},
                              {"account", acme},
                              {"status", "draft"},
                              {"issue_date", std::int64_t{20'000}}});
        add("quote_line", {{"quote", quote}, {"description", "Pump"}});
        lead = create("lead", {{"name", "Ana Ek"}, {"company", "Berg AB"}});
    }
    RecordId add(std::string_view module, std::vector<std::pair<std::string_view, Value>> given) {
        holdfast::Store& store = workspace.store();
        const EntityDef& entity = *store.registry().find(module);
        std::vector<Draft::FieldValue> values;
        for (auto& [key, value] : given)
            values.push_back({entity.find_field(key)->id, std::move(value)});
        const RecordId id = make_record_id(environment);
        Draft draft("test.set_up", {});
        draft.create(entity.id, id, std::move(values));
        REQUIRE(std::holds_alternative<holdfast::Saved>(must(store.commit(draft))));
        return id;
    }
    void open(const std::string& module, const RecordId& id) {
        go_to("#/" + module + "/" + to_text(id));
    }
    bool is_at(const std::string& module) { return address().starts_with("#/" + module + "/"); }
    RecordId acme, quote, lead;
};

}  // namespace

TEST_CASE("an accepted quote becomes an order by a button, and the toast takes it back",
          "[ui][screens][conversion]") {
    Sales sales;
    sales.open("quote", sales.quote);
    CHECK_FALSE(sales.shows(Role::Button, "Create sales order"));
    sales.tap(Role::Button, "Accepted");
    sales.tap(Role::Button, "Create sales order");
    CHECK(sales.is_at("sales_order"));
    CHECK(sales.says("Pumps created"));
    CHECK(sales.says("Pump"));
    CHECK(sales.record_count("sales_order") == 1);
    CHECK(sales.record_count("sales_order_line") == 1);
    sales.tap(Role::Button, "Undo");
    CHECK(sales.record_count("sales_order") == 0);
    CHECK(sales.record_count("sales_order_line") == 0);
}

TEST_CASE("a quote that is ordered already says that nothing is left",
          "[ui][screens][conversion]") {
    Sales sales;
    sales.open("quote", sales.quote);
    sales.tap(Role::Button, "Accepted");
    sales.tap(Role::Button, "Create sales order");
    sales.open("quote", sales.quote);
    sales.tap(Role::Button, "Create sales order");
    CHECK(sales.says("Nothing is left to create"));
    CHECK(sales.address() == "#/quote/" + to_text(sales.quote));
    CHECK(sales.record_count("sales_order") == 1);
}

TEST_CASE("a lead becomes a customer by a button", "[ui][screens][conversion]") {
    Sales sales;
    sales.open("lead", sales.lead);
    CHECK_FALSE(sales.shows(Role::Button, "Converted"));
    sales.tap(Role::Button, "Convert to customer");
    CHECK(sales.is_at("account"));
    CHECK(sales.says("Berg AB created"));
    CHECK(sales.record_count("contact") == 1);
    sales.open("lead", sales.lead);
    CHECK_FALSE(sales.shows(Role::Button, "Convert to customer"));
    CHECK(sales.says("Converted"));
}

TEST_CASE("a customer who is here already is linked and shown", "[ui][screens][conversion]") {
    Sales sales;
    const RecordId berg = sales.create("account", {{"name", "berg AB"}});
    sales.open("lead", sales.lead);
    sales.tap(Role::Button, "Convert to customer");
    CHECK(sales.address() == "#/account/" + to_text(berg));
    CHECK(sales.says("Linked to berg AB, which was here already"));
    CHECK(sales.record_count("account") == 2);
}

TEST_CASE("what a conversion lacks is said with its module and field",
          "[ui][screens][conversion]") {
    Sales sales;
    sales.open("lead", sales.lead);
    sales.tap(Role::Button, "Convert to deal");
    CHECK(sales.says("Deal could not be created."));
    CHECK(sales.says("Stage"));
    CHECK(sales.address() == "#/lead/" + to_text(sales.lead));
    CHECK(sales.record_count("account") == 1);
}

TEST_CASE("a lead is converted on a phone", "[ui][screens][conversion]") {
    Sales sales({.width = 360, .height = 720});
    sales.open("lead", sales.lead);
    sales.activate(Role::Button, "Convert to customer");
    CHECK(sales.is_at("account"));
    CHECK(sales.shows(Role::Button, "Undo"));
}

TEST_CASE("a conversion to a deal opens the deal", "[ui][screens][conversion]") {
    Sales sales;
    const RecordId pipeline =
        sales.add("pipeline", {{"name", "Main"}, {"status", "published"}, {"is_default", kYes}});
    sales.add("stage", {{"pipeline", pipeline}, {"name", "First"}, {"category", "open"}});
    sales.open("lead", sales.lead);
    sales.tap(Role::Button, "Convert to deal");
    CHECK(sales.is_at("deal"));
    CHECK(sales.says("Berg AB created"));
    CHECK(sales.says("Main"));
    sales.tap(Role::Button, "Undo");
    CHECK(sales.record_count("deal") == 0);
    CHECK(sales.record_count("contact") == 0);
}

TEST_CASE("a document without a line to take over says so", "[ui][screens][conversion]") {
    Sales sales;
    const RecordId work = sales.add("work_order", {{"subject", "Leak"},
                                                   {"account", sales.acme},
                                                   {"status", "completed"},
                                                   {"resolution_code", "repaired"}});
    sales.open("work_order", work);
    sales.tap(Role::Button, "Create invoice");
    CHECK(sales.says("No line here can be taken over"));
    CHECK(sales.record_count("invoice") == 0);
}

TEST_CASE("a total with a part that is hidden from the person is not made, and that is said",
          "[ui][screens][conversion]") {
    Sales sales;
    sales.open("quote", sales.quote);
    sales.tap(Role::Button, "Accepted");
    sales.add("user", {{"name", "Eva"}, {"login", "eva"}});
    const RecordId profile = sales.add(
        "profile", {{"name", "Sales"}, {"default_read", "all"}, {"default_write", "all"}});
    const RecordId role =
        sales.add("role", {{"name", "Sales"}, {"sees", "all"}, {"profile", profile}});
    const RecordId tom = sales.add("user", {{"name", "Tom"}, {"login", "tom"}, {"role", role}});
    sales.add("profile_right", {{"profile", profile},
                                {"entity", "quote_line"},
                                {"field", "discount"},
                                {"access", "hidden"}});
    must(sales.workspace.store().write_setting("person", to_text(tom)));
    sales.open("quote", sales.quote);
    sales.tap(Role::Button, "Create sales order");
    CHECK(sales.says("Sales order is not created: its amounts need fields that you may not see."));
    CHECK(sales.record_count("sales_order") == 0);
}
