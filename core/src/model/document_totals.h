// DocumentTotals: what a derived field of a document or of its line comes to, from plain values.
// Both back ends of Expression call it, so that they cannot differ. Private to core/src.
#pragma once

#include <vector>

#include "core/field.h"
#include "core/value.h"

namespace holdfast {

/// Of the document; null where it has no such field or nothing in it.
struct DocumentTerms {
    Value discount;            ///< Percent with 4 decimals.
    Value prices_include_tax;  ///< Boolean.
    Value currency;            ///< ISO 4217 code: decides the decimals of amounts.
    Value tax_mode;            ///< "line": tax is rounded line by line. Else once per rate.
};
struct DocumentLine {
    RecordId id;
    Value quantity;    ///< 6 decimals; null counts as 0.
    Value unit_price;  ///< DerivedField::price_scale decimals.
    Value discount;    ///< Percent with 4 decimals.
    Value tax_rate;    ///< Percent with 4 decimals.
};
struct DerivedField {
    Derive which = Derive::Total;
    std::int32_t scale = 2;        ///< Decimals of the answer.
    std::int32_t price_scale = 4;  ///< Decimals of unit prices.
};

/// Null when the document has no totals (core/totals.h says why) or no line is `wanted`, which only
/// derived fields of lines ask for. The order of `lines` does not matter.
[[nodiscard]] Value derive_value(const DerivedField& field, const DocumentTerms& terms,
                                 std::vector<DocumentLine> lines, const RecordId& wanted);

/// Decimals of the minor unit of an ISO 4217 currency; 2 for what is not known.
[[nodiscard]] std::int32_t currency_decimals(std::string_view code);

}  // namespace holdfast
