// TotalsTaxes: the taxes of lines and of their document. Private to core/src/model.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/totals.h"
#include "model/totals_share.h"

namespace holdfast {

/// A line on its way to its totals.
struct TaxedLine {
    std::span<const TotalsTax> taxes;
    std::uint32_t position = 0;  ///< In the document.
    std::uint32_t rank = 0;      ///< Of its list of taxes; lines with the same taxes share it.
    WideAmount amount = 0;
    WideAmount discount = 0;  ///< Its part of the document's.
    std::array<WideAmount, kTaxesPerLineMax> tax_amounts{};
    WideAmount tax = 0;
    WideAmount net = 0;
};

struct TaxSum {
    TotalsTax tax;
    WideAmount base = 0;
    WideAmount amount = 0;
};

/// Sets `rank` of every line: the order of the lists of taxes, whatever the order of the lines.
void rank_taxes(std::span<TaxedLine> lines);
/// Works out `tax_amounts`, `tax` and `net` from amount, discount and rank.
void apply_taxes(const TotalsDocument& document, std::span<TaxedLine> lines);
/// What apply_taxes() found, by tax.
[[nodiscard]] std::vector<TaxSum> sum_taxes(std::span<const TaxedLine> lines);

}  // namespace holdfast
