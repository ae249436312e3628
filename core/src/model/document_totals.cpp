#include "model/document_totals.h"

#include <algorithm>

#include "core/totals.h"
#include "model/expression_arithmetic.h"

namespace holdfast {
namespace {

constexpr std::int32_t kPriceDecimals = 4;

// ISO 4217 amendment 177: the currencies whose minor unit is not a hundredth.
constexpr std::string_view kNoDecimals[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                            "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                            "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::string_view kThreeDecimals[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};

template <typename Codes>
bool holds_code(const Codes& codes, std::string_view code) {
    return std::find(std::begin(codes), std::end(codes), code) != std::end(codes);
}

TotalsLine line_of(const DerivedField& field, const DocumentLine& line) {
    TotalsLine made;
    made.quantity = integer_or(line.quantity, 0);
    made.unit_price =
        rescaled(integer_or(line.unit_price, 0), kPriceDecimals - field.price_scale).value_or(0);
    made.discount = integer_or(line.discount, 0);
    made.taxes.push_back({0, integer_or(line.tax_rate, 0), false});
    return made;
}

TotalsDocument document_of(const DerivedField& field, const DocumentTerms& terms,
                           const std::vector<DocumentLine>& lines) {
    TotalsDocument document;
    document.discount = integer_or(terms.discount, 0);
    if (integer_or(terms.prices_include_tax, 0) != 0) document.prices = PriceTax::Included;
    if (text_or_empty(terms.tax_mode) == "line") document.rounding = TaxRounding::Line;
    document.currency_decimals = currency_decimals(text_or_empty(terms.currency));
    for (const DocumentLine& line : lines) document.lines.push_back(line_of(field, line));
    return document;
}

Value amount(const DerivedField& field, const TotalsDocument& document, std::int64_t minor) {
    const auto scaled = rescaled(minor, field.scale - document.currency_decimals);
    return scaled ? Value(*scaled) : Value();
}

}  // namespace

std::int32_t currency_decimals(std::string_view code) {
    if (holds_code(kNoDecimals, code)) return 0;
    return holds_code(kThreeDecimals, code) ? 3 : 2;
}

Value derive_value(const DerivedField& field, const DocumentTerms& terms,
                   std::vector<DocumentLine> lines, const RecordId& wanted) {
    // What a rounding leaves over goes to the first line: every device has to have the same one.
    std::sort(lines.begin(), lines.end(),
              [](const DocumentLine& a, const DocumentLine& b) { return a.id < b.id; });
    const TotalsDocument document = document_of(field, terms, lines);
    const auto totals = calculate_totals(document);
    if (!totals) return {};
    if (field.which == Derive::Net) return amount(field, document, totals->net);
    if (field.which == Derive::Tax) return amount(field, document, totals->tax);
    if (field.which == Derive::Total) return amount(field, document, totals->total);
    for (std::size_t index = 0; index < lines.size(); ++index) {
        if (lines[index].id != wanted) continue;
        const LineTotals& line = totals->lines[index];
        return amount(field, document, field.which == Derive::LineNet ? line.net : line.tax);
    }
    return {};
}

}  // namespace holdfast
