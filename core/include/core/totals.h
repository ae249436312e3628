// Totals: what the lines of a document come to, in integers, the same on every device.
//
// Units. Amounts are minor units of the currency (cents; whole yen). Quantities carry 6 decimals,
// unit prices 4 decimals of the major unit, percentages 4 decimals: 20 % is 200'000. Every rounding
// is half away from zero, so that a return is the exact negative of its sale.
//
// Formulas, with the business terms (BT) and rules (BR) of EN 16931, the European invoice, and the
// names in ERPNext's taxes_and_totals:
//   amount    = round(quantity * unit_price * (100 % - discount)), once per line       BT-131, R120
//   discount  = round(discount % * sum of the amounts), before tax, spread over the lines by
//               largest remainder                                                      BT-107
//   net       = amount - the line's part of the discount; tax is added          BR-CO-10, BR-CO-13
//   tax       = round(rate * base), once per tax of the document (TaxRounding::Document: BR-CO-17,
//               BR-S-08) or once per line and tax (TaxRounding::Line)
//   base      = sum of the nets; of a compound tax, nets plus the taxes before it in the line, as
//               rounded (ERPNext: "On Previous Row Total")
//   total     = net + tax                                                       BR-CO-14, BR-CO-15
//   payable   = total rounded to multiples of payable_step; rounding = payable - total
//                                                         BT-114, BT-115; ERPNext: rounded_total
// Prices that include tax: amount and discount include it, too, and the line's gross is what stays.
// The tax inside is taken out, tax = round(gross * share of the tax in the gross): 20/120 for one
// of 20 %. It is rounded once per tax and set of lines that have the same taxes (or per line), and
// net = gross - tax. Thus the total is the sum of the prices to the last minor unit (ERPNext:
// determine_exclusive_rate, without its rounding_adjustment); rate * base may then differ from the
// tax by what the net took up in rounding. A tax rounded once per document is shared out to its
// lines by largest remainder as well: the columns of a printed document add up. A minor unit that
// is left over goes to the largest remainder, of those to the largest amount, then in the order of
// the lines' taxes, then to the first line: the totals of a document do not depend on the order of
// its lines.
#pragma once

#include <cstdint>
#include <optional>
#include <tl/expected.hpp>
#include <vector>

namespace holdfast {

inline constexpr std::int32_t kTotalsLinesMax = 2'000;
inline constexpr std::int32_t kTaxesPerLineMax = 8;
inline constexpr std::int32_t kCompoundTaxesPerLineMax = 4;
inline constexpr std::int32_t kCurrencyDecimalsMax = 4;
inline constexpr std::int32_t kPayableStepMax = 1'000'000;
inline constexpr std::int64_t kHundredPercent = 1'000'000;
inline constexpr std::int64_t kTaxRateMax = 10 * kHundredPercent;

/// One tax of a line. Taxes equal in all three are one tax of the document.
struct TotalsTax {
    std::int64_t id = 0;    ///< Keeps taxes of the same rate apart (federal and state); any number.
    std::int64_t rate = 0;  ///< 0 to kTaxRateMax.
    bool compound = false;  ///< Also levied on the taxes that stand before it in the line.
    bool operator==(const TotalsTax&) const = default;
};

struct TotalsLine {
    std::int64_t quantity = 0;     ///< x 10^6. Negative: a return.
    std::int64_t unit_price = 0;   ///< x 10^4 of the major unit. May be negative.
    std::int64_t discount = 0;     ///< Percent, 0 to kHundredPercent.
    std::vector<TotalsTax> taxes;  ///< At most kTaxesPerLineMax, kCompoundTaxesPerLineMax compound.
    /// Offered, not sold: totalled as if it stood alone in the document, counted nowhere.
    bool optional = false;
};

enum class TaxRounding : std::uint8_t { Line, Document };
enum class PriceTax : std::uint8_t { Excluded, Included };

struct TotalsDocument {
    std::int64_t discount = 0;  ///< Percent, 0 to kHundredPercent, of the sum of the lines.
    PriceTax prices = PriceTax::Excluded;
    TaxRounding rounding = TaxRounding::Document;
    std::int32_t currency_decimals = 2;  ///< 0 for yen; up to kCurrencyDecimalsMax.
    /// Smallest amount that can be paid, in minor units: 5 for Swiss cash. 0 or 1: every amount.
    std::int32_t payable_step = 0;
    std::vector<TotalsLine> lines;  ///< At most kTotalsLinesMax.
};

/// All in minor units.
struct LineTotals {
    std::int64_t amount =
        0;  ///< Price after the line's discount, as prices are: with or without tax.
    std::int64_t discount = 0;  ///< The line's part of the document's discount.
    std::int64_t net = 0;
    std::int64_t tax = 0;
    std::int64_t gross = 0;  ///< net + tax.
    bool operator==(const LineTotals&) const = default;
};

/// One tax of the document, in minor units.
struct TaxTotals {
    TotalsTax tax;
    std::int64_t base = 0;
    std::int64_t amount = 0;
    bool operator==(const TaxTotals&) const = default;
};

/// All in minor units, over the lines that are not optional.
struct Totals {
    std::vector<LineTotals> lines;  ///< One for each line of the document, optional ones too.
    std::vector<TaxTotals> taxes;   ///< By rising id, rate, plain before compound; none twice.
    std::int64_t amount = 0;        ///< Sum of the lines' amounts.
    std::int64_t discount = 0;      ///< Sum of the lines' discounts.
    std::int64_t net = 0;           ///< Sum of the lines' nets.
    std::int64_t tax = 0;           ///< Sum of the lines' taxes, and of the taxes' amounts.
    std::int64_t total = 0;         ///< net + tax.
    std::int64_t rounding = 0;      ///< payable - total.
    std::int64_t payable = 0;       ///< total as a multiple of the step.
    bool operator==(const Totals&) const = default;
};

enum class TotalsProblem : std::uint8_t {
    TooManyLines,
    TooManyTaxes,
    DiscountOutOfRange,
    TaxRateOutOfRange,
    DecimalsOutOfRange,
    StepOutOfRange,
    NotExpressible,  ///< An amount is beyond 2^63 - 1 minor units in size.
};

/// Why a document has no totals.
struct TotalsIssue {
    TotalsProblem problem = TotalsProblem::NotExpressible;
    std::optional<std::uint32_t> line;  ///< Index; none when it is the document as a whole.
    bool operator==(const TotalsIssue&) const = default;
};

/// The totals of `document`, or the first issue: the document's limits, its lines in order, the
/// sums. A pure function of its argument, exact for every input. Never blocks; 2,000 lines take
/// about a millisecond, those with the most and steepest taxes inside the price up to 100. With all
/// quantities negated, every amount of the answer is negated. A compound tax behind another
/// compound tax on some lines and not on others is rounded once for either kind of line.
[[nodiscard]] tl::expected<Totals, TotalsIssue> calculate_totals(const TotalsDocument& document);

}  // namespace holdfast
