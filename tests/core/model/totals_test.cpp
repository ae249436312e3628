#include "core/totals.h"

#include <string>

#include "support/test.h"
#include "totals_vector.h"
#include "totals_vectors.h"

using namespace holdfast;
using holdfast::test::Json;

namespace {

constexpr std::int64_t kOne = 1'000'000;
constexpr std::int64_t kPrice = 10'000;

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
        CHECK(test::totals_answer(vector) == test::totals_expected(vector));
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
