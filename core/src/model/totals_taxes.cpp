#include "model/totals_taxes.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace holdfast {
namespace {

auto order_of(const TotalsTax& tax) {
    return std::tuple(tax.id, tax.rate, tax.compound);
}

bool comes_before(const TotalsTax& left, const TotalsTax& right) {
    return order_of(left) < order_of(right);
}

/// One tax of one line.
struct Cell {
    /// Cells of one group are rounded together; lower groups are what higher ones are levied on.
    std::tuple<std::uint32_t, std::int64_t, std::int64_t> group;
    std::uint32_t line = 0;
    std::uint32_t slot = 0;
};

/// 0 for a plain tax, otherwise its place among the compound taxes of the line, from 1.
std::uint32_t stage_of(std::span<const TotalsTax> taxes, std::uint32_t slot) {
    if (!taxes[slot].compound) return 0;
    const auto end = taxes.begin() + static_cast<std::ptrdiff_t>(slot) + 1;
    return static_cast<std::uint32_t>(
        std::count_if(taxes.begin(), end, [](const TotalsTax& tax) { return tax.compound; }));
}

Cell cell_of(const TotalsDocument& document, const TaxedLine& line, std::uint32_t line_index,
             std::uint32_t slot) {
    Cell cell{{}, line_index, slot};
    const std::uint32_t stage = stage_of(line.taxes, slot);
    if (document.rounding == TaxRounding::Line) {
        cell.group = {stage, line_index, slot};
    } else if (document.prices == PriceTax::Included) {
        cell.group = {0, line.rank, slot};
    } else {
        cell.group = {stage, line.taxes[slot].id, line.taxes[slot].rate};
    }
    return cell;
}

std::vector<Cell> cells_of(const TotalsDocument& document, std::span<const TaxedLine> lines) {
    std::vector<Cell> cells;
    for (std::uint32_t index = 0; index < lines.size(); ++index) {
        for (std::uint32_t slot = 0; slot < lines[index].taxes.size(); ++slot) {
            cells.push_back(cell_of(document, lines[index], index, slot));
        }
    }
    std::stable_sort(cells.begin(), cells.end(),
                     [](const Cell& left, const Cell& right) { return left.group < right.group; });
    return cells;
}

WideAmount taxes_before(const TaxedLine& line, std::uint32_t slot) {
    const auto first = line.tax_amounts.begin();
    return std::accumulate(first, first + static_cast<std::ptrdiff_t>(slot), WideAmount{0});
}

/// The share of a tax in a price that includes all `taxes`.
Ratio included_share(std::span<const TotalsTax> taxes, std::uint32_t slot) {
    // Six decimals for each compound tax and for the plain ones together: nothing is cut off.
    WideAmount net = kHundredPercent;
    for (const TotalsTax& tax : taxes) {
        if (tax.compound) net *= kHundredPercent;
    }
    WideAmount gross = net;
    WideAmount wanted = 0;
    for (std::uint32_t index = 0; index < taxes.size(); ++index) {
        const WideAmount base = taxes[index].compound ? gross : net;
        const WideAmount tax = base / kHundredPercent * taxes[index].rate;
        if (index == slot) wanted = tax;
        gross += tax;
    }
    return {wanted, gross};
}

WideAmount base_of(const TotalsDocument& document, const TaxedLine& line, std::uint32_t slot) {
    const WideAmount price = line.amount - line.discount;
    if (document.prices == PriceTax::Included || !line.taxes[slot].compound) return price;
    return price + taxes_before(line, slot);
}

/// `cells` are one group.
void round_group(const TotalsDocument& document, std::span<TaxedLine> lines,
                 std::span<const Cell> cells) {
    const Cell& sample = cells.front();
    const std::span<const TotalsTax> taxes = lines[sample.line].taxes;
    const Ratio ratio = document.prices == PriceTax::Included
                            ? included_share(taxes, sample.slot)
                            : Ratio{taxes[sample.slot].rate, kHundredPercent};
    std::vector<Share> shares;
    shares.reserve(cells.size());
    for (const Cell& cell : cells) {
        const TaxedLine& line = lines[cell.line];
        shares.push_back({base_of(document, line, cell.slot), line.rank});
    }
    share_out(shares, ratio);
    for (std::size_t index = 0; index < cells.size(); ++index) {
        lines[cells[index].line].tax_amounts[cells[index].slot] = shares[index].part;
    }
}

}  // namespace

void rank_taxes(std::span<TaxedLine> lines) {
    std::vector<TaxedLine*> ordered;
    ordered.reserve(lines.size());
    for (TaxedLine& line : lines) ordered.push_back(&line);
    const auto before = [](const TaxedLine* left, const TaxedLine* right) {
        return std::lexicographical_compare(left->taxes.begin(), left->taxes.end(),
                                            right->taxes.begin(), right->taxes.end(), comes_before);
    };
    std::sort(ordered.begin(), ordered.end(), before);
    for (std::size_t index = 1; index < ordered.size(); ++index) {
        const bool differs = before(ordered[index - 1], ordered[index]);
        ordered[index]->rank = ordered[index - 1]->rank + (differs ? 1U : 0U);
    }
}

void apply_taxes(const TotalsDocument& document, std::span<TaxedLine> lines) {
    const std::vector<Cell> cells = cells_of(document, lines);
    for (std::size_t first = 0, end = 0; first < cells.size(); first = end) {
        while (end < cells.size() && cells[end].group == cells[first].group) ++end;
        round_group(document, lines, std::span(cells).subspan(first, end - first));
    }
    for (TaxedLine& line : lines) {
        line.tax = taxes_before(line, kTaxesPerLineMax);
        line.net = line.amount - line.discount;
        if (document.prices == PriceTax::Included) line.net -= line.tax;
    }
}

std::vector<TaxSum> sum_taxes(std::span<const TaxedLine> lines) {
    std::vector<TaxSum> parts;
    for (const TaxedLine& line : lines) {
        for (std::uint32_t slot = 0; slot < line.taxes.size(); ++slot) {
            const TotalsTax& tax = line.taxes[slot];
            const WideAmount earlier = tax.compound ? taxes_before(line, slot) : WideAmount{0};
            parts.push_back({tax, line.net + earlier, line.tax_amounts[slot]});
        }
    }
    std::stable_sort(parts.begin(), parts.end(), [](const TaxSum& left, const TaxSum& right) {
        return comes_before(left.tax, right.tax);
    });
    std::vector<TaxSum> sums;
    for (const TaxSum& part : parts) {
        if (sums.empty() || sums.back().tax != part.tax) sums.push_back({part.tax, 0, 0});
        sums.back().base += part.base;
        sums.back().amount += part.amount;
    }
    return sums;
}

}  // namespace holdfast
