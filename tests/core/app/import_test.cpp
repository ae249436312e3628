#include "core/app/import.h"

#include <unistd.h>

#include <filesystem>

#include "core/app/export.h"
#include "core/app/sources.h"
#include "core/query.h"
#include "core/store_fixture.h"
#include "support/test.h"

namespace {

using holdfast::Database;
using holdfast::FieldId;
using holdfast::Import;
using holdfast::ImportPhase;
using holdfast::Language;
using holdfast::Query;
using holdfast::Registry;
using holdfast::Store;
using holdfast::Strings;
using holdfast::test::must;
using holdfast::test::source_of;
using holdfast::test::StoreFixture;

constexpr int kBudgetMs = 8;

std::int64_t taken(const Import& import) {
    const holdfast::ImportCounts& counts = import.counts();
    return counts.created + counts.updated + counts.skipped;
}

std::string problem_of(Store& store, holdfast::EntityId entity, std::string text) {
    std::string key;
    const auto opened = Import::open(source_of(std::move(text)), store, entity, {}, &key);
    CHECK_FALSE(opened.has_value());
    return std::string(Strings().get(key));
}

struct ImportFixture : StoreFixture {
    Import open(std::string_view key, std::string text, Language language = Language::English) {
        std::string problem;
        auto opened = Import::open(source_of(std::move(text)), store, entity(key).id,
                                   {.strings = Strings(language)}, &problem);
        CAPTURE(problem);
        return must(std::move(opened));
    }
    Import run(std::string_view key, std::string text) {
        Import import = open(key, std::move(text));
        REQUIRE(import.missing_fields().empty());
        import.start();
        finish(import);
        return import;
    }
    static void finish(Import& import) {
        for (int step = 0; step < 10'000; ++step) {
            const ImportPhase phase = import.phase();
            if (phase != ImportPhase::Running && phase != ImportPhase::Undoing) return;
            import.step(kBudgetMs);
        }
        FAIL("the import never ends");
    }
    std::int64_t count(std::string_view key) {
        Query query;
        query.entity = entity(key).id;
        return must(count_rows(store, query));
    }
    std::vector<holdfast::Record> all(std::string_view key) {
        Query query;
        query.entity = entity(key).id;
        return must(read_rows(store, query.entity, must(find_rows(store, query, 10'000))));
    }
    std::string text(const holdfast::Record& record, std::string_view key, std::string_view field) {
        return std::string(
            text_or_empty(record.values[entity(key).index_of(this->field(key, field))]));
    }
    /// What each column of the file goes to, by label; "-" when left out.
    std::string mapping_of(const Import& import) {
        std::string labels;
        for (const FieldId target : import.mapping()) {
            std::string label = "-";
            for (const auto& known : import.targets()) {
                if (known.field == target) label = known.label;
            }
            labels += (labels.empty() ? "" : " | ") + label;
        }
        return labels;
    }
};

TEST_CASE_METHOD(ImportFixture, "columns are mapped by their names in any language",
                 "[app][import]") {
    CHECK(mapping_of(open("contact", "Förnamn;Efternamn;E-post;Telefon\nÅsa;Ek;a@b.se;070\n")) ==
          "First name | Last name | Email | Phone | -");
    CHECK(mapping_of(open("contact", "氏名,会社名,電話\n田中 太郎,東海工業,03\n")) ==
          "Full name | Account | Phone | -");
    CHECK(mapping_of(open("account", "Raison sociale;Ville;Code postal\nX;Lyon;69002\n")) ==
          "Name | Billing city | Billing postal code | -");
    CHECK(mapping_of(open("contact", "Nome,E-mail\nAna Silva,a@b.br\n")) ==
          "Full name | Email | -");
}

TEST_CASE_METHOD(ImportFixture, "rows of one customer make one account and one contact",
                 "[app][import]") {
    const Import import = run("contact",
                              "Order ID,Customer ID,Customer Name,Segment,City,State,Region\n"
                              "1,CG-1,Claire Gute,Consumer,Henderson,Kentucky,South\n"
                              "2,CG-1,Claire Gute,Consumer,Henderson,Kentucky,South\n"
                              "3,DV-2,Darrin Van Huff,Corporate,Los Angeles,California,West\n");
    CHECK(import.phase() == ImportPhase::Done);
    CHECK(taken(import) == 3);
    CHECK(import.counts().skipped == 1);
    CHECK(import.counts().records_created == 4);
    const auto contacts = all("contact");
    REQUIRE(contacts.size() == 2);
    CHECK(text(contacts[0], "contact", "first_name") == "Claire");
    CHECK(text(contacts[0], "contact", "last_name") == "Gute");
    CHECK(text(contacts[0], "contact", "region") == "Kentucky");
    const auto accounts = all("account");
    REQUIRE(accounts.size() == 2);
    CHECK(text(accounts[0], "account", "name") == "Claire Gute");
    CHECK(text(accounts[0], "account", "kind") == "person");
    CHECK(text(accounts[0], "account", "external_id") == "CG-1");
    CHECK(text(accounts[1], "account", "kind") == "business");
    CHECK(contacts[0].values[entity("contact").index_of(field("contact", "account"))] ==
          holdfast::Value(accounts[0].id));
}

TEST_CASE_METHOD(ImportFixture, "importing the same file again changes nothing", "[app][import]") {
    const std::string file = "External ID,Name\n1,North\n2,South\n";
    run("account", file);
    const Import again = run("account", file);
    CHECK(again.counts().skipped == 2);
    CHECK(again.counts().records_created == 0);
    CHECK(count("account") == 2);
}

TEST_CASE_METHOD(ImportFixture, "an existing record is found by its name", "[app][import]") {
    const auto account = create("account", {{"name", "Norrsken AB"}});
    run("contact", "First name,Last name,Company\nÅsa,Ek,Norrsken AB\nBo,Ek,norrsken ab\n");
    CHECK(count("account") == 1);
    for (const auto& contact : all("contact")) {
        CHECK(contact.values[entity("contact").index_of(field("contact", "account"))] ==
              holdfast::Value(account));
    }
}

TEST_CASE_METHOD(ImportFixture, "a refused row says its line and why; the others come in",
                 "[app][import]") {
    const Import import = run("contact",
                              "First name,Last name,Email,Birthday\n"
                              "Ann,Lee,ann@example.com,1990-02-03\n"
                              "Ben,Lee,not an address,\n"
                              "Cleo,Lee,cleo@example.com,soon\n"
                              "Dan,,dan@example.com,\n"
                              "Eve,Lee,eve@example.com\n"
                              "Fay,Lee,fay@example.com,1991-01-01,more\n");
    CHECK(taken(import) == 1);
    REQUIRE(import.counts().refused == 5);
    const auto& refusals = import.report();
    CHECK(refusals[0].line == 3);
    CHECK(refusals[0].reason == "Email: “not an address” is not an email address.");
    CHECK(refusals[0].excerpt == "Ben,Lee,not an address,");
    CHECK(refusals[1].reason == "Birthday: “soon” is not a date.");
    CHECK(refusals[2].reason == "Last name is empty.");
    CHECK(refusals[3].reason == "The row has only 3 cells, but there are 4 columns.");
    CHECK(refusals[4].reason == "The row has 5 cells, but there are 4 columns.");
    CHECK(count("contact") == 1);
}

TEST_CASE_METHOD(ImportFixture, "a file without the needed column can use row numbers",
                 "[app][import]") {
    Import import = open("contact", "age;job\n58;management\n44;technician\n");
    CHECK(import.column_names().back() == "Row number");
    CHECK(import.missing_fields() == std::vector<FieldId>{field("contact", "last_name")});
    import.start();
    CHECK(import.phase() == ImportPhase::Mapping);
    import.map_column(2, field("contact", "last_name"));
    import.map_column(0, field("contact", "notes"));
    CHECK(import.preview().front().back() == "Row 2");
    import.start();
    finish(import);
    const auto contacts = all("contact");
    REQUIRE(contacts.size() == 2);
    CHECK(text(contacts[0], "contact", "last_name") == "Row 2");
    CHECK(text(contacts[0], "contact", "job_title") == "management");
    CHECK(text(contacts[0], "contact", "notes") == "58");
}

TEST_CASE_METHOD(ImportFixture, "several columns share one long text, each with its name",
                 "[app][import]") {
    Import import = open("contact", "name,age,balance\nAnn Lee,58,2143\n");
    import.map_column(1, field("contact", "notes"));
    import.map_column(2, field("contact", "notes"));
    import.start();
    finish(import);
    CHECK(text(all("contact").front(), "contact", "notes") == "age: 58\nbalance: 2143");
}

TEST_CASE_METHOD(ImportFixture, "a second column takes a target away from the first",
                 "[app][import]") {
    Import import = open("contact", "Last name,Other\nLee,Ray\n");
    import.map_column(1, field("contact", "last_name"));
    CHECK(import.mapping()[0] == FieldId::None);
    CHECK(import.mapping()[1] == field("contact", "last_name"));
}

TEST_CASE_METHOD(ImportFixture, "choices and numbers are read as the file writes them",
                 "[app][import]") {
    run("work_order",
        "Betreff,Subject,Priority,Status,Amount,Planned start,Customer\n"
        "x,Boiler,Brådskande,Scheduled,1234.5,2026-11-21T08:30Z,Norrsken\n");
    const auto orders = all("work_order");
    REQUIRE(orders.size() == 1);
    CHECK(text(orders[0], "work_order", "priority") == "urgent");
    CHECK(text(orders[0], "work_order", "status") == "scheduled");
    CHECK(orders[0].values[entity("work_order").index_of(field("work_order", "amount"))] ==
          holdfast::Value(std::int64_t{123'450}));
    CHECK(count("account") == 1);
}

TEST_CASE_METHOD(ImportFixture, "undo removes what the import made and nothing else",
                 "[app][import]") {
    create("account", {{"name", "Was here"}});
    Import import = run("contact", "Last name,Company\nLee,North\nRay,South\nKim,Was here\n");
    REQUIRE(count("contact") == 3);
    REQUIRE(count("account") == 3);
    import.undo();
    finish(import);
    CHECK(import.phase() == ImportPhase::Undone);
    CHECK(import.counts().records_removed == 5);
    CHECK(count("contact") == 0);
    CHECK(count("account") == 1);
}

/// A database file of its own, gone with the object.
struct TemporaryFile {
    TemporaryFile()
        : path(std::filesystem::temp_directory_path() /
               ("holdfast-import-" + std::to_string(::getpid()) + ".sqlite")) {
        remove();
    }
    ~TemporaryFile() { remove(); }
    void remove() const {
        for (const char* suffix : {"", "-wal", "-journal", "-shm"}) {
            std::filesystem::remove(path.string() + suffix);
        }
    }
    std::filesystem::path path;
};

TEST_CASE("an import can be undone after a restart", "[app][import]") {
    const TemporaryFile file;
    holdfast::test::FixedEnvironment environment;
    const auto open_store = [&] {
        return must(
            Store::open(must(Database::open(file.path.string())), Registry::base(), environment));
    };
    {
        Store store = open_store();
        std::string problem;
        Import import = must(Import::open(source_of("Last name\nLee\nRay\n"), store,
                                          Registry::base().find("contact")->id, {}, &problem));
        import.set_file_name("people.csv");
        import.start();
        import.step(kBudgetMs);
        REQUIRE(import.phase() == ImportPhase::Done);
    }
    Store store = open_store();
    const auto batch = must(holdfast::read_last_import(store));
    REQUIRE(batch.has_value());
    CHECK(batch->file_name == "people.csv");
    Import again = Import::reopen(store, *batch, {});
    again.undo();
    again.step(kBudgetMs);
    CHECK(again.phase() == ImportPhase::Undone);
    CHECK(again.counts().records_removed == 2);
    CHECK(must(holdfast::read_last_import(store))->undone);
}

TEST_CASE("an import works in slices, tells how far it is, and stops when asked", "[app][import]") {
    holdfast::test::TickingEnvironment environment;
    Store store =
        must(Store::open(must(Database::open(":memory:")), Registry::base(), environment));
    std::string file = "Last name\n";
    for (int row = 0; row < 400; ++row) file += "Person " + std::to_string(row) + "\n";
    std::string problem;
    Import import = must(
        Import::open(source_of(file), store, Registry::base().find("contact")->id, {}, &problem));
    import.start();
    import.step(2);
    const std::int64_t after_one = taken(import);
    CHECK(after_one > 0);
    CHECK(after_one < 400);
    CHECK(import.phase() == ImportPhase::Running);
    CHECK(import.bytes_done() > 0);
    CHECK(import.bytes_done() < import.bytes_total());
    import.cancel();
    import.step(2);
    CHECK(import.phase() == ImportPhase::Cancelled);
    CHECK(taken(import) == after_one);
    import.undo();
    for (int step = 0; step < 100 && import.phase() == ImportPhase::Undoing; ++step) import.step(8);
    CHECK(import.counts().records_removed == after_one);
}

TEST_CASE_METHOD(ImportFixture, "a file that is no table ends in a sentence", "[app][import]") {
    const auto contact = entity("contact").id;
    CHECK(problem_of(store, contact, "") == "This file is empty. Choose another one.");
    CHECK(problem_of(store, contact, "\n\n\n") == "This file is empty. Choose another one.");
    CHECK(problem_of(store, contact, "first name,last name\n") ==
          "This file has column names but no rows. Choose another one.");
    CHECK(problem_of(store, contact, std::string(5'000, '\0')) ==
          "This is not a text file. Save the table as CSV and choose that file.");
    CHECK(problem_of(store, contact, "PK\x03\x04\x14" + std::string(300, '\x01')) ==
          "This is not a text file. Save the table as CSV and choose that file.");
    CHECK(problem_of(store, contact, std::string(10'000, ',') + "\n" + std::string(10'000, ',')) ==
          "This file has more than 512 columns. Remove the ones you do not need and choose it "
          "again.");
    CHECK(problem_of(store, contact, std::string(3 << 20, 'x')) ==
          "The first row does not end. The file is probably not a table; save it as CSV again.");
    CHECK(problem_of(store, contact, "\"never closed\na,b\n") ==
          "The first row does not end. The file is probably not a table; save it as CSV again.");
    CHECK(count("contact") == 0);
}

TEST_CASE_METHOD(ImportFixture, "hostile rows are refused one by one", "[app][import]") {
    std::string file =
        "First name,Last name\nAnn,Åberg\nBen,Östman\nCid,Ärlig\nDan,Ågren\nEve,Öst\n";
    file += "Mixed,\xE5\xE4\n";
    file += std::string("Nul,a\0b\n", 8);
    file += "Quote,\"open\n";
    file += "Fine,Last\n";
    const Import import = run("contact", file);
    CHECK(taken(import) == 6);
    REQUIRE(import.counts().refused == 3);
    CHECK(import.report()[0].reason ==
          "The row contains characters that cannot be read in this encoding.");
    CHECK(import.report()[1].reason == "The row contains bytes that are not text.");
    CHECK(import.report()[2].reason == "A quotation mark is opened here and never closed.");
    CHECK(count("contact") == 6);
}

TEST_CASE_METHOD(ImportFixture, "a formula is imported as text and exported harmless",
                 "[app][import]") {
    run("account", "Name,Notes\n=1+1,\"@SUM(A1)\"\nPlain,\"a, \"\"b\"\"\"\n");
    const auto accounts = all("account");
    REQUIRE(accounts.size() == 2);
    CHECK(text(accounts[0], "account", "name") == "=1+1");
    holdfast::Export out =
        must(holdfast::Export::open(store, entity("account").id, holdfast::FileFormat::Csv,
                                    {field("account", "name"), field("account", "notes")}, {}));
    std::string csv;
    out.begin(csv);
    CHECK(must(out.append(accounts, csv)) == 2);
    out.end(csv);
    CHECK(csv == "\xEF\xBB\xBFName,Notes\r\n'=1+1,'@SUM(A1)\r\nPlain,\"a, \"\"b\"\"\"\r\n");

    ImportFixture other;
    other.run("account", csv);
    CHECK(other.text(other.all("account")[0], "account", "name") == "=1+1");
}

}  // namespace
