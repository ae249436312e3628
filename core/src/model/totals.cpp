#include "core/totals.h"

#include <algorithm>

#include "model/totals_share.h"
#include "model/totals_taxes.h"

namespace holdfast {
namespace {

/// Decimals of a quantity, a unit price and a percentage together.
constexpr std::int32_t kPriceDecimals = 6 + 4 + 6;

bool is_percent(std::int64_t value, std::int64_t most) {
    return value >= 0 && value <= most;
}

std::optional<TotalsProblem> find_line_problem(const TotalsLine& line) {
    if (!is_percent(line.discount, kHundredPercent)) return TotalsProblem::DiscountOutOfRange;
    if (line.taxes.size() > kTaxesPerLineMax) return TotalsProblem::TooManyTaxes;
    const auto compound = std::count_if(line.taxes.begin(), line.taxes.end(),
                                        [](const TotalsTax& tax) { return tax.compound; });
    if (compound > kCompoundTaxesPerLineMax) return TotalsProblem::TooManyTaxes;
    const bool rates_fit =
        std::all_of(line.taxes.begin(), line.taxes.end(),
                    [](const TotalsTax& tax) { return is_percent(tax.rate, kTaxRateMax); });
    if (!rates_fit) return TotalsProblem::TaxRateOutOfRange;
    return std::nullopt;
}

std::optional<TotalsIssue> find_issue(const TotalsDocument& document) {
    if (!is_percent(document.discount, kHundredPercent)) {
        return TotalsIssue{TotalsProblem::DiscountOutOfRange, {}};
    }
    if (document.currency_decimals < 0 || document.currency_decimals > kCurrencyDecimalsMax) {
        return TotalsIssue{TotalsProblem::DecimalsOutOfRange, {}};
    }
    if (document.payable_step < 0 || document.payable_step > kPayableStepMax) {
        return TotalsIssue{TotalsProblem::StepOutOfRange, {}};
    }
    if (document.lines.size() > kTotalsLinesMax) {
        return TotalsIssue{TotalsProblem::TooManyLines, {}};
    }
    for (std::uint32_t index = 0; index < document.lines.size(); ++index) {
        const auto problem = find_line_problem(document.lines[index]);
        if (problem) return TotalsIssue{*problem, index};
    }
    return std::nullopt;
}

// INT64_MIN stays out: its negative, the total of the return, would not fit.
bool fits(WideAmount value) {
    return value >= -WideAmount{INT64_MAX} && value <= INT64_MAX;
}

/// Narrows sums one after the other and remembers whether all of them fitted.
class Narrowing {
public:
    std::int64_t operator()(WideAmount value) {
        all_fit_ = all_fit_ && fits(value);
        return fits(value) ? static_cast<std::int64_t>(value) : 0;
    }
    [[nodiscard]] bool all_fit() const { return all_fit_; }

private:
    bool all_fit_ = true;
};

/// Nothing when the amount does not fit.
std::optional<WideAmount> amount_of(const TotalsLine& line, std::int32_t currency_decimals) {
    const WideAmount kept = kHundredPercent - line.discount;
    const WideAmount price = static_cast<WideAmount>(line.quantity) * line.unit_price;
    if (kept == 0) return WideAmount{0};
    // What has no room in 127 bits here has none in 63 after the division by at most 10^16.
    if (price > kWideAmountMax / kept || price < -(kWideAmountMax / kept)) return std::nullopt;
    WideAmount divisor = 1;
    for (std::int32_t done = currency_decimals; done < kPriceDecimals; ++done) divisor *= 10;
    const WideAmount amount = rounded_part(price * kept, {1, divisor});
    return fits(amount) ? std::optional(amount) : std::nullopt;
}

struct PricedLines {
    std::vector<TaxedLine> counted;
    std::vector<TaxedLine> optional;
};

tl::expected<PricedLines, TotalsIssue> price_lines(const TotalsDocument& document) {
    PricedLines priced;
    for (std::uint32_t index = 0; index < document.lines.size(); ++index) {
        const TotalsLine& line = document.lines[index];
        const auto amount = amount_of(line, document.currency_decimals);
        if (!amount) {
            return tl::unexpected(TotalsIssue{TotalsProblem::NotExpressible, index});
        }
        TaxedLine taxed;
        taxed.taxes = line.taxes;
        taxed.position = index;
        taxed.amount = *amount;
        (line.optional ? priced.optional : priced.counted).push_back(taxed);
    }
    return priced;
}

/// Discount and taxes of lines that are totalled together.
void settle(const TotalsDocument& document, std::span<TaxedLine> lines) {
    rank_taxes(lines);
    std::vector<Share> shares;
    shares.reserve(lines.size());
    for (const TaxedLine& line : lines) shares.push_back({line.amount, line.rank});
    share_out(shares, {document.discount, kHundredPercent});
    for (std::size_t index = 0; index < lines.size(); ++index) {
        lines[index].discount = shares[index].part;
    }
    apply_taxes(document, lines);
}

/// Whether all of them fit.
bool write_line(const TaxedLine& line, LineTotals& totals) {
    Narrowing narrowed;
    totals = {narrowed(line.amount), narrowed(line.discount), narrowed(line.net),
              narrowed(line.tax), narrowed(line.net + line.tax)};
    return narrowed.all_fit();
}

/// The first line whose totals do not fit, by index.
std::optional<std::uint32_t> write_lines(const PricedLines& priced, Totals& totals) {
    std::optional<std::uint32_t> first;
    for (const std::vector<TaxedLine>* lines : {&priced.counted, &priced.optional}) {
        for (const TaxedLine& line : *lines) {
            if (write_line(line, totals.lines[line.position])) continue;
            first = std::min(first.value_or(line.position), line.position);
        }
    }
    return first;
}

WideAmount payable_of(WideAmount total, std::int32_t step) {
    return step <= 1 ? total : rounded_part(total, {1, step}) * step;
}

/// Whether all of them fit.
bool write_sums(const TotalsDocument& document, std::span<const TaxedLine> lines, Totals& totals) {
    TaxedLine sum;
    for (const TaxedLine& line : lines) {
        sum.amount += line.amount;
        sum.discount += line.discount;
        sum.net += line.net;
        sum.tax += line.tax;
    }
    const WideAmount total = sum.net + sum.tax;
    const WideAmount payable = payable_of(total, document.payable_step);
    Narrowing narrowed;
    totals.amount = narrowed(sum.amount);
    totals.discount = narrowed(sum.discount);
    totals.net = narrowed(sum.net);
    totals.tax = narrowed(sum.tax);
    totals.total = narrowed(total);
    totals.payable = narrowed(payable);
    totals.rounding = narrowed(payable - total);
    for (const TaxSum& tax : sum_taxes(lines)) {
        totals.taxes.push_back({tax.tax, narrowed(tax.base), narrowed(tax.amount)});
    }
    return narrowed.all_fit();
}

}  // namespace

tl::expected<Totals, TotalsIssue> calculate_totals(const TotalsDocument& document) {
    if (const auto issue = find_issue(document)) return tl::unexpected(*issue);
    auto priced = price_lines(document);
    if (!priced) return tl::unexpected(priced.error());

    settle(document, priced->counted);
    for (TaxedLine& line : priced->optional) settle(document, {&line, 1});

    Totals totals;
    totals.lines.resize(document.lines.size());
    if (const auto line = write_lines(*priced, totals)) {
        return tl::unexpected(TotalsIssue{TotalsProblem::NotExpressible, *line});
    }
    if (!write_sums(document, priced->counted, totals)) {
        return tl::unexpected(TotalsIssue{TotalsProblem::NotExpressible, {}});
    }
    return totals;
}

}  // namespace holdfast
