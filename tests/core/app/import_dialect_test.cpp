// Tables whose beginning was read wrongly, and what the person says instead.
#include "core/app/import_fixture.h"

using namespace holdfast;
using test::ImportFixture;

namespace {

std::string refusal(Import& import, const CsvDialect& dialect) {
    std::string problem;
    const Status set = import.set_dialect(dialect, &problem);
    REQUIRE_FALSE(set);
    CHECK(set.error().code == ErrorCode::BadInput);
    return std::string(Strings().get(problem));
}

void say(Import& import, const CsvDialect& dialect) {
    std::string problem;
    const Status set = import.set_dialect(dialect, &problem);
    CAPTURE(problem);
    REQUIRE(set);
}

}  // namespace

TEST_CASE_METHOD(ImportFixture, "a separator that was taken for another one is put right",
                 "[app][import]") {
    Import import = open("account", "Name, legal;City\nAcme, Ltd;Kiel\nNord, Co;Bonn\n");
    CsvDialect dialect = import.dialect();
    REQUIRE(dialect.delimiter == ',');
    dialect.delimiter = ';';
    say(import, dialect);
    REQUIRE(import.column_names().size() == 3);  // With the made-up row number.
    CHECK(import.column_names()[1] == "City");
    CHECK(import.preview().front()[0] == "Acme, Ltd");
    import.map_column(0, field("account", "name"));
    start(import);
    CHECK(all("account").size() == 2);
    CHECK(words(all("account").front(), "account", "name") == "Acme, Ltd");
}

TEST_CASE_METHOD(ImportFixture, "a first row that is no header becomes a record", "[app][import]") {
    Import import = open("account", "Acme;Kiel\nNord;Bonn\n");
    CsvDialect dialect = import.dialect();
    REQUIRE(dialect.has_header);
    dialect.has_header = false;
    say(import, dialect);
    CHECK(import.column_names().front() == "Column 1");
    CHECK(import.preview().size() == 2);
    import.map_column(0, field("account", "name"));
    start(import);
    CHECK(all("account").size() == 2);
}

TEST_CASE_METHOD(ImportFixture, "a header is judged anew until the person says what it is",
                 "[app][import]") {
    Import import = open("account", "Name;City\nAcme, Heating, Ltd;Kiel\nB, C, D;Bonn\n");
    CsvDialect dialect = import.dialect();
    dialect.delimiter = ',';
    say(import, dialect);
    CHECK(import.column_names().front() == "Name;City");
    dialect = import.dialect();
    dialect.has_header = false;
    dialect.delimiter = ';';
    say(import, dialect);
    CHECK(import.column_names().front() == "Column 1");
    dialect.encoding = TextEncoding::Windows1252;
    say(import, dialect);
    CHECK_FALSE(import.dialect().has_header);
    CHECK(import.preview().size() == 3);
}

TEST_CASE_METHOD(ImportFixture, "another encoding leaves what was mapped and chosen",
                 "[app][import]") {
    const std::string file = "Firm;Town\nAcme;Kiel\n";
    Import first = open("account", file);
    first.map_column(0, field("account", "name"));
    first.add_constant(field("account", "kind"));
    first.set_constant(field("account", "kind"), "person");
    start(first);

    Import import = open("account", file);
    REQUIRE(import.constants().size() == 1);
    import.add_constant(field("account", "notes"));
    import.set_constant(field("account", "notes"), "Fair 2026");
    import.map_column(1, field("account", "billing_city"));
    ImportOptions options = import.options();
    options.mode = ImportMode::CreateOrUpdate;
    options.match = {field("account", "name")};
    options.values_language = Language::French;
    import.set_options(options);
    CsvDialect dialect = import.dialect();
    dialect.encoding = TextEncoding::Windows1252;
    say(import, dialect);
    CHECK(import.options() == options);
    CHECK(import.mapping()[0] == field("account", "name"));
    CHECK(import.mapping()[1] == field("account", "billing_city"));
    REQUIRE(import.constants().size() == 2);
    CHECK(import.constants()[0].text == "person");
    CHECK(import.constants()[1].text == "Fair 2026");
}

TEST_CASE_METHOD(ImportFixture, "a constant that the columns bring along does not fall on another",
                 "[app][import]") {
    const std::string file = "Name;City\nAcme;Kiel\n";
    Import first = open("account", file);
    first.add_constant(field("account", "kind"));
    first.set_constant(field("account", "kind"), "person");
    first.add_constant(field("account", "notes"));
    first.set_constant(field("account", "notes"), "Fair 2026");
    start(first);
    Import import = open("account", file);
    REQUIRE(import.constants().size() == 2);
    CHECK(import.constants()[0].text == "person");
    CHECK(import.constants()[1].text == "Fair 2026");
}

TEST_CASE_METHOD(ImportFixture, "an encoding that was taken for another one is put right",
                 "[app][import]") {
    // "Kylmä" in Windows-1252, in a file whose bytes could be Shift-JIS as well.
    Import import = open("account", "Name;City\nKylm\xE4;Kiel\n");
    CsvDialect dialect = import.dialect();
    dialect.encoding = TextEncoding::Windows1252;
    say(import, dialect);
    CHECK(import.preview().front()[0] == "Kylm\u00E4");
    dialect.encoding = TextEncoding::Utf16Le;
    CHECK_FALSE(refusal(import, dialect).empty());
    CHECK(import.preview().front()[0] == "Kylm\u00E4");
    CHECK(import.dialect().encoding == TextEncoding::Windows1252);
}

TEST_CASE_METHOD(ImportFixture, "numbers and dates are read as in the language that was chosen",
                 "[app][import]") {
    // Lists are in the order of names: the last imported stands last.
    std::string name = "A";
    const auto read = [&](Language language, std::string_view module, std::string_view field_key,
                          const std::string& header, const std::string& cell) {
        name += "a";
        ImportOptions options;
        options.values_language = language;
        run(module, header + "\n" + name + ";" + cell + "\n", options);
        return value(all(module).back(), module, field_key);
    };
    const auto price = [&](Language language) {
        return read(language, "product", "list_price", "Name;List price", "1.234");
    };
    CHECK(price(Language::English) == test::number(12'340));
    CHECK(price(Language::Portuguese) == test::number(12'340'000));
    const auto day = [&](Language language) {
        return read(language, "contact", "birthday", "Last name;Birthday", "03/04/1980");
    };
    CHECK(day(Language::French) == test::number(3'745));   // 3 April
    CHECK(day(Language::English) == test::number(3'715));  // March 4
}

TEST_CASE_METHOD(ImportFixture, "the language of numbers is remembered with the columns",
                 "[app][import]") {
    const std::string file = "Name;Price\nPump;1.234\n";
    Import first = open("product", file);
    ImportOptions options = first.options();
    options.values_language = Language::Spanish;
    first.set_options(options);
    start(first);
    CHECK(open("product", file).options().values_language == Language::Spanish);
    CHECK(open("product", "Name;Cost\nPump;1\n").options().values_language == std::nullopt);
}

TEST_CASE_METHOD(ImportFixture, "the dialect is settled once the import has begun",
                 "[app][import]") {
    Import import = open("account", "Name;City\nAcme;Kiel\n");
    CsvDialect dialect = import.dialect();
    start(import);
    CHECK_FALSE(refusal(import, dialect).empty());
    Import people = open("contact", R"([{"last_name": "Berg"}])");
    CHECK_FALSE(refusal(people, dialect).empty());
}

TEST_CASE_METHOD(ImportFixture, "yes and no are understood in every language", "[app][import]") {
    for (const std::string yes : {"sim", "Ja", "はい", "OUI", "sí", "si", "Yes", "x", "1"}) {
        CAPTURE(yes);
        run("account", "Name;Partner\nAcme " + yes + ";" + yes + "\n");
        CHECK(value(all("account").back(), "account", "is_partner") == test::number(1));
    }
    for (const std::string no : {"n\u00E3o", "nao", "nej", "いいえ", "Non", "no", "0"}) {
        CAPTURE(no);
        run("account", "Name;Partner\nNord " + no + ";" + no + "\n");
        CHECK(value(all("account").back(), "account", "is_partner") == test::number(0));
    }
}
