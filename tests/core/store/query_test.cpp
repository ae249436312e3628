#include "core/query.h"

#include <algorithm>

#include "core/store_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// A few accounts whose names tell them apart.
struct Accounts : StoreFixture {
    Accounts() {
        create("account", {{"name", text("Ångström AB")},
                           {"billing_city", text("Malmö")},
                           {"payment_terms_days", number(30)}});
        create("account", {{"name", text("acme Ltda")},
                           {"billing_city", text("São Paulo")},
                           {"payment_terms_days", number(10)}});
        create(
            "account",
            {{"name", text("Berg SA")}, {"billing_city", text("Lyon")}, {"kind", text("person")}});
        binned =
            create("account", {{"name", text("Deleted Ltda")}, {"billing_city", text("Lyon")}});
        save(draft().remove(entity("account").id, binned));
    }
    [[nodiscard]] Query query() const {
        Query result;
        result.entity = entity("account").id;
        return result;
    }
    std::vector<std::string> names(const Query& wanted, std::int64_t count_max = 100) {
        std::vector<std::string> result;
        const auto handles = must(find_rows(store, wanted, count_max));
        for (const Record& record : must(read_rows(store, wanted.entity, handles)))
            result.push_back(title_of(entity("account"), record));
        return result;
    }
    RecordId binned;
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a list without wishes holds all living records in the entity's order", "[core][query]") {
    Accounts accounts;
    CHECK(accounts.names(accounts.query()) == Names{"acme Ltda", "Berg SA", "Ångström AB"});
    CHECK(must(count_rows(accounts.store, accounts.query())) == 3);
    CHECK(accounts.names(accounts.query(), 2).size() == 2);
}

TEST_CASE("filters compare, and all of them must hold", "[core][query]") {
    struct Case {
        std::string_view field;
        FilterOperator op;
        Value value;
        Names expected;
    };
    const auto [field, op, value, expected] = GENERATE(values<Case>({
        {"kind", FilterOperator::Equal, text("person"), {"Berg SA"}},
        {"kind", FilterOperator::NotEqual, text("person"), {"acme Ltda", "Ångström AB"}},
        {"payment_terms_days", FilterOperator::Less, number(30), {"acme Ltda"}},
        {"payment_terms_days",
         FilterOperator::LessOrEqual,
         number(30),
         {"acme Ltda", "Ångström AB"}},
        {"payment_terms_days", FilterOperator::Greater, number(10), {"Ångström AB"}},
        {"payment_terms_days",
         FilterOperator::GreaterOrEqual,
         number(10),
         {"acme Ltda", "Ångström AB"}},
        {"payment_terms_days", FilterOperator::IsEmpty, Value(), {"Berg SA"}},
        {"payment_terms_days", FilterOperator::Equal, Value(), {"Berg SA"}},
        {"payment_terms_days", FilterOperator::IsNotEmpty, Value(), {"acme Ltda", "Ångström AB"}},
        {"payment_terms_days", FilterOperator::NotEqual, Value(), {"acme Ltda", "Ångström AB"}},
        {"payment_terms_days", FilterOperator::NotEqual, number(10), {"Berg SA", "Ångström AB"}},
        {"billing_city", FilterOperator::Contains, text("PAULO"), {"acme Ltda"}},
        {"billing_city", FilterOperator::Contains, text("malmo"), {"Ångström AB"}},
        {"name", FilterOperator::Equal, text("'; DROP TABLE account; --"), {}},
    }));
    Accounts accounts;
    Query query = accounts.query();
    query.filters = {{accounts.field("account", field), op, value}};
    CAPTURE(field, static_cast<int>(op));
    CHECK(accounts.names(query) == expected);
    CHECK(must(count_rows(accounts.store, query)) == static_cast<std::int64_t>(expected.size()));

    query.filters.push_back(
        {accounts.field("account", "billing_city"), FilterOperator::Equal, text("Nowhere")});
    CHECK(accounts.names(query).empty());
}

TEST_CASE("search finds part of any searchable field, without regard to accents and case",
          "[core][query]") {
    struct Case {
        std::string search;
        Names expected;
    };
    const auto [search, expected] = GENERATE(values<Case>({
        {"", {"acme Ltda", "Berg SA", "Ångström AB"}},
        {"angstrom", {"Ångström AB"}},
        {"ÅNG", {"Ångström AB"}},
        {"sao pa", {"acme Ltda"}},
        {"SÃO", {"acme Ltda"}},
        {"ltda", {"acme Ltda"}},
        {"er", {"Berg SA"}},
        {"b", {"Berg SA", "Ångström AB"}},
        {"acc-0002", {"acme Ltda"}},
        {"nothing like it", {}},
        {"%", {}},
        {"_", {}},
    }));
    Accounts accounts;
    Query query = accounts.query();
    query.search = search;
    CAPTURE(search);
    CHECK(accounts.names(query) == expected);
}

TEST_CASE("search follows later writes, deltas and removals", "[core][query]") {
    Accounts accounts;
    Query query = accounts.query();
    query.search = "unheard";
    CHECK(accounts.names(query).empty());
    const RecordId id = accounts.create("account", {{"name", text("Unheard of")}});
    CHECK(accounts.names(query) == Names{"Unheard of"});
    accounts.set("account", id, {{"name", text("Plain")}});
    CHECK(accounts.names(query).empty());
    accounts.set("account", id, {{"notes", text("unheard")}, {"tax_id", text("Unheard-7")}});
    CHECK(accounts.names(query) == Names{"Plain"});
    accounts.save(accounts.draft().remove(accounts.entity("account").id, id));
    CHECK(accounts.names(query).empty());

    accounts.enrol();
    Delta delta = accounts.delta(5);
    delta.rows.push_back(
        {accounts.entity("account").id,
         {accounts.row("account", RecordId{5, 5}, 5, {{"name", text("Unheard delta")}})}});
    must(accounts.store.apply(delta));
    CHECK(accounts.names(query) == Names{"Unheard delta"});
}

TEST_CASE("a contact is found by first and last name together", "[core][query]") {
    StoreFixture fixture;
    fixture.create("contact", {{"first_name", text("Ana")}, {"last_name", text("Bergström")}});
    Query query;
    query.entity = fixture.entity("contact").id;
    query.search = "ana berg";
    CHECK(must(count_rows(fixture.store, query)) == 1);
    query.search = "bergstromana";
    CHECK(must(count_rows(fixture.store, query)) == 0);
}

TEST_CASE("sorting turns round exactly, ties included", "[core][query]") {
    Accounts accounts;
    for (int count = 0; count < 20; ++count) accounts.create("account", {{"name", text("Same")}});
    Query query = accounts.query();
    query.sort_field = accounts.field("account", "kind");
    std::vector<RowHandle> up = must(find_rows(accounts.store, query, 100));
    query.direction = SortDirection::Descending;
    const std::vector<RowHandle> down = must(find_rows(accounts.store, query, 100));
    std::reverse(up.begin(), up.end());
    CHECK(up == down);
    CHECK(up.size() == 23);
}

TEST_CASE("vanished rows are left out when handles are read", "[core][query]") {
    Accounts accounts;
    std::vector<RowHandle> handles = must(find_rows(accounts.store, accounts.query(), 100));
    handles.insert(handles.begin(), RowHandle{999});
    CHECK(must(read_rows(accounts.store, accounts.query().entity, handles)).size() == 3);
}

TEST_CASE("lines of an order in the recycle bin are not found", "[core][query]") {
    StoreFixture fixture;
    const RecordId order = fixture.create("work_order", {{"subject", text("Pump")}});
    fixture.create("work_order_line", {{"work_order", order}, {"description", text("Seal")}});
    Query query;
    query.entity = fixture.entity("work_order_line").id;
    CHECK(must(count_rows(fixture.store, query)) == 1);
    fixture.save(fixture.draft().remove(fixture.entity("work_order").id, order));
    CHECK(must(count_rows(fixture.store, query)) == 0);
    fixture.save(fixture.draft().restore(fixture.entity("work_order").id, order));
    CHECK(must(count_rows(fixture.store, query)) == 1);
}

TEST_CASE("a report groups, counts and sums what a query finds", "[core][query]") {
    StoreFixture fixture;
    for (const int amount : {100, 200, 300})
        fixture.create("work_order", {{"subject", text("Pump")},
                                      {"assignee", text(amount < 300 ? "ana" : "bo")},
                                      {"amount", number(amount)}});
    Query query;
    query.entity = fixture.entity("work_order").id;
    const std::vector<FieldId> keys = {fixture.field("work_order", "status"),
                                       fixture.field("work_order", "assignee")};
    const auto rows =
        must(report(fixture.store, query, keys, fixture.field("work_order", "amount")));
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].keys == std::vector<Value>{text("draft"), text("ana")});
    CHECK(rows[0].count == 2);
    CHECK(rows[0].sum == 300);
    CHECK(rows[1].count == 1);
    const auto total = must(report(fixture.store, query, {}, FieldId::None));
    REQUIRE(total.size() == 1);
    CHECK(total[0].count == 3);
    CHECK(total[0].sum == 0);
}

TEST_CASE("queries about unknown things are refused", "[core][query]") {
    Accounts accounts;
    Query unknown_entity;
    unknown_entity.entity = EntityId{99};
    Query unknown_field = accounts.query();
    unknown_field.filters = {{FieldId{999}, FilterOperator::Equal, text("x")}};
    Query unknown_order = accounts.query();
    unknown_order.sort_field = FieldId{999};
    for (const Query& query : {unknown_entity, unknown_field, unknown_order})
        CHECK(find_rows(accounts.store, query, 10).error().code == ErrorCode::BadInput);
}

TEST_CASE("random filters, searches and orders agree with looking at every record",
          "[core][query]") {
    StoreFixture fixture;
    Random random(11);
    const std::vector<std::string> words = {"pump", "Válvula", "東京", "heat", "Ä", "x"};
    const EntityDef& order = fixture.entity("work_order");
    const auto word = [&] { return words[random.below(words.size())]; };
    for (int count = 0; count < 120; ++count) {
        const RecordId id = fixture.create(
            "work_order", {{"subject", text(word() + " " + word())},
                           {"description", text(word() + word() + " " + word())},
                           {"planned_start", number(static_cast<std::int64_t>(random.below(40)))},
                           {"assignee", text(random.below(3) == 0 ? "" : word())}});
        if (random.below(8) == 0) fixture.save(fixture.draft().remove(order.id, id));
    }
    Query all;
    all.entity = order.id;
    const auto everything =
        must(read_rows(fixture.store, order.id, must(find_rows(fixture.store, all, 1'000))));
    for (int round = 0; round < 60; ++round) {
        Query query = all;
        query.search = random.below(2) == 0 ? word() : word() + word();
        const std::string assignee = word();
        const FieldId assignee_field = fixture.field("work_order", "assignee");
        if (random.below(2) == 0)
            query.filters = {{assignee_field, FilterOperator::Equal, text(assignee)}};
        std::vector<RecordId> expected;
        for (const Record& record : everything) {
            const auto value = [&](std::string_view key) {
                return std::string(
                    text_or_empty(record.values[order.index_of(order.find_field(key)->id)]));
            };
            if (!query.filters.empty() && value("assignee") != assignee) continue;
            // The words used here fold to these, so that the oracle needs no folding of its own.
            const auto plain = [](std::string folded) {
                const std::pair<std::string, std::string> pairs[] = {{"Válvula", "valvula"},
                                                                     {"Ä", "a"}};
                for (const auto& [from, to] : pairs)
                    for (std::size_t at = 0; (at = folded.find(from, at)) != std::string::npos;)
                        folded.replace(at, from.size(), to);
                return folded;
            };
            const std::string title = value("number") + " " + value("subject");
            const std::string lower_number = "wo-" + title.substr(3);
            if (plain(lower_number).find(plain(query.search)) != std::string::npos ||
                plain(value("description")).find(plain(query.search)) != std::string::npos)
                expected.push_back(record.id);
        }
        std::vector<RecordId> found;
        for (const Record& record :
             must(read_rows(fixture.store, order.id, must(find_rows(fixture.store, query, 1'000)))))
            found.push_back(record.id);
        CAPTURE(query.search, assignee);
        REQUIRE(found == expected);
    }
}
