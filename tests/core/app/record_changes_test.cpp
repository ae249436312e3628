// The history of a record as people read it on its page.
#include "core/app/record_stream.h"
#include "support/person.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

struct ChangesFixture : StoreFixture {
    std::vector<StreamItem> changes(std::string_view module, const RecordId& id) {
        return must(read_changes(store, {entity(module).id, id, &strings, 0}));
    }
    Strings strings{Language::English};
};

}  // namespace

TEST_CASE_METHOD(ChangesFixture, "a page tells what became of its record, the newest first",
                 "[app][history]") {
    const RecordId order = create("work_order", {{"subject", text("Leak")}});
    environment.now += 60'000;
    set("work_order", order, {{"priority", text("high")}, {"findings", Value()}});
    save(draft().transition(entity("work_order").id, order, "draft", "open"));
    const RecordId account = create("account", {{"name", text("Hotel Sol")}});
    set("work_order", order, {{"account", account}});

    const std::vector<StreamItem> items = changes("work_order", order);
    REQUIRE(items.size() == 4);
    CHECK(items[0].text == "Account: (empty) → Hotel Sol");
    CHECK(items[1].text == "Status: Draft → Open");
    CHECK(items[2].text == "Priority: Normal → High");
    CHECK(items[3].text == "Created");
    CHECK(items[3].at_ms + 60'000 == items[2].at_ms);
    CHECK(items[0].kind == StreamItem::Kind::Change);
}

TEST_CASE_METHOD(ChangesFixture,
                 "a long text is cut between characters, and a wide edit is summed up",
                 "[app][history]") {
    const RecordId order = create("work_order", {{"subject", text("Leak")}});
    std::string japanese;
    for (int count = 0; count < 100; ++count) japanese += "\u6C34";
    set("work_order", order, {{"findings", text(japanese)}});
    const std::string found = changes("work_order", order).at(0).text;
    CHECK(found.size() < 220);
    CHECK(found.ends_with("\u6C34…"));

    set("work_order", order,
        {{"site_street", text("Main 1")},
         {"site_city", text("Lyon")},
         {"site_region", text("R")},
         {"site_country", text("FR")},
         {"priority", text("low")},
         {"type", text("inspection")},
         {"due", number(20'000)}});
    CHECK(changes("work_order", order).at(0).text.ends_with(" …"));
}

TEST_CASE_METHOD(ChangesFixture, "the page keeps quiet about a field that is hidden",
                 "[app][history][policy]") {
    const RecordId eva = create("user", {{"name", text("Eva")}, {"login", text("eva")}});
    static_cast<void>(eva);
    const auto [tom, profile] = add_person(*this, "Tom", "tom");
    create("profile_right", {{"profile", profile},
                             {"entity", text("product")},
                             {"field", text("cost")},
                             {"access", text("hidden")}});
    const RecordId pump = create("product", {{"name", text("Pump")}, {"cost", number(7)}});
    set("product", pump, {{"cost", number(9)}});
    set("product", pump, {{"name", text("Big pump")}, {"cost", number(11)}});
    REQUIRE(changes("product", pump).size() == 3);

    must(store.write_setting("person", to_text(tom)));
    const std::vector<StreamItem> items = changes("product", pump);
    REQUIRE(items.size() == 2);
    CHECK(items[0].text == "Name: Pump → Big pump");
    CHECK(items[1].text == "Created");
}
