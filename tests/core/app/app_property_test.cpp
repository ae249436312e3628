#include <array>

#include "app/csv_rows.h"
#include "app/locale.h"
#include "app/money.h"
#include "core/app/sources.h"
#include "support/property.h"

using namespace holdfast;
using test::for_all;
using test::TextSource;

namespace {

using Cells = std::vector<std::string>;

/// What files are made of, and what could be taken for something else.
std::string some_cell() {
    const Cells pieces = {"a", "12", " ", "é", "東", ",", ";", "\t", "\"", "\"\"", "\n", "\r\n"};
    std::string cell;
    for (const std::string& piece : *rc::gen::container<Cells>(rc::gen::elementOf(pieces)))
        cell += piece;
    return cell;
}

Language some_language() {
    return *rc::gen::elementOf(std::to_array(kLanguages));
}

std::string quoted_cell(std::string_view cell) {
    std::string out = "\"";
    for (const char character : cell) {
        if (character == '"') out += '"';
        out += character;
    }
    return out + '"';
}

}  // namespace

TEST_CASE("any table is read as it was written, wherever its chunks are cut",
          "[app][csv][property]") {
    for_all([](std::uint8_t row_count, std::uint8_t width, std::uint8_t piece) {
        const CsvDialect dialect{.delimiter = *rc::gen::elementOf(std::string(",;\t|"))};
        const std::string line_end = *rc::gen::elementOf(Cells{"\n", "\r\n"});
        std::vector<Cells> table(row_count % 6, Cells(1 + width % 4));
        std::string text;
        for (Cells& row : table) {
            for (std::string& cell : row) {
                cell = some_cell();
                text += (&cell == row.data() ? "" : std::string(1, dialect.delimiter));
                text += quoted_cell(cell);
            }
            text += line_end;
        }
        CsvSplitter splitter(dialect);
        std::vector<Cells> found;
        FileRow row;
        const auto take_all = [&] {
            while (splitter.take(row)) {
                RC_ASSERT(row.problem == RowProblem::None);
                found.push_back(row.cells);
            }
        };
        for (std::size_t at = 0; at < text.size(); at += 1U + piece % 7) {
            splitter.input() += text.substr(at, 1U + piece % 7);
            take_all();
        }
        splitter.end_of_input();
        take_all();
        // A line that is one empty cell is a blank line, and those are left out.
        std::erase(table, Cells{""});
        RC_ASSERT((found == table));
    });
}

TEST_CASE("any bytes are read as rows to the end of the file", "[app][csv][property]") {
    for_all([](const std::string& bytes) {
        TextSource source(bytes);
        CsvReader reader(source, CsvDialect{}, 0);
        FileRow row;
        std::size_t rows = 0;
        Result<bool> more = reader.next(row);
        for (; more.has_value() && *more; more = reader.next(row)) ++rows;
        RC_ASSERT(more.has_value());
        RC_ASSERT(rows <= bytes.size());
    });
}

TEST_CASE("a number is read as it was shown, in every language", "[app][locale][property]") {
    for_all([](std::int64_t number, std::uint8_t scale) {
        const Language language = some_language();
        const Grouping grouping = *rc::gen::element(Grouping::Grouped, Grouping::Plain);
        const DecimalFormat format{scale % 5, 0, grouping};
        const std::string text = format_decimal(language, number, format);
        RC_ASSERT((parse_decimal(language, text, format.scale) == number));
    });
}

TEST_CASE("a day is read as it was shown for typing, in every language",
          "[app][locale][property]") {
    for_all([] {
        const std::int64_t day = *rc::gen::inRange<std::int64_t>(
            days_from_civil({1, 1, 1}), days_from_civil({9999, 12, 31}) + 1);
        const Language language = some_language();
        RC_ASSERT(days_from_civil(civil_from_days(day)) == day);
        RC_ASSERT((parse_date(language, edit_date(language, day)) == day));
        RC_ASSERT((parse_date(language, iso_date(day)) == day));
    });
}

TEST_CASE("an amount is off its exact value by half a unit at most", "[app][money][property]") {
    for_all([](std::int32_t quantity, std::uint8_t scale, std::int32_t price) {
        std::int64_t unit = 1;
        for (int digit = 0; digit < scale % 5; ++digit) unit *= 10;
        const std::int64_t exact = std::int64_t{quantity} * price;
        const auto amount = amount_of({quantity, scale % 5, price});
        RC_ASSERT(amount.has_value());
        RC_ASSERT(std::abs(*amount * unit - exact) * 2 <= unit);
        RC_ASSERT((amount_of({-std::int64_t{quantity}, scale % 5, price}) == -*amount));
    });
}
