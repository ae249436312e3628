#include "core/app/demo_company.h"

#include <set>

#include "core/query.h"
#include "core/store_fixture.h"
#include "core/strings.h"
#include "support/test.h"

namespace {

using holdfast::DemoCompany;
using holdfast::DemoSize;
using holdfast::Query;
using holdfast::Record;
using holdfast::Value;
using holdfast::test::must;
using holdfast::test::StoreFixture;

constexpr DemoSize kSmall{30, 45, 60};
constexpr std::int64_t kToday = 1'795'000'000'000;

struct DemoFixture : StoreFixture {
    void fill(std::uint64_t seed, std::int64_t records_max) {
        DemoCompany company(seed, kSmall, kToday);
        CHECK(company.total() == 135);
        while (must(company.write_some(store, records_max))) continue;
        CHECK(company.written() == company.total());
    }
    std::vector<Record> all(std::string_view key) {
        Query query;
        query.entity = entity(key).id;
        return must(read_rows(store, query.entity, must(find_rows(store, query, 1'000))));
    }
    /// Every id and value of every module, in one text.
    std::string everything() {
        std::string text;
        for (const auto& entity : registry.entities()) {
            for (const Record& record : all(entity.key)) {
                text += to_text(record.id);
                for (const Value& value : record.values) text += to_json(value);
            }
        }
        return text;
    }
};

TEST_CASE("the same seed gives the same company, however it is sliced", "[app][demo]") {
    DemoFixture whole;
    DemoFixture sliced;
    DemoFixture other;
    whole.fill(1, 1'000);
    sliced.fill(1, 7);
    other.fill(2, 1'000);
    const std::string records = whole.everything();
    CHECK(records.size() > 50'000);
    CHECK(records == sliced.everything());
    CHECK(records != other.everything());
}

TEST_CASE_METHOD(DemoFixture, "the company speaks six languages and its links hold",
                 "[app][demo]") {
    fill(1, 1'000);
    std::set<std::string> countries;
    for (const Record& account : all("account")) {
        countries.emplace(text_or_empty(
            account.values[entity("account").index_of(field("account", "billing_country"))]));
    }
    CHECK(countries.size() == std::size(holdfast::kLanguages));
    std::int64_t linked = 0;
    std::set<std::string> states;
    for (const Record& order : all("work_order")) {
        const auto at = [&](std::string_view key) -> const Value& {
            return order.values[entity("work_order").index_of(field("work_order", key))];
        };
        states.emplace(text_or_empty(at("status")));
        const auto account = must(store.read(entity("account").id, link_or_none(at("account"))));
        const auto contact =
            must(store.read(entity("contact").id, link_or_none(at("site_contact"))));
        if (account && contact) ++linked;
        CHECK(integer_or(at("planned_end"), 0) > integer_or(at("planned_start"), 0));
        CHECK(is_null(at("actual_end")) == is_null(at("resolution_code")));
    }
    CHECK(linked == kSmall.work_orders);
    CHECK(states.size() >= 5);
}

TEST_CASE_METHOD(DemoFixture, "an order's amount is the sum of its lines", "[app][demo]") {
    fill(1, 1'000);
    std::int64_t with_lines = 0;
    for (const Record& order : all("work_order")) {
        std::int64_t sum = 0;
        for (const Record& line :
             must(store.read_children(entity("work_order_line").id, order.id))) {
            const auto number = [&](std::string_view key) {
                return integer_or(
                    line.values[entity("work_order_line").index_of(field("work_order_line", key))],
                    0);
            };
            sum += number("quantity") * number("unit_price") / 1'000'000;
        }
        if (sum > 0) ++with_lines;
        CHECK(integer_or(order.values[entity("work_order").index_of(field("work_order", "amount"))],
                         0) == sum);
    }
    CHECK(with_lines > 30);
}

}  // namespace
