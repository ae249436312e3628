#include "app/csv_text.h"

#include "app/csv_dialect.h"
#include "support/test.h"

namespace {

using holdfast::CsvBeginning;
using holdfast::CsvDialect;
using holdfast::FileRow;
using holdfast::RowProblem;
using holdfast::SampleEnd;
using holdfast::TextDecoder;
using holdfast::TextEncoding;

std::string utf16(std::u16string_view text, TextEncoding encoding) {
    std::string bytes;
    for (const char16_t unit : text) {
        const char low = static_cast<char>(unit & 0xFF);
        const char high = static_cast<char>(unit >> 8);
        bytes += encoding == TextEncoding::Utf16Le ? low : high;
        bytes += encoding == TextEncoding::Utf16Le ? high : low;
    }
    return bytes;
}

struct EncodedCase {
    std::string bytes;
    TextEncoding encoding;
    std::string text;
};

TEST_CASE("the encoding of a file is recognised and its text read", "[app][csv]") {
    const EncodedCase given = GENERATE_COPY(values<EncodedCase>({
        {"Namn;Ort\nÅsa;Umeå\n", TextEncoding::Utf8, "Namn;Ort\nÅsa;Umeå\n"},
        {"\xEF\xBB\xBFName,City\n", TextEncoding::Utf8, "Name,City\n"},
        {"Namn;Ort\n\xC5sa;Ume\xE5\n", TextEncoding::Windows1252, "Namn;Ort\nÅsa;Umeå\n"},
        {"Prix \x80;d\x92Hondt\nCaf\xE9;2\n", TextEncoding::Windows1252,
         "Prix €;d’Hondt\nCafé;2\n"},
        {"\x8E\x81\x96\xBC,\x83\x81\x81[\x83\x8B\n\x93\x63\x92\x86,a\n", TextEncoding::ShiftJis,
         "氏名,メール\n田中,a\n"},
        {utf16(u"\uFEFFName,Ort\nÅsa,😀\n", TextEncoding::Utf16Le), TextEncoding::Utf16Le,
         "Name,Ort\nÅsa,😀\n"},
        {utf16(u"\uFEFFName,Ort\nÅsa,Umeå\n", TextEncoding::Utf16Be), TextEncoding::Utf16Be,
         "Name,Ort\nÅsa,Umeå\n"},
        {utf16(u"Name,City\nAnn,Leeds\n", TextEncoding::Utf16Le), TextEncoding::Utf16Le,
         "Name,City\nAnn,Leeds\n"},
    }));
    const auto detected = holdfast::detect_text(given.bytes);
    CHECK(detected.is_text);
    CHECK(detected.encoding == given.encoding);
    const std::string_view content = std::string_view(given.bytes).substr(detected.mark_bytes);
    std::string whole;
    TextDecoder(detected.encoding).decode(content, whole);
    CHECK(whole == given.text);

    std::string piecewise;
    TextDecoder decoder(detected.encoding);
    for (const char byte : content) decoder.decode(std::string_view(&byte, 1), piecewise);
    decoder.finish(piecewise);
    CHECK(piecewise == given.text);
}

TEST_CASE("pictures and archives are not text", "[app][csv]") {
    std::string png = "\x89PNG\r\n\x1A\n";
    for (int byte = 0; byte < 400; ++byte) png += static_cast<char>(byte * 37);
    CHECK_FALSE(holdfast::detect_text(png).is_text);
    CHECK_FALSE(holdfast::detect_text(std::string(64, '\0')).is_text);
}

std::vector<FileRow> rows_of(std::string_view text, CsvDialect dialect = {}) {
    holdfast::CsvSplitter splitter(dialect);
    std::vector<FileRow> rows;
    FileRow row;
    for (const char byte : text) {
        splitter.input() += byte;
        while (splitter.take(row)) rows.push_back(row);
    }
    splitter.end_of_input();
    while (splitter.take(row)) rows.push_back(row);
    return rows;
}

struct SplitCase {
    std::string text;
    std::vector<std::vector<std::string>> cells;
};

TEST_CASE("rows are cut as RFC 4180 says, whatever the line ends", "[app][csv]") {
    const SplitCase given = GENERATE(values<SplitCase>({
        {"a,b\nc,d", {{"a", "b"}, {"c", "d"}}},
        {"a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
        {"a,b\rc,d\r", {{"a", "b"}, {"c", "d"}}},
        {"\"a,1\",\"b\"\"q\"\n", {{"a,1", "b\"q"}}},
        {"\"two\nlines\",x\n", {{"two\nlines", "x"}}},
        {"\n\na,b\n\n", {{"a", "b"}}},
        {"a,\n,b\n", {{"a", ""}, {"", "b"}}},
        {"\"a\"b,c\n", {{"ab", "c"}}},
        {"5\" pipe,c\n", {{"5\" pipe", "c"}}},
        {"", {}},
    }));
    std::vector<std::vector<std::string>> cells;
    for (const FileRow& row : rows_of(given.text)) cells.push_back(row.cells);
    CHECK(cells == given.cells);
}

TEST_CASE("a quotation mark that never closes costs one line, not the file", "[app][csv]") {
    const auto rows = rows_of("a,b\nc,\"d\ne,f\ng,h\n");
    REQUIRE(rows.size() == 4);
    CHECK(rows[1].problem == RowProblem::OpenQuote);
    CHECK(rows[1].line == 2);
    CHECK(rows[1].excerpt == "c,\"d");
    CHECK(rows[2].cells == std::vector<std::string>{"e", "f"});
    CHECK(rows[3].line == 4);
}

TEST_CASE("a line without end is passed over in bounded memory", "[app][csv]") {
    holdfast::CsvSplitter splitter{CsvDialect{}};
    splitter.input() = "a,b\n";
    FileRow row;
    REQUIRE(splitter.take(row));
    std::size_t most = 0;
    std::vector<FileRow> rows;
    for (int chunk = 0; chunk < 40; ++chunk) {
        splitter.input().append(256 * 1024, 'x');
        while (splitter.take(row)) rows.push_back(row);
        most = std::max(most, splitter.buffered());
    }
    splitter.input() += "\nc,d\n";
    while (splitter.take(row)) rows.push_back(row);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].problem == RowProblem::TooLong);
    CHECK(rows[1].cells == std::vector<std::string>{"c", "d"});
    CHECK(rows[1].line == 3);
    CHECK(most < 2 * holdfast::kImportRowBytesMax);
}

TEST_CASE("unreadable and binary rows are marked", "[app][csv]") {
    const auto rows = rows_of(std::string("a,\xEF\xBF\xBD\nb,c\nd,\0\n", 14));
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].problem == RowProblem::Unreadable);
    CHECK(rows[1].problem == RowProblem::None);
    CHECK(rows[2].problem == RowProblem::Binary);
}

struct DialectCase {
    std::string text;
    char delimiter;
    bool has_header;
};

TEST_CASE("separator and header are judged by the first rows", "[app][csv]") {
    const DialectCase given = GENERATE(values<DialectCase>({
        {"name,city\nAnn,Leeds\n", ',', true},
        {"name;amount\nAnn;1,5\nBen;2,5\n", ';', true},
        {"name\tcity\nAnn\tLeeds\n", '\t', true},
        {"name|city\nAnn|Leeds\n", '|', true},
        {"Ann,1999-01-01\nBen,2001-05-05\n", ',', false},
        {"ann@example.com\nben@example.com\n", ',', false},
        {"name,name\nAnn,Leeds\n", ',', false},
        {",name,city\n0,Ann,Leeds\n", ',', true},
    }));
    CAPTURE(given.text);
    const CsvBeginning beginning = holdfast::look_at_beginning(given.text, SampleEnd::EndOfFile);
    CHECK(beginning.problem_key.empty());
    CHECK(beginning.dialect.delimiter == given.delimiter);
    CHECK(beginning.dialect.has_header == given.has_header);
}

}  // namespace
