#include "core/document_number.h"

#include "core/state_race.h"
#include "support/test.h"

using namespace holdfast;
using test::must;

namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kNewYear2026 = 20'454;  // Days since 1970-01-01.

std::string definition(const std::string& number, const std::string& races = "[]") {
    return R"json({"id": 901, "key": "bill", "icon": "box", "title": ["number"],
        "number": )json" +
           number + R"json(,
        "fields": [
            {"id": 1, "key": "number", "type": "number"},
            {"id": 2, "key": "status", "type": "state"},
            {"id": 3, "key": "issued_on", "type": "date"},
            {"id": 4, "key": "issued_at", "type": "datetime"},
            {"id": 5, "key": "first_number", "type": "text", "merge": "server"}
        ],
        "state": {"field": "status", "initial": "draft",
            "states": [{"key": "draft", "category": "draft"}, {"key": "issued", "category": "open"},
                       {"key": "void", "category": "cancelled"}],
            "transitions": ["draft > issued | void", "issued > void"], "races": )json" +
           races + R"json(},
        "list": {"columns": ["number"], "order": "number"},
        "form": [{"section": "main", "fields": ["number"]}]})json";
}

Registry compiled(const std::string& number, const std::string& races = "[]") {
    std::string mistake;
    auto registry = Registry::compile({{"bill.json", definition(number, races)}}, &mistake);
    INFO(mistake);
    return must(std::move(registry));
}

std::string mistake_of(const std::string& number, const std::string& races = "[]") {
    std::string mistake;
    CHECK_FALSE(Registry::compile({{"bill.json", definition(number, races)}}, &mistake));
    return mistake;
}

std::vector<Value> values(Value number, std::string state, Value day = {}) {
    return {std::move(number), std::move(state), std::move(day), {}, {}};
}

constexpr char kYearly[] = R"json({"field": "number", "prefix": "INV", "policy": "authority",
    "format": "INV-{yyyy}-{n:5}", "date": "issued_on", "when": ["issued"]})json";

}  // namespace

TEST_CASE("a number is due in the states that ask for one, once", "[core][numbers]") {
    const Registry registry = compiled(kYearly);
    const EntityDef& bill = *registry.find("bill");
    CHECK_FALSE(is_number_due(bill, values({}, "draft")));
    CHECK(is_number_due(bill, values({}, "issued")));
    CHECK_FALSE(is_number_due(bill, values(std::string("INV-2026-00001"), "issued")));
}

TEST_CASE("without states a number is due as soon as the record exists", "[core][numbers]") {
    const Registry registry =
        compiled(R"json({"field": "number", "prefix": "B", "policy": "authority"})json");
    CHECK(is_number_due(*registry.find("bill"), values({}, "draft")));
    CHECK(number_in_series(number_series_of(*registry.find("bill"), values({}, "draft"), 0), 7) ==
          "B-00007");
}

TEST_CASE("a device's number that is to be replaced stays due until it is kept",
          "[core][numbers]") {
    const Registry registry = compiled(R"json({"field": "number", "prefix": "Q",
        "format": "Q-{n:3}", "when": ["issued"], "keep": "first_number"})json");
    const EntityDef& bill = *registry.find("bill");
    std::vector<Value> record = values(std::string("Q-K7-0001"), "issued");
    CHECK(is_number_due(bill, record));
    record[4] = std::string("Q-K7-0001");
    CHECK_FALSE(is_number_due(bill, record));
}

TEST_CASE("the year of a number is that of its date, else of the authority's clock",
          "[core][numbers]") {
    const Registry registry = compiled(kYearly);
    const EntityDef& bill = *registry.find("bill");
    const std::int64_t now_ms = (kNewYear2026 + 40) * kDayMs;
    const auto number_on = [&](Value day) {
        return number_in_series(number_series_of(bill, values({}, "issued", day), now_ms), 42);
    };
    CHECK(number_on({}) == "INV-2026-00042");
    CHECK(number_on(kNewYear2026) == "INV-2026-00042");
    CHECK(number_on(kNewYear2026 - 1) == "INV-2025-00042");
    // Outside the calendar there are no years.
    CHECK(number_on(INT64_MAX) == "INV-2026-00042");
    CHECK(number_on(INT64_MIN) == "INV-2026-00042");
}

TEST_CASE("months and short years make series of their own", "[core][numbers]") {
    const Registry registry = compiled(R"json({"field": "number", "prefix": "R",
        "policy": "authority", "format": "R{yy}{mm}/{n:2}", "date": "issued_at"})json");
    const EntityDef& bill = *registry.find("bill");
    std::vector<Value> record = values({}, "draft");
    record[3] = (kNewYear2026 + 31) * kDayMs - 1;
    CHECK(number_series_of(bill, record, 0) == "R2601/{n:2}");
    CHECK(number_in_series("R2601/{n:2}", 7) == "R2601/07");
    CHECK(number_in_series("R2601/{n:2}", 1'234) == "R2601/1234");
}

TEST_CASE("a numbering rule that cannot work breaks the build", "[core][numbers]") {
    const auto refused = [](const std::string& rest) {
        return mistake_of(R"json({"field": "number", "prefix": "INV", )json" + rest + "}");
    };
    const std::string authority = R"json("policy": "authority", )json";
    for (const char* format : {"INV-", "INV-{n:0}", "INV-{n:5}{n:5}", "INV-{n:5", "INV-{mm}-{n:5}",
                               "INV-{yy}{yyyy}{n:5}", "INV-{day}-{n:5}",
                               "INV-aaaaaaaaaaaaaaaaaaaaaaaa-{n:5}", "BILL-{n:5}"})
        CHECK_THAT(refused(authority + R"("format": ")" + format + '"'),
                   Catch::Matchers::ContainsSubstring("$.number.format"));
    CHECK_THAT(refused(authority + R"("when": ["sent"])"),
               Catch::Matchers::ContainsSubstring("there is no state \"sent\""));
    CHECK_THAT(refused(authority + R"("date": "status")"),
               Catch::Matchers::ContainsSubstring("must be a date or datetime field"));
    CHECK_THAT(refused(R"("when": ["issued"])"),
               Catch::Matchers::ContainsSubstring("needs a format"));
    CHECK_THAT(refused(R"("format": "INV-{n:5}")"),
               Catch::Matchers::ContainsSubstring("$.number.keep"));
    CHECK_THAT(refused(R"("format": "INV-{n:5}", "keep": "number")"),
               Catch::Matchers::ContainsSubstring("with merge server"));
}

TEST_CASE("the task of a race is about an occasion that tasks have", "[core][races]") {
    constexpr char kTask[] = R"json({
        "id": 902, "key": "todo", "icon": "box", "title": ["subject"], "purposes": ["task"],
        "fields": [
            {"id": 1, "key": "subject", "type": "text"},
            {"id": 2, "key": "occasion", "type": "choice", "choices": ["look"]}
        ],
        "list": {"columns": ["subject"], "order": "subject"},
        "form": [{"section": "main", "fields": ["subject"]}]
    })json";
    const std::string number = R"json({"field": "number", "prefix": "B"})json";
    const auto mistake_with = [&](const std::string& task) {
        std::string mistake;
        const std::string races =
            R"json([{"between": ["void", "issued"], "result": "draft", "task": ")json" + task +
            "\"}]";
        const bool made =
            Registry::compile({{"bill.json", definition(number, races)}, {"todo.json", kTask}},
                              &mistake)
                .has_value();
        CHECK(made == mistake.empty());
        return mistake;
    };
    CHECK(mistake_with("look").empty());
    CHECK(mistake_with("review") == "bill.json: $.state.races: tasks have no occasion \"review\"");
}

TEST_CASE("two raced moves have one end, whoever came first", "[core][races]") {
    const Registry registry = compiled(kYearly, R"json([
        {"between": ["issued", "void"], "result": "draft"}])json");
    const EntityDef& bill = *registry.find("bill");
    CHECK(find_race_result(bill, {"issued", "void", "draft"}) == "draft");
    CHECK(find_race_result(bill, {"void", "issued", "draft"}) == "draft");
    // Who saw where the record is moves it; who wants it where it is changes nothing.
    CHECK_FALSE(find_race_result(bill, {"issued", "void", "issued"}));
    CHECK_FALSE(find_race_result(bill, {"issued", "issued", "draft"}));
}

TEST_CASE("what a race led to stays until somebody moves it who saw it", "[core][races]") {
    const Registry registry = compiled(kYearly, R"json([
        {"between": ["issued", "void"], "result": "draft"}])json");
    const EntityDef& bill = *registry.find("bill");
    CHECK(find_race_result(bill, {"draft", "void", "issued"}) == "draft");
    CHECK_FALSE(find_race_result(bill, {"draft", "void", "draft"}));
}

TEST_CASE("a star stands for every other state, after the rules before it", "[core][races]") {
    const Registry registry = compiled(kYearly, R"json([
        {"between": ["void", "issued"], "result": "issued"},
        {"between": ["void", "*"], "result": "void"}])json");
    const EntityDef& bill = *registry.find("bill");
    CHECK(find_race_result(bill, {"void", "issued", "draft"}) == "issued");
    CHECK(find_race_result(bill, {"void", "draft", "issued"}) == "void");
    CHECK(find_race_result(bill, {"draft", "void", "issued"}) == "void");
}

TEST_CASE("a race rule that cannot work breaks the build", "[core][races]") {
    for (const char* race :
         {R"({"between": ["issued"], "result": "draft"})",
          R"({"between": ["issued", "sent"], "result": "draft"})",
          R"({"between": ["issued", "void"], "result": "sent"})",
          R"({"between": ["*", "void"], "result": "draft"})",
          R"({"between": ["issued", "void"], "result": "*"})", R"("issued > void")"})
        CHECK_THAT(mistake_of(kYearly, std::string("[") + race + "]"),
                   Catch::Matchers::ContainsSubstring("$.state.races[0]"));
}
