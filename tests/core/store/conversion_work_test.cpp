// Finished work on invoices: parts, hours and expenses, what they cost and what stays open.
#include "core/record_source.h"
#include "core/rules.h"
#include "core/store/selling.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// A finished work order in SEK, with people who work.
struct Work : Selling {
    Work() {
        create("user", {{"name", text("Eva")}, {"login", text("eva")}});
        user = create("user", {{"name", text("Tom")}, {"login", text("tom")}});
        work = create("work_order", {{"subject", text("Pump")},
                                     {"account", acme},
                                     {"status", text("completed")},
                                     {"resolution_code", text("repaired")}});
        tax_class = create("tax_class", {{"name", text("Standard")}});
        add_rate(250'000);
        service = add_service("SEK", "hour");
    }
    void add_rate(std::int64_t rate) {
        create("tax_rate",
               {{"tax_class", tax_class}, {"name", text("VAT")}, {"rate", number(rate)}});
    }
    RecordId add_service(const std::string& currency, const std::string& unit) {
        return create("service", {{"name", text("Repair " + currency + unit)},
                                  {"unit", text(unit)},
                                  {"price", number(9'000'000)},
                                  {"currency", text(currency)},
                                  {"tax_class", tax_class}});
    }
    /// An hour and a half.
    RecordId add_hours(std::vector<std::pair<std::string_view, Value>> more) {
        std::vector<std::pair<std::string_view, Value>> given{{"work_order", work},
                                                              {"user", user},
                                                              {"start", number(0)},
                                                              {"minutes", number(90)},
                                                              {"status", text("logged")}};
        for (auto& each : more) given.push_back(std::move(each));
        Draft hours = draft();
        const RecordId id = make_record_id(environment);
        std::vector<Draft::FieldValue> values;
        for (auto& [key, value] : given)
            values.push_back({field("time_log", key), std::move(value)});
        save(hours.create(entity("time_log").id, id, std::move(values)));
        return id;
    }
    std::vector<Record> invoice_lines() {
        return lines_of("invoice_line", make("work_order", work, "invoice"));
    }
    ConversionAnswer answer() { return convert("work_order", work, "invoice").answer; }
    Value computed(std::string_view module, const RecordId& id, std::string_view key) {
        const EntityDef& definition = entity(module);
        RecordSource source(store);
        const Expression& value =
            *registry.rules(definition.id).computed(definition.find_computed(key)->id);
        return must(value.evaluate(*must(store.read(definition.id, id)), source, 0));
    }
    RecordId user, work, tax_class, service;
};

}  // namespace

TEST_CASE_METHOD(Work, "billable parts and hours of a finished work order are invoiced once",
                 "[store][conversion]") {
    add_line("work_order", work, "Seal", 2);
    const RecordId free = add_line("work_order", work, "Bolt", 1);
    set("work_order_line", free, {{"coverage", text("warranty")}});
    const RecordId hours = add_hours({{"rate", number(80'000)}});
    const RecordId invoice = make("work_order", work, "invoice");
    const auto lines = lines_of("invoice_line", invoice);
    REQUIRE(lines.size() == 2);
    CHECK(of("invoice_line", lines[0], "description") == text("Seal"));
    CHECK(of("invoice_line", lines[1], "time_log") == Value(hours));
    CHECK(of("invoice_line", lines[1], "quantity") == number(1'500'000));
    CHECK(of("invoice_line", lines[1], "unit_price") == number(8'000'000));
    CHECK(get("invoice", invoice, "currency") == text("SEK"));
    CHECK(convert("work_order", work, "invoice").answer == ConversionAnswer::NothingOpen);
}

TEST_CASE_METHOD(Work, "hours take price, tax class and rate from their service",
                 "[store][conversion]") {
    add_hours({{"service", service}});
    const auto lines = invoice_lines();
    REQUIRE(lines.size() == 1);
    CHECK(of("invoice_line", lines[0], "unit_price") == number(9'000'000));
    CHECK(of("invoice_line", lines[0], "tax_class") == Value(tax_class));
    CHECK(of("invoice_line", lines[0], "tax_rate") == number(250'000));
}

TEST_CASE_METHOD(Work, "of a tax class with several rates the rate is left to the person",
                 "[store][conversion]") {
    add_rate(120'000);
    add_hours({{"service", service}, {"rate", number(80'000)}});
    const auto lines = invoice_lines();
    REQUIRE(lines.size() == 1);
    CHECK(of("invoice_line", lines[0], "tax_class") == Value(tax_class));
    CHECK(of("invoice_line", lines[0], "tax_rate") == Value());
}

TEST_CASE_METHOD(Work, "hours in another currency or without a price stay open",
                 "[store][conversion]") {
    add_hours({{"rate", number(80'000)}, {"currency", text("EUR")}});
    const RecordId bare = add_hours({});
    add_hours({{"service", add_service("EUR", "hour")}});
    add_hours({{"service", add_service("SEK", "visit")}});
    CHECK(answer() == ConversionAnswer::NoLine);
    CHECK(count("invoice") == 0);
    set("time_log", bare, {{"rate", number(70'000)}});
    const auto lines = invoice_lines();
    REQUIRE(lines.size() == 1);
    CHECK(of("invoice_line", lines[0], "time_log") == Value(bare));
    CHECK(answer() == ConversionAnswer::NothingOpen);
}

TEST_CASE_METHOD(Work, "hours that others replace are neither invoiced nor counted",
                 "[store][conversion]") {
    const RecordId wrong = add_hours({{"rate", number(80'000)}});
    const RecordId right = add_hours({{"rate", number(80'000)}, {"replaces", wrong}});
    CHECK(computed("work_order", work, "time_spent") == number(90 * 60'000));
    CHECK(computed("work_order", work, "billable_total") == number(120'000));
    const auto lines = invoice_lines();
    REQUIRE(lines.size() == 1);
    CHECK(of("invoice_line", lines[0], "time_log") == Value(right));
}

TEST_CASE_METHOD(Work, "billable expenses are invoiced once, and hours with a long note",
                 "[store][conversion]") {
    const RecordId parking =
        create("work_expense",
               {{"work_order", work}, {"description", text("Parking")}, {"amount", number(4'500)}});
    create("work_expense", {{"work_order", work},
                            {"description", text("Ferry")},
                            {"amount", number(100)},
                            {"currency", text("EUR")}});
    create("work_expense", {{"work_order", work},
                            {"description", text("Lunch")},
                            {"amount", number(100)},
                            {"coverage", text("goodwill")}});
    const std::string note(1'000, 'n');
    add_hours({{"rate", number(80'000)}, {"note", text(note)}});
    const auto lines = invoice_lines();
    REQUIRE(lines.size() == 2);
    CHECK(of("invoice_line", lines[0], "description") == text(note));
    CHECK(of("invoice_line", lines[1], "work_expense") == Value(parking));
    CHECK(of("invoice_line", lines[1], "quantity") == number(kOne));
    CHECK(of("invoice_line", lines[1], "unit_price") == number(450'000));
    CHECK(answer() == ConversionAnswer::NothingOpen);
}

TEST_CASE_METHOD(Work, "the work of a case goes to the site of the asset, else to the customer's",
                 "[store][conversion]") {
    const auto city_of = [&](const RecordId& asset) {
        const RecordId problem =
            create("case", {{"subject", text("Leak")}, {"account", acme}, {"asset", asset}});
        return get("work_order", make("case", problem, "work_order"), "site_city");
    };
    const RecordId pump = create("asset", {{"name", text("Pump")}, {"site_city", text("Ystad")}});
    CHECK(city_of(pump) == text("Ystad"));
    CHECK(city_of(create("asset", {{"name", text("Fan")}})) == text("Lund"));
}
