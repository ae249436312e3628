#include "totals_vector.h"

#include "core/totals.h"

namespace holdfast::test {
namespace {

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

}  // namespace

std::string totals_answer(const Json& vector) {
    return answer_of(read_document(vector.at("document"))).dump();
}

std::string totals_expected(const Json& vector) {
    Json expected = vector;
    expected.erase("name");
    expected.erase("document");
    return expected.dump();
}

}  // namespace holdfast::test
