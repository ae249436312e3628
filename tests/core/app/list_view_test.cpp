#include "core/app/list_view.h"

#include "core/store_fixture.h"
#include "support/test.h"

namespace {

using holdfast::FilterOperator;
using holdfast::ListView;
using holdfast::SortDirection;
using holdfast::Strings;
using holdfast::Value;
using holdfast::test::StoreFixture;

struct OrdersFixture : StoreFixture {
    OrdersFixture() {
        account = create("account", {{"name", "Älvdalen AB"}});
        create("work_order", {{"subject", "Boiler"},
                              {"account", account},
                              {"priority", "urgent"},
                              {"amount", std::int64_t{123'450}},
                              {"planned_start", std::int64_t{2'000}}});
        create("work_order", {{"subject", "Pump"}, {"planned_start", std::int64_t{1'000}}});
    }
    ListView orders(holdfast::Language language = holdfast::Language::English) {
        return ListView(store, entity("work_order").id, Strings(language));
    }
    std::string cell(ListView& list, std::int64_t row, std::string_view key) {
        const holdfast::FieldId wanted = field("work_order", key);
        for (std::size_t column = 0; column < list.columns().size(); ++column) {
            if (list.columns()[column].field == wanted) return list.row(row).cells[column].text;
        }
        FAIL("no column " << key);
        return {};
    }
    holdfast::RecordId account;
};

TEST_CASE_METHOD(OrdersFixture, "a document that waits for its number says so, in every language",
                 "[app][list][numbers]") {
    create("invoice", {{"account", account}, {"subject", "Boiler"}});
    const holdfast::EntityId invoice = entity("invoice").id;
    REQUIRE(entity("invoice").list_columns[0] == entity("invoice").number_field);
    ListView english(store, invoice, Strings(holdfast::Language::English));
    CHECK(english.row(0).cells[0].text == "No number yet");
    CHECK(english.row(0).title == "Boiler");
    ListView swedish(store, invoice, Strings(holdfast::Language::Swedish));
    CHECK(swedish.row(0).cells[0].text == "Inget nummer än");
}

TEST_CASE_METHOD(OrdersFixture, "a list shows states, choices and links in words", "[app][list]") {
    ListView list = orders();
    REQUIRE(list.row_count() == 2);
    CHECK(cell(list, 0, "subject") == "Pump");
    CHECK(cell(list, 1, "status") == "Draft");
    CHECK(cell(list, 1, "priority") == "Urgent");
    CHECK(cell(list, 1, "account") == "Älvdalen AB");
    CHECK(list.row(1).cells[3].tone == holdfast::Tone::Danger);
    CHECK(list.row(1).title.ends_with("Boiler"));
    CHECK(list.error() == nullptr);
}

TEST_CASE_METHOD(OrdersFixture, "a search without accents finds what has them", "[app][list]") {
    ListView accounts(store, entity("account").id, Strings());
    accounts.set_search("alvd");
    CHECK(accounts.row_count() == 1);
    accounts.set_search("nothing like it");
    CHECK(accounts.row_count() == 0);
    CHECK(accounts.total_count() == 1);
    CHECK(accounts.row(0).id.is_none());
}

TEST_CASE_METHOD(OrdersFixture, "sorting and filters ask again", "[app][list]") {
    ListView list = orders();
    list.set_sort(field("work_order", "planned_start"), SortDirection::Descending);
    CHECK(cell(list, 0, "subject") == "Boiler");
    list.set_filters({{field("work_order", "priority"), FilterOperator::Equal, Value("urgent")}});
    CHECK(list.row_count() == 1);
    CHECK(list.total_count() == 2);
}

TEST_CASE_METHOD(OrdersFixture, "a list takes a tree of conditions and several sort keys",
                 "[app][list]") {
    ListView list = orders();
    create("work_order", {{"subject", "Valve"}, {"account", account}});
    list.set_sort_keys(
        {{"account.name", SortDirection::Ascending}, {"subject", SortDirection::Descending}});
    REQUIRE(list.row_count() == 3);
    CHECK(cell(list, 0, "subject") == "Valve");
    CHECK(cell(list, 2, "subject") == "Pump");
    holdfast::FilterNode of_account;
    of_account.kind = holdfast::FilterNode::Kind::Leaf;
    of_account.path = "account.name";
    of_account.op = FilterOperator::StartsWith;
    of_account.values = {Value("alv")};
    list.set_filter(of_account);
    CHECK(list.row_count() == 2);
    CHECK(list.error() == nullptr);
    of_account.path = "account.nothing";
    list.set_filter(of_account);
    CHECK(list.row_count() == 0);
    CHECK(list.error() != nullptr);
}

TEST_CASE_METHOD(OrdersFixture, "a list sees a change at the next look", "[app][list]") {
    ListView list = orders();
    REQUIRE(list.row_count() == 2);
    set("work_order", list.row(0).id, {{"subject", "Pump seal"}});
    create("work_order", {{"subject", "Third"}});
    CHECK(list.row_count() == 3);
    CHECK(list.total_count() == 3);
    bool seen = false;
    for (std::int64_t row = 0; row < 3; ++row) seen |= cell(list, row, "subject") == "Pump seal";
    CHECK(seen);
}

TEST_CASE_METHOD(OrdersFixture, "another language changes labels and cells", "[app][list]") {
    ListView list = orders();
    REQUIRE(list.row_count() == 2);
    list.set_strings(Strings(holdfast::Language::Swedish));
    CHECK(list.columns()[2].label == "Status");
    CHECK(cell(list, 1, "status") == "Utkast");
    CHECK(cell(list, 1, "priority") == "Brådskande");
}

TEST_CASE_METHOD(OrdersFixture, "chosen columns replace the usual ones", "[app][list]") {
    ListView list = orders();
    list.set_columns({field("work_order", "subject"), field("work_order", "amount")});
    REQUIRE(list.columns().size() == 2);
    CHECK(list.columns()[0].kind == holdfast::CellKind::Title);
    CHECK(list.columns()[1].kind == holdfast::CellKind::Money);
    CHECK(list.row(1).cells[1].text == "1,234.50");
    CHECK(list.available_columns().size() > 20);
}

TEST_CASE_METHOD(OrdersFixture, "a row says that its record waits to be sent", "[app][list]") {
    enrol();
    const auto fresh = create("work_order", {{"subject", "Offline work"}});
    ListView list = orders();
    list.set_search("Offline work");
    REQUIRE(list.row_count() == 1);
    CHECK(list.row(0).id == fresh);
    CHECK(list.row(0).mark == holdfast::RowMark::Pending);
}

}  // namespace
