#include "app/currency.h"

#include "core/app/form_view.h"
#include "core/app/list_view.h"
#include "core/store_fixture.h"
#include "support/test.h"

namespace {

using holdfast::format_amount;
using holdfast::FormView;
using holdfast::Language;
using holdfast::MoneyAmount;
using holdfast::RecordId;
using holdfast::test::must;
using holdfast::test::number;
using holdfast::test::text;

/// A quote of 2 pieces at 1,500 yen.
struct QuoteFixture : holdfast::test::StoreFixture {
    QuoteFixture() {
        const RecordId account = create("account", {{"name", text("海風工業")}});
        quote = create("quote", {{"account", account}, {"currency", text("JPY")}});
        create("quote_line", {{"quote", quote},
                              {"description", text("Pump")},
                              {"quantity", number(2'000'000)},
                              {"unit_price", number(15'000'000)}});
    }
    RecordId quote;
};

std::string shown(const std::vector<holdfast::FormField>& fields, holdfast::FieldId wanted) {
    for (const holdfast::FormField& field : fields)
        if (field.field == wanted) return field.shown;
    return "not there";
}

struct AmountCase {
    Language language;
    MoneyAmount amount;
    std::string text;
};

TEST_CASE("an amount stands with its currency as its language writes it", "[core][currency]") {
    const AmountCase asked = GENERATE(values<AmountCase>({
        {Language::English, {123'450, 2, "EUR"}, "€1,234.50"},
        {Language::English, {-123'450, 2, "USD"}, "-$1,234.50"},
        {Language::English, {123'450, 2, "CHF"}, "CHF\u00A01,234.50"},
        {Language::Portuguese, {123'450, 2, "BRL"}, "R$\u00A01.234,50"},
        {Language::Portuguese, {-500, 2, "USD"}, "-US$\u00A05,00"},
        {Language::Swedish, {123'450, 2, "SEK"}, "1\u00A0234,50\u00A0kr"},
        {Language::English, {100, 2, "SEK"}, "SEK\u00A01.00"},
        {Language::Japanese, {15'000'000, 2, "JPY"}, "¥150,000"},
        {Language::French, {123'450, 2, "USD"}, "1\u202F234,50\u00A0$US"},
        {Language::Spanish, {123'450, 2, "EUR"}, "1234,50\u00A0€"},
    }));
    CAPTURE(asked.text);
    CHECK(format_amount(asked.language, asked.amount) == asked.text);
}

TEST_CASE("an amount has the decimals of its currency, and those it needs", "[core][currency]") {
    const AmountCase asked = GENERATE(values<AmountCase>({
        {Language::English, {150'000, 2, "JPY"}, "¥1,500"},
        {Language::English, {150'050, 2, "JPY"}, "¥1,500.5"},
        {Language::English, {125'000, 4, "EUR"}, "€12.50"},
        {Language::English, {125'050, 4, "EUR"}, "€12.505"},
        {Language::English, {125'000, 4, "KWD"}, "KWD\u00A012.500"},
        {Language::English, {1'250, 2, "KWD"}, "KWD\u00A012.50"},
        {Language::English, {1'250, 2, ""}, "12.50"},
        {Language::English, {0, 2, "EUR"}, "€0.00"},
    }));
    CAPTURE(asked.text);
    CHECK(format_amount(asked.language, asked.amount) == asked.text);
}

TEST_CASE_METHOD(QuoteFixture, "a document and its lines show amounts in its currency",
                 "[app][currency]") {
    FormView form = must(FormView::open(store, entity("quote").id, quote, holdfast::Strings(), 0));
    const holdfast::FieldId total = entity("quote").find_computed("total")->id;
    std::string sum;
    for (const auto& group : form.groups())
        if (shown(group.fields, total) != "not there") sum = shown(group.fields, total);
    CHECK(sum == "¥3,000");
    REQUIRE(form.lines().front().lines.size() == 1);
    const auto& line = form.lines().front().lines.front();
    CHECK(shown(line.fields, field("quote_line", "unit_price")) == "¥1,500");
    CHECK(shown(line.fields, entity("quote_line").find_computed("net")->id) == "¥3,000");
}

TEST_CASE_METHOD(QuoteFixture, "a list shows every amount in the currency of its record",
                 "[app][currency]") {
    holdfast::ListView list(store, entity("quote").id, holdfast::Strings());
    std::size_t column = 0;
    while (list.columns().at(column).field != entity("quote").find_computed("total")->id) ++column;
    REQUIRE(list.row_count() == 1);
    CHECK(list.row(0).cells.at(column).text == "¥3,000");
}

}  // namespace
