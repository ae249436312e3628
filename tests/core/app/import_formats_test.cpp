// JSON, cards and calendars into records and back, and files that mean harm.
#include "core/app/import_fixture.h"
#include "core/policy.h"
#include "support/person.h"

using namespace holdfast;
using test::ImportFixture;
using test::must;

namespace {

constexpr std::int64_t kStart = 1'795'352'885'123;  // 2026-11-22 13:08:05.123 UTC

/// A profile that hides the phone of contacts, and lets accounts be read by nobody.
PolicyTables tables_of(const RecordId& user) {
    PolicyTables tables = test::tables_of_one(user);
    test::hide_field(tables, "contact", "phone");
    test::close_module(tables, "account");
    return tables;
}

std::string problem_of(ImportFixture& fixture, std::string_view key, std::string text) {
    std::string problem;
    const auto opened = Import::open(test::source_of(std::move(text)), fixture.store,
                                     fixture.entity(key).id, {}, &problem);
    CHECK_FALSE(opened.has_value());
    return std::string(Strings().get(problem));
}

}  // namespace

TEST_CASE_METHOD(ImportFixture, "JSON keeps every value, to the millisecond and the last decimal",
                 "[app][import][export]") {
    const RecordId account = create("account", {{"name", "Acme \"AB\"\n東京"}});
    create("work_order", {{"subject", "=1+1"},
                          {"account", account},
                          {"planned_start", kStart},
                          {"amount", std::int64_t{-123'456}},
                          {"require_signature", std::int64_t{1}},
                          {"description", "a\nb\t\"c\"  "}});
    const Record before = all("work_order").at(0);
    const std::string file = exported("work_order", FileFormat::Json, {before});
    CHECK(file.find("\"planned_start\":\"2026-11-22T13:08:05.123Z\"") != std::string::npos);
    CHECK(file.find("\"amount\":\"-1234.56\"") != std::string::npos);
    CHECK(file.find("\"require_signature\":true") != std::string::npos);

    ImportFixture other;
    const RecordId same = other.create("account", {{"name", "Acme \"AB\"\n東京"}});
    Import import = other.open("work_order", file);
    CHECK(import.format() == FileFormat::Json);
    start(import);
    const Record after = other.all("work_order").at(0);
    for (const FieldDef& field : entity("work_order").fields) {
        CAPTURE(field.key);
        const Value expected =
            field.key == "account" ? Value(same) : value(before, "work_order", field.key);
        CHECK(value(after, "work_order", field.key) == expected);
    }
}

TEST_CASE_METHOD(ImportFixture, "JSON is recognized by content, nested, and line by line",
                 "[app][import]") {
    const std::string lines =
        "{\"Name\": \"A\", \"contact\": {\"phone\": \"+46 8 1\"}}\n"
        "{\"Name\": \"B\", \"contact\": {\"phone\": null}}\n";
    Import import = open("account", lines);
    CHECK(import.format() == FileFormat::Json);
    CHECK(import.column_names()[1] == "contact.phone");
    import.map_column(1, field("account", "phone"));
    start(import);
    REQUIRE(all("account").size() == 2);
    CHECK(words(all("account")[0], "account", "phone") == "+46 8 1");
}

TEST_CASE_METHOD(ImportFixture, "a JSON file that means harm is refused object by object",
                 "[app][import]") {
    std::string file = "[{\"name\": \"Good\"},\n";
    file += "{\"name\": 1" + std::string(2'000, '[') + "},\n";
    file += "{\"name\": \"a\\u0000b\"},\n";
    file += "{\"name\": \"\xE5\"},\n";
    file += "{\"name\": \"" + std::string(2 << 20, 'x') + "\"},\n";
    file += "7,\n";
    file += "{\"name\": \"New\", \"later\": \"x\"},\n";
    file += "{\"name\": \"Also good\"},\n";
    file += "{\"name\": \"Cut";
    const Import import = run("account", file);
    CHECK(import.counts().created == 2);
    CHECK(all("account").size() == 2);
    CHECK(import.counts().refused >= 5);
    for (const ImportReportRow& row : import.report()) {
        CHECK(row.reason.size() > 10);
        CHECK(row.excerpt.size() <= 120);
    }
    CHECK(problem_of(*this, "account", "{\"a\": ") ==
          "This JSON file holds no records. Choose a file with a list of objects.");
    std::string wide = "[{";
    for (int member = 0; member < 60'000; ++member)
        wide += (member > 0 ? ",\"m" : "\"m") + std::to_string(member) + "\":1";
    CHECK(problem_of(*this, "account", wide + "}]").size() > 10);
}

TEST_CASE_METHOD(ImportFixture, "people leave as cards and come back as the same people",
                 "[app][import][export]") {
    const RecordId account = create("account", {{"name", "Norrsken; AB, Luleå"}});
    create("contact", {{"first_name", "Åsa"},
                       {"last_name", "Ek"},
                       {"job_title", "Chef"},
                       {"account", account},
                       {"phone", "+46 8 1"},
                       {"mobile", "+46 70 2"},
                       {"email", "asa@example.org"},
                       {"street", "Storgatan 1"},
                       {"city", "Luleå"},
                       {"postal_code", "972 31"},
                       {"country", "Sverige"},
                       {"birthday", std::int64_t{5'580}},
                       {"language", "sv"},
                       {"notes", "one\ntwo; three"},
                       {"external_id", "C-1"}});
    const Record before = all("contact").at(0);
    const std::string file = exported("contact", FileFormat::Vcard, {before});
    CHECK(file.starts_with("BEGIN:VCARD\r\nVERSION:4.0\r\n"));
    ImportFixture other;
    Import import = other.open("contact", file);
    CHECK(import.format() == FileFormat::Vcard);
    start(import);
    REQUIRE(other.all("contact").size() == 1);
    const Record after = other.all("contact")[0];
    for (const char* key :
         {"first_name", "last_name", "job_title", "phone", "mobile", "email", "street", "city",
          "postal_code", "country", "birthday", "language", "notes", "external_id"}) {
        CAPTURE(key);
        CHECK(value(after, "contact", key) == value(before, "contact", key));
    }
    CHECK(other.words(other.all("account").at(0), "account", "name") == "Norrsken; AB, Luleå");
    // The same cards again change nothing.
    Import again = other.open("contact", file);
    start(again);
    CHECK(again.counts().skipped == 1);
}

TEST_CASE_METHOD(ImportFixture, "a card of another program becomes a person", "[app][import]") {
    const Import import = run("contact",
                              "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Maria Silva\r\n"
                              "N:Silva;Ana Maria;;Dra.;\r\nTEL;TYPE=CELL:+55 11 9\r\n"
                              "TEL;TYPE=WORK,VOICE,PREF:+55 11 2\r\nEMAIL:ana@example.br\r\n"
                              "ORG:Aurora Ltda;Compras\r\nPHOTO;ENCODING=b:AAAA\r\nEND:VCARD\r\n"
                              "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cut off\r\n");
    CHECK(import.counts().created == 1);
    CHECK(import.counts().refused == 1);
    CHECK(import.report().at(0).reason == "The end is missing. The file was probably cut off.");
    const Record contact = all("contact").at(0);
    CHECK(words(contact, "contact", "first_name") == "Ana Maria");
    CHECK(words(contact, "contact", "last_name") == "Silva");
    CHECK(words(contact, "contact", "salutation") == "Dra.");
    CHECK(words(contact, "contact", "mobile") == "+55 11 9");
    CHECK(words(contact, "contact", "phone") == "+55 11 2");
    CHECK(words(all("account").at(0), "account", "name") == "Aurora Ltda");
    CHECK(problem_of(*this, "invoice", "BEGIN:VCARD\r\nEND:VCARD\r\n") ==
          "This file holds contact cards. Import it where people are kept, for example in "
          "Contacts.");
}

TEST_CASE_METHOD(ImportFixture, "dated records leave as a calendar and come back",
                 "[app][import][export]") {
    constexpr std::int64_t kDay = 86'400'000;
    const std::int64_t midnight = 20'800 * kDay - 60 * 60'000;  // Where clocks are one hour ahead.
    create("event", {{"subject", "Visit; Luleå"},
                     {"start", kStart - 123},
                     {"end", kStart - 123 + 3'600'000},
                     {"location", "Storgatan 1, Luleå"},
                     {"description", "bring\nkeys"},
                     {"recurrence", "FREQ=WEEKLY;COUNT=3"},
                     {"external_id", "E-1"}});
    create("event", {{"subject", "Fair"},
                     {"start", midnight},
                     {"end", midnight + 2 * kDay},
                     {"all_day", std::int64_t{1}},
                     {"status", "cancelled"}});
    const ExchangeContext context{.zone_offset_minutes = 60};
    const std::string file = exported("event", FileFormat::Icalendar, all("event"), context);
    CHECK(file.find("DTSTART;VALUE=DATE:20261213") != std::string::npos);
    CHECK(file.find("DTEND;VALUE=DATE:20261215") != std::string::npos);
    ImportFixture other;
    const Import import = other.run("event", file, {}, context);
    CHECK(import.counts().created == 2);
    const auto before = all("event");
    const auto after = other.all("event");
    REQUIRE(after.size() == 2);
    for (std::size_t place = 0; place < 2; ++place) {
        for (const char* key : {"subject", "start", "end", "all_day", "location", "description",
                                "recurrence", "status"}) {
            CAPTURE(place, key);
            CHECK(value(after[place], "event", key) == value(before[place], "event", key));
        }
    }
}

TEST_CASE_METHOD(ImportFixture, "to-dos of a calendar become tasks, times in a zone become UTC",
                 "[app][import]") {
    const std::string file =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\n"
        "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\nBEGIN:VTODO\r\nUID:1\r\nSUMMARY:Call back\r\n"
        "DUE;VALUE=DATE:20261224\r\nPRIORITY:1\r\nSTATUS:COMPLETED\r\nEND:VTODO\r\n"
        "BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Meeting\r\nDTSTART;TZID=X:20261122T150000\r\n"
        "DURATION:PT30M\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:3\r\nSUMMARY:Nowhere\r\nDTSTART;TZID=Y:20261122T150000\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n";
    const Import tasks = run("task", file);
    CHECK(tasks.counts().created == 2);
    const Record task = all("task").at(1);
    CHECK(value(task, "task", "due") == Value(std::int64_t{20'811}));
    CHECK(words(task, "task", "priority") == "urgent");
    CHECK(words(task, "task", "status") == "completed");
    const Import events = run("event", file);
    CHECK(events.counts().refused == 1);
    CHECK(events.report().back().reason == "The file does not say what its time zone means.");
    const std::int64_t start = 1'795'352'400'000;  // 13:00 UTC
    CHECK(value(all("event").at(0), "event", "start") == Value(start));
    CHECK(value(all("event").at(0), "event", "end") == Value(start + 1'800'000));
}

TEST_CASE_METHOD(ImportFixture, "what the policy hides is in no file and comes from none",
                 "[app][import][export]") {
    const RecordId account = create("account", {{"name", "Secret AB"}});
    create("contact", {{"last_name", "Ek"}, {"account", account}, {"phone", "+46 8 1"}});
    const RecordId user{7, 7};
    const Policy policy = Policy::compile(registry, tables_of(user), user);
    const ExchangeContext context{.policy = &policy};
    for (const FileFormat format : {FileFormat::Csv, FileFormat::Json, FileFormat::Vcard}) {
        const std::string file = exported("contact", format, all("contact"), context);
        CHECK(file.find("Ek") != std::string::npos);
        CHECK(file.find("+46 8 1") == std::string::npos);
        CHECK(file.find("Secret") == std::string::npos);
    }
    const auto closed = Export::open(store, entity("account").id, FileFormat::Csv, {}, context);
    REQUIRE_FALSE(closed.has_value());
    CHECK(closed.error().code == ErrorCode::Unauthorized);

    std::string problem;
    CHECK_FALSE(
        Import::open(test::source_of("Name\nX\n"), store, entity("account").id, context, &problem)
            .has_value());
    Import import =
        open("contact", "Last name,Phone,Account\nLund,+46 8 2,Secret AB\nBo,,\n", context);
    CHECK(import.mapping()[1] == FieldId::None);
    import.map_column(1, field("contact", "phone"));
    CHECK(import.mapping()[1] == FieldId::None);
    start(import);
    CHECK(import.counts().created == 1);
    REQUIRE(import.report().size() == 1);
    CHECK(import.report()[0].reason == "Account: “Secret AB” was not found here.");
    CHECK(all("account").size() == 1);
}

TEST_CASE_METHOD(ImportFixture, "a record is not found by what is hidden from the person",
                 "[app][import]") {
    create("contact", {{"last_name", "Ek"}, {"email", "secret@example.org"}});
    const RecordId user{7, 7};
    PolicyTables tables = tables_of(user);
    for (PolicyRight& right : tables.rights)
        if (right.field == "phone") right.field = "email";
    const Policy policy = Policy::compile(registry, tables, user);
    const ImportOptions options{.missing_links = MissingLinks::Refuse};
    const std::string file = "Subject,Contact\nA,secret@example.org\nB,Ek\n";
    Import import = open("case", file, {.policy = &policy});
    import.set_options(options);
    start(import);
    REQUIRE(import.report().size() == 1);
    CHECK(import.report()[0].reason == "Contact: “secret@example.org” was not found here.");
    CHECK(all("case").size() == 1);
    // Who may see the address may use it.
    CHECK(run("case", file, options).counts().created == 2);
}

TEST_CASE_METHOD(ImportFixture, "a table keeps seconds and the person's clock",
                 "[app][import][export]") {
    create("work_order", {{"subject", "A"}, {"planned_start", kStart}});
    const ExchangeContext context{.zone_offset_minutes = -150};
    const std::string file = exported("work_order", FileFormat::Csv, all("work_order"), context);
    CHECK(file.find("2026-11-22 10:38:05.123") != std::string::npos);
    ImportFixture other;
    const Import import = other.run("work_order", file, {}, context);
    CHECK(import.counts().created == 1);
    CHECK(value(other.all("work_order").at(0), "work_order", "planned_start") == Value(kStart));
}

TEST_CASE_METHOD(ImportFixture, "a wrong value is told at its column, in the person's language",
                 "[app][import]") {
    Import import = open("contact", "Efternamn;E-post;Födelsedag\nEk;fel;\nBo;;snart\n",
                         {.strings = Strings(Language::Swedish)});
    start(import);
    REQUIRE(import.report().size() == 2);
    CHECK(import.report()[0].column == "E-post");
    CHECK(import.report()[0].reason.find("fel") != std::string::npos);
    CHECK(import.report()[1].column == "Födelsedag");
    CHECK(all("contact").empty());
}
