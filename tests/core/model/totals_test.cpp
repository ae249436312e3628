#include "core/totals.h"

#include <nlohmann/json.hpp>
#include <string>

#include "support/test.h"
#include "totals_vectors.h"

using namespace holdfast;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t kOne = 1'000'000;
constexpr std::int64_t kPrice = 10'000;

constexpr std::pair<std::string_view, TotalsProblem> kProblems[] = {
    {"too_many_lines", TotalsProblem::TooManyLines},
    {"too_many_taxes", TotalsProblem::TooManyTaxes},
    {"discount_out_of_range", TotalsProblem::DiscountOutOfRange},
    {"tax_rate_out_of_range", TotalsProblem::TaxRateOutOfRange},
    {"decimals_out_of_range", TotalsProblem::DecimalsOutOfRange},
    {"step_out_of_range", TotalsProblem::StepOutOfRange},
    {"not_expressible", TotalsProblem::NotExpressible},
};

TotalsTax read_tax(const Json& tax) {
    return {tax.at(0).get<std::int64_t>(), tax.at(1).get<std::int64_t>(),
            tax.at(2).get<std::int64_t>() == 1};
}

TotalsLine read_line(const Json& json) {
    TotalsLine line;
    line.quantity = json.at("quantity").get<std::int64_t>();
    line.unit_price = json.at("unit_price").get<std::int64_t>();
    line.discount = json.value("discount", std::int64_t{0});
    line.optional = json.value("optional", false);
    for (const Json& tax : json.value("taxes", Json::array())) line.taxes.push_back(read_tax(tax));
    return line;
}

TotalsDocument read_document(const Json& json) {
    TotalsDocument document;
    document.discount = json.value("discount", std::int64_t{0});
    document.currency_decimals = json.value("currency_decimals", 2);
    document.payable_step = json.value("payable_step", 0);
    if (json.contains("prices")) document.prices = PriceTax::Included;
    if (json.contains("rounding")) document.rounding = TaxRounding::Line;
    for (const Json& line : json.at("lines")) {
        document.lines.insert(document.lines.end(), line.value("times", std::size_t{1}),
                              read_line(line));
    }
    return document;
}

/// As the vectors write it: lines that are equal and follow each other in one entry.
Json to_json(const Totals& totals) {
    Json taxes = Json::array();
    for (const TaxTotals& row : totals.taxes) {
        taxes.push_back({row.tax.id, row.tax.rate, row.tax.compound ? 1 : 0, row.base, row.amount});
    }
    Json lines = Json::array();
    for (std::size_t index = 0; index < totals.lines.size(); ++index) {
        const LineTotals& line = totals.lines[index];
        if (index > 0 && totals.lines[index - 1] == line) {
            lines.back().back() = lines.back().back().get<std::int64_t>() + 1;
        } else {
            lines.push_back({line.amount, line.discount, line.net, line.tax, line.gross, 1});
        }
    }
    return {{"amount", totals.amount},     {"discount", totals.discount}, {"net", totals.net},
            {"tax", totals.tax},           {"total", totals.total},       {"taxes", taxes},
            {"rounding", totals.rounding}, {"payable", totals.payable},   {"lines", lines}};
}

Json to_json(const TotalsIssue& issue) {
    Json json{{"problem", ""}, {"line", nullptr}};
    for (const auto& [name, problem] : kProblems) {
        if (problem == issue.problem) json["problem"] = name;
    }
    if (issue.line) json["line"] = *issue.line;
    return json;
}

Json answer_of(const TotalsDocument& document) {
    const auto totals = calculate_totals(document);
    return totals ? Json{{"totals", to_json(*totals)}} : Json{{"issue", to_json(totals.error())}};
}

TotalsLine line_of(std::int64_t quantity, std::int64_t unit_price, std::int64_t rate) {
    TotalsLine line;
    line.quantity = quantity;
    line.unit_price = unit_price;
    line.taxes = {{0, rate, false}};
    return line;
}

}  // namespace

TEST_CASE("documents have the totals that exact fractions give", "[core][totals]") {
    const Json vectors = Json::parse(totals_vectors().front().second).at("vectors");
    REQUIRE(vectors.size() >= 40);
    for (const Json& vector : vectors) {
        INFO(vector.at("name").get<std::string>());
        Json expected = vector;
        expected.erase("name");
        expected.erase("document");
        CHECK(answer_of(read_document(vector.at("document"))).dump() == expected.dump());
    }
}

// Figures of these three from the specification, worked by hand.
TEST_CASE("a quote of 3 x 19.99 and 1 x 5.00 at 20 % comes to 77.96", "[core][totals]") {
    TotalsDocument quote;
    quote.lines = {line_of(3 * kOne, 199'900, 200'000), line_of(kOne, 5 * kPrice, 200'000)};
    const auto totals = calculate_totals(quote);
    REQUIRE(totals);
    CHECK(totals->net == 6'497);
    CHECK(totals->tax == 1'299);
    CHECK(totals->total == 7'796);
}

TEST_CASE("a document's discount is spread before its taxes are worked out", "[core][totals]") {
    TotalsDocument document;
    document.discount = 100'000;
    document.lines = {line_of(kOne, 100 * kPrice, 250'000), line_of(kOne, 50 * kPrice, 60'000)};
    const auto totals = calculate_totals(document);
    REQUIRE(totals);
    CHECK(totals->discount == 1'500);
    CHECK(totals->taxes == std::vector<TaxTotals>{{{0, 60'000, false}, 4'500, 270},
                                                  {{0, 250'000, false}, 9'000, 2'250}});
    CHECK(totals->tax == 2'520);
    CHECK(totals->total == 16'020);
}

TEST_CASE("three quarters of an hour at 60.00 are 45.00", "[core][totals]") {
    TotalsDocument work;
    TotalsLine labour;
    labour.quantity = 750'000;
    labour.unit_price = 60 * kPrice;
    work.lines = {labour};
    const auto totals = calculate_totals(work);
    REQUIRE(totals);
    CHECK(totals->total == 4'500);
    CHECK(totals->taxes.empty());
}

TEST_CASE("a price that includes 20 % is five sixths net", "[core][totals]") {
    TotalsDocument document;
    document.prices = PriceTax::Included;
    document.lines = {line_of(kOne, 120 * kPrice, 200'000)};
    const auto totals = calculate_totals(document);
    REQUIRE(totals);
    CHECK(totals->lines.front() == LineTotals{12'000, 0, 10'000, 2'000, 12'000});
    CHECK(totals->total == 12'000);
}

TEST_CASE("half a minor unit rounds away from zero, sold or returned", "[core][totals]") {
    for (const std::int64_t sign : {1, -1}) {
        TotalsDocument document;
        document.lines = {line_of(sign * kOne, 50, 0), line_of(sign * kOne, 49, 0)};
        const auto totals = calculate_totals(document);
        REQUIRE(totals);
        CHECK(totals->lines[0].net == sign);
        CHECK(totals->lines[1].net == 0);
    }
}
