#include <algorithm>
#include <numeric>

#include "core/random.h"
#include "core/totals.h"
#include "support/property.h"

using namespace holdfast;
using test::for_all;
using test::Random;

namespace {

constexpr std::int64_t kQuantity = 1'000'000;

std::int64_t any_of(Random& random, std::initializer_list<std::int64_t> choices) {
    return choices.begin()[random.below(choices.size())];
}

/// Often a round figure, so that halves and equal remainders are met.
std::int64_t any_percent(Random& random, std::int64_t most) {
    if (random.below(3) == 0)
        return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most + 1)));
    return std::min(most, any_of(random, {0, 5, 10, 50, 75, 125, 200, 333, 1'000}) * 1'000);
}

std::vector<TotalsTax> any_taxes(Random& random) {
    std::vector<TotalsTax> taxes;
    std::int32_t compound = 0;
    for (std::int64_t count = any_of(random, {0, 1, 1, 1, 2, 3, 8}); count > 0; --count) {
        TotalsTax tax{static_cast<std::int64_t>(random.below(3)), 0, random.below(3) == 0};
        // Few different rates: lines share their taxes in all the ways there are.
        tax.rate = random.below(8) == 0 ? any_percent(random, kTaxRateMax)
                                        : any_of(random, {0, 50'000, 60'000, 200'000, 250'000});
        tax.compound = tax.compound && ++compound <= kCompoundTaxesPerLineMax;
        taxes.push_back(tax);
    }
    return taxes;
}

TotalsLine any_line(Random& random) {
    TotalsLine line;
    const auto pieces = static_cast<std::int64_t>(random.below(12)) - 3;
    line.quantity = random.below(3) == 0
                        ? static_cast<std::int64_t>(random.below(20'000'000)) - 5'000'000
                        : pieces * kQuantity;
    line.unit_price = random.below(2) == 0 ? any_of(random, {50, 100, 1'000, 3'300, 199'900})
                                           : static_cast<std::int64_t>(random.below(5'000'000));
    line.discount = random.below(3) == 0 ? any_percent(random, kHundredPercent) : 0;
    line.taxes = any_taxes(random);
    line.optional = random.below(12) == 0;
    return line;
}

/// Lines of few prices and one tax each: most remainders of the discount are equal.
void tie(TotalsDocument& document, Random& random) {
    document.discount = any_of(random, {10'000, 50'000, 125'000});
    for (TotalsLine& line : document.lines) {
        line.quantity = kQuantity;
        line.unit_price = any_of(random, {1'000, 5'000, 5'000, 15'000, 20'000});
        line.discount = 0;
        line.taxes = {{0, any_of(random, {60'000, 250'000}), false}};
    }
}

TotalsDocument any_document(std::uint64_t seed) {
    Random random(seed);
    TotalsDocument document;
    document.discount = random.below(2) == 0 ? any_percent(random, kHundredPercent) : 0;
    document.prices = random.below(2) == 0 ? PriceTax::Included : PriceTax::Excluded;
    document.rounding = random.below(2) == 0 ? TaxRounding::Line : TaxRounding::Document;
    document.currency_decimals = static_cast<std::int32_t>(any_of(random, {0, 2, 2, 3, 4}));
    document.payable_step = static_cast<std::int32_t>(any_of(random, {0, 1, 5, 100}));
    for (std::uint64_t count = random.below(25); count > 0; --count) {
        const bool again = !document.lines.empty() && random.below(3) == 0;
        document.lines.push_back(again ? document.lines[random.below(document.lines.size())]
                                       : any_line(random));
    }
    if (random.below(3) == 0) tie(document, random);
    return document;
}

/// Quantities, prices and rates of every size that a 64-bit integer has.
TotalsDocument extreme_document(std::uint64_t seed) {
    TotalsDocument document = any_document(seed);
    Random random(seed + 1);
    const auto number = [&random] {
        const std::int64_t edge = any_of(random, {INT64_MAX, INT64_MIN, INT64_MAX / 2, 0, -1});
        const std::int64_t other = static_cast<std::int64_t>(random.next());
        return (random.below(2) == 0 ? edge : other) >> random.below(64);
    };
    for (TotalsLine& line : document.lines) {
        if (random.below(2) == 0) line.quantity = number();
        if (random.below(2) == 0) line.unit_price = number();
        if (random.below(40) == 0) line.discount = number();
        for (TotalsTax& tax : line.taxes) {
            tax.rate = random.below(60) == 0 ? number() : kTaxRateMax - tax.rate;
        }
    }
    if (random.below(20) == 0) document.discount = number();
    return document;
}

Totals totals_of(const TotalsDocument& document) {
    const auto totals = calculate_totals(document);
    RC_ASSERT(totals.has_value());
    return *totals;
}

template <typename Member>
std::int64_t sum_of(const TotalsDocument& document, const Totals& totals, Member member) {
    std::int64_t sum = 0;
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        if (!document.lines[index].optional) sum += totals.lines[index].*member;
    }
    return sum;
}

std::int64_t taxes_of(const Totals& totals) {
    return std::accumulate(totals.taxes.begin(), totals.taxes.end(), std::int64_t{0},
                           [](std::int64_t sum, const TaxTotals& row) { return sum + row.amount; });
}

/// Half away from zero, for figures far from the edges.
std::int64_t rounded_percent(std::int64_t amount, std::int64_t percent) {
    const std::int64_t size = (std::abs(amount) * percent + kHundredPercent / 2) / kHundredPercent;
    return amount < 0 ? -size : size;
}

void negate(Totals& totals) {
    for (LineTotals& line : totals.lines) {
        line = {-line.amount, -line.discount, -line.net, -line.tax, -line.gross};
    }
    for (TaxTotals& row : totals.taxes) row = {row.tax, -row.base, -row.amount};
    for (std::int64_t* amount : {&totals.amount, &totals.discount, &totals.net, &totals.tax,
                                 &totals.total, &totals.rounding, &totals.payable}) {
        *amount = -*amount;
    }
}

/// The sums hold for every document that has totals.
void check_sums(const TotalsDocument& document, const Totals& totals) {
    RC_ASSERT(totals.amount == sum_of(document, totals, &LineTotals::amount));
    RC_ASSERT(totals.discount == sum_of(document, totals, &LineTotals::discount));
    RC_ASSERT(totals.net == sum_of(document, totals, &LineTotals::net));
    RC_ASSERT(totals.tax == sum_of(document, totals, &LineTotals::tax));
    RC_ASSERT(totals.total == sum_of(document, totals, &LineTotals::gross));
    RC_ASSERT(totals.tax == taxes_of(totals));
    RC_ASSERT(totals.total == totals.net + totals.tax);
    RC_ASSERT(totals.payable == totals.total + totals.rounding);
    for (const LineTotals& line : totals.lines) RC_ASSERT(line.gross == line.net + line.tax);
}

}  // namespace

TEST_CASE("the columns of a document add up", "[core][totals][property]") {
    for_all([](std::uint64_t seed) {
        const TotalsDocument document = any_document(seed);
        check_sums(document, totals_of(document));
    });
}

TEST_CASE("a discount is the rounded part of the sum and no line's sign turns",
          "[core][totals][property]") {
    for_all([](std::uint64_t seed) {
        const TotalsDocument document = any_document(seed);
        const Totals totals = totals_of(document);
        RC_ASSERT(totals.discount == rounded_percent(totals.amount, document.discount));
        for (const LineTotals& line : totals.lines) {
            const bool sold = line.amount >= 0;
            RC_ASSERT((sold ? line.discount : -line.discount) >= 0);
            RC_ASSERT(std::abs(line.discount) <= std::abs(line.amount));
        }
    });
}

TEST_CASE("prices that include tax are the total to the last minor unit",
          "[core][totals][property]") {
    for_all([](std::uint64_t seed) {
        TotalsDocument document = any_document(seed);
        document.prices = PriceTax::Included;
        const Totals totals = totals_of(document);
        RC_ASSERT(totals.total == totals.amount - totals.discount);
        for (const LineTotals& line : totals.lines) {
            RC_ASSERT(line.gross == line.amount - line.discount);
        }
    });
}

TEST_CASE("prices without tax: nets are prices, each plain tax is its rate of its base",
          "[core][totals][property]") {
    for_all([](std::uint64_t seed) {
        TotalsDocument document = any_document(seed);
        document.prices = PriceTax::Excluded;
        document.rounding = TaxRounding::Document;
        const Totals totals = totals_of(document);
        RC_ASSERT(totals.net == totals.amount - totals.discount);
        for (const TaxTotals& row : totals.taxes) {
            if (row.tax.compound) continue;
            RC_ASSERT(row.amount == rounded_percent(row.base, row.tax.rate));
        }
    });
}

TEST_CASE("lines rounded one by one have the taxes they have alone", "[core][totals][property]") {
    for_all([](std::uint64_t seed) {
        TotalsDocument document = any_document(seed);
        document.rounding = TaxRounding::Line;
        document.discount = 0;
        const Totals totals = totals_of(document);
        for (std::size_t index = 0; index < document.lines.size(); ++index) {
            TotalsDocument alone = document;
            alone.lines = {document.lines[index]};
            RC_ASSERT(totals_of(alone).lines.front() == totals.lines[index]);
        }
    });
}

TEST_CASE("a return is the exact negative of the sale", "[core][totals][property]") {
    for_all([](std::uint64_t seed) {
        TotalsDocument document = any_document(seed);
        Totals sale = totals_of(document);
        for (TotalsLine& line : document.lines) line.quantity = -line.quantity;
        negate(sale);
        RC_ASSERT(totals_of(document) == sale);
    });
}

TEST_CASE("the order of the lines does not change what a document comes to",
          "[core][totals][property]") {
    for_all([](std::uint64_t seed) {
        TotalsDocument document = any_document(seed);
        Totals before = totals_of(document);
        Random random(seed);
        for (std::size_t left = document.lines.size(); left > 1; --left) {
            std::swap(document.lines[left - 1], document.lines[random.below(left)]);
        }
        Totals after = totals_of(document);
        before.lines.clear();
        after.lines.clear();
        RC_ASSERT(after == before);
    });
}

TEST_CASE("an optional line changes nothing else", "[core][totals][property]") {
    for_all([](std::uint64_t seed) {
        TotalsDocument document = any_document(seed);
        const Totals before = totals_of(document);
        Random random(seed);
        document.lines.push_back(any_line(random));
        document.lines.back().optional = true;
        Totals after = totals_of(document);
        TotalsDocument alone = document;
        alone.lines = {document.lines.back()};
        alone.lines.front().optional = false;
        RC_ASSERT(totals_of(alone).lines.front() == after.lines.back());
        after.lines.pop_back();
        RC_ASSERT(after == before);
    });
}

TEST_CASE("whatever the figures, there are totals that add up or one issue",
          "[core][totals][property]") {
    for_all([](std::uint64_t seed) {
        const TotalsDocument document = extreme_document(seed);
        const auto totals = calculate_totals(document);
        if (totals) {
            check_sums(document, *totals);
        } else if (totals.error().line) {
            RC_ASSERT(*totals.error().line < document.lines.size());
        }
    });
}
