// Which record a row means, what becomes of it, and how all of it is taken back.
#include "core/app/import_fixture.h"
#include "core/transaction_codec.h"

using namespace holdfast;
using test::ImportFixture;
using test::must;

namespace {

struct UpdateFixture : ImportFixture {
    using ImportFixture::ImportFixture;

    ImportOptions by(std::string_view key, std::initializer_list<const char*> fields,
                     ImportMode mode = ImportMode::CreateOrUpdate) {
        ImportOptions options;
        options.mode = mode;
        for (const char* each : fields) options.match.push_back(field(key, each));
        return options;
    }
};

}  // namespace

TEST_CASE_METHOD(UpdateFixture, "rows update the records they are recognized as, and create others",
                 "[app][import]") {
    const RecordId anna = create(
        "contact", {{"last_name", "Ek"}, {"email", "anna@example.org"}, {"phone", "+46 8 1"}});
    const RecordId bo = create("contact", {{"last_name", "Bo"}, {"email", "bo@example.org"}});
    const Import import = run("contact",
                              "Last name,Email,Phone\n"
                              "Ek,ANNA@example.org,+46 8 2\n"
                              "Bo,bo@example.org,\n"
                              "New,new@example.org,+46 8 3\n"
                              "New,new@example.org,+46 8 4\n",
                              by("contact", {"email"}));
    CHECK(import.counts().created == 1);
    CHECK(import.counts().updated == 2);
    CHECK(import.counts().skipped == 1);
    CHECK(get("contact", anna, "phone") == Value(std::string("+46 8 2")));
    CHECK(get("contact", bo, "phone") == Value());
    CHECK(all("contact").size() == 3);
    REQUIRE(import.report().size() == 1);
    CHECK(import.report()[0].line == 3);
    CHECK(import.report()[0].reason == "Nothing is different.");
}

TEST_CASE_METHOD(UpdateFixture, "updates alone skip what is not here", "[app][import]") {
    create("contact", {{"last_name", "Ek"}, {"email", "a@example.org"}});
    const Import import =
        run("contact", "Email,Phone\na@example.org,+46 8 1\nb@example.org,+46 8 2\n",
            by("contact", {"email"}, ImportMode::UpdateOnly));
    CHECK(import.counts().updated == 1);
    CHECK(import.counts().skipped == 1);
    CHECK(import.report()[0].reason == "The record is not here.");
    CHECK(all("contact").size() == 1);
}

TEST_CASE_METHOD(UpdateFixture, "a row that fits two records is refused", "[app][import]") {
    create("contact", {{"last_name", "Ek"}, {"email", "same@example.org"}});
    create("contact", {{"last_name", "Lund"}, {"email", "same@example.org"}});
    const std::string file = "Last name,Email,Phone\nLund,same@example.org,+46 8 1\n";
    CHECK(run("contact", file, by("contact", {"email"})).report().at(0).reason ==
          "Several records fit this row. Recognize records by more than this.");
    CHECK(run("contact", file, by("contact", {"email", "last_name"})).counts().updated == 1);
}

TEST_CASE_METHOD(UpdateFixture, "undo restores earlier values, except where somebody went on",
                 "[app][import]") {
    const RecordId anna =
        create("contact", {{"last_name", "Ek"}, {"email", "a@example.org"}, {"phone", "+46 8 1"}});
    const RecordId bo =
        create("contact", {{"last_name", "Bo"}, {"email", "b@example.org"}, {"phone", "+46 8 2"}});
    Import import = run("contact",
                        "Last name,Email,Phone\nEk,a@example.org,+46 8 7\n"
                        "Ek,a@example.org,+46 8 8\nBo,b@example.org,+46 8 9\nNew,c@example.org,\n",
                        by("contact", {"email"}));
    CHECK(import.counts().updated == 3);
    set("contact", bo, {{"phone", std::string("+46 8 5")}});
    import.undo();
    finish(import);
    CHECK(import.phase() == ImportPhase::Undone);
    CHECK(import.counts().records_restored == 1);
    CHECK(import.counts().records_kept == 1);
    CHECK(import.counts().records_removed == 1);
    CHECK(get("contact", anna, "phone") == Value(std::string("+46 8 1")));
    CHECK(get("contact", bo, "phone") == Value(std::string("+46 8 5")));
    CHECK(all("contact").size() == 2);
}

TEST_CASE_METHOD(UpdateFixture, "a trial tells exactly what the import then does",
                 "[app][import]") {
    create("contact", {{"last_name", "Ek"}, {"email", "a@example.org"}});
    create("user", {{"name", "Ana"}, {"login", "ana"}});
    const std::uint64_t before = store.generation();
    std::string file = "Last name,Email,Account,Birthday\nEk,a@example.org,,\n,x@example.org,,\n";
    for (int row = 0; row < 60; ++row) {
        const std::string number = std::to_string(row % 40);
        file += "P" + number + ",p" + number + "@example.org,New AB," +
                (row % 10 == 3 ? "soon" : "") + "\n";
    }
    Import import = open("contact", file);
    import.set_options(by("contact", {"email"}));
    import.start_dry_run();
    finish(import);
    REQUIRE(import.phase() == ImportPhase::Checked);
    CHECK(store.generation() == before);
    const ImportCounts planned = import.counts();
    const std::vector<ImportReportRow> rows = import.report();
    CHECK(rows.size() == 62);
    import.start();
    finish(import);
    CHECK(import.counts().created == planned.created);
    CHECK(import.counts().updated == planned.updated);
    CHECK(import.counts().skipped == planned.skipped);
    CHECK(import.counts().refused == planned.refused);
    CHECK(import.counts().records_created == planned.records_created);
    std::size_t told = 0;
    for (const ImportReportRow& row : rows) {
        if (row.fate != RowFate::Refused && row.fate != RowFate::Skipped) continue;
        REQUIRE(told < import.report().size());
        CHECK(import.report()[told].line == row.line);
        CHECK(import.report()[told].reason == row.reason);
        CHECK(import.report()[told++].column == row.column);
    }
    CHECK(told == import.report().size());
}

TEST_CASE_METHOD(UpdateFixture, "a trial sees values that only one record may have",
                 "[app][import]") {
    std::string file = "Name,Login\n";
    for (int row = 0; row < 40; ++row)
        file += "Ana " + std::to_string(row) + ",ana" + std::to_string(row) + "\n";
    file += "Again,ana3\n";
    Import import = open("user", file);
    import.set_options({});
    import.start_dry_run();
    finish(import);
    CHECK(import.counts().created == 40);
    CHECK(import.counts().refused == 1);
    import.start();
    finish(import);
    CHECK(import.counts().created == 40);
    CHECK(import.counts().refused == 1);
    CHECK(import.report().at(0).column == "Login");
}

TEST_CASE_METHOD(UpdateFixture,
                 "links are found by title, number, external id, login and record id",
                 "[app][import]") {
    const RecordId acme = create("account", {{"name", "Acmé AB"}, {"external_id", "X-9"}});
    const RecordId ana = create("user", {{"name", "Ana Ek"}, {"login", "ana"}});
    const std::string number = std::string(text_or_empty(get("account", acme, "number")));
    run("contact",
        "Last name,Account\nA,Acmé AB\nB,acme ab\nC," + number + "\nD,X-9\nE," + to_text(acme) +
            "\n",
        {.missing_links = MissingLinks::Refuse});
    const auto contacts = all("contact");
    REQUIRE(contacts.size() == 5);
    for (const Record& contact : contacts)
        CHECK(value(contact, "contact", "account") == Value(acme));
    run("task", "Subject,Assignee\nA,ana\nB,Ana Ek\nC,ANA\n");
    const auto tasks = all("task");
    REQUIRE(tasks.size() == 3);
    for (const Record& task : tasks) CHECK(value(task, "task", "assignee") == Value(ana));
    CHECK(all("account").size() == 1);
}

TEST_CASE_METHOD(UpdateFixture, "a link that means several records, or none, is refused",
                 "[app][import]") {
    create("account", {{"name", "Same AB"}});
    create("account", {{"name", "Same AB"}});
    create("account", {{"name", "Twice"}});
    const RecordId exact = create("account", {{"name", "TWICE"}});
    const Import import =
        run("contact", "Last name,Account\nA,Same AB\nB,Nobody AB\nC,TWICE\nD,twice\n",
            {.missing_links = MissingLinks::Refuse});
    REQUIRE(import.report().size() == 3);
    CHECK(import.report()[0].reason ==
          "Account: several records are called “Same AB”. Use a number or an ID.");
    CHECK(import.report()[0].column == "Account");
    CHECK(import.report()[1].reason == "Account: “Nobody AB” was not found here.");
    CHECK(import.report()[2].line == 5);
    REQUIRE(all("contact").size() == 1);
    CHECK(value(all("contact")[0], "contact", "account") == Value(exact));
    CHECK(all("account").size() == 4);
}

TEST_CASE_METHOD(UpdateFixture, "rows link to rows before them, and people are never made up",
                 "[app][import]") {
    const Import import =
        run("account", "Name,Parent\nHead AB,\nPart AB,Head AB\nThird AB,head ab\n");
    CHECK(import.counts().created == 3);
    const auto accounts = all("account");
    REQUIRE(accounts.size() == 3);
    CHECK(value(accounts[1], "account", "parent") == Value(accounts[0].id));
    CHECK(value(accounts[2], "account", "parent") == Value(accounts[0].id));
    const Import tasks = run("task", "Subject,Assignee\nA,Nobody\n");
    CHECK(tasks.report().at(0).column == "Assignee");
    CHECK(all("user").empty());
    const Import contacts = run("contact", "Last name,Account,Photo\nA,New AB,no.png\n");
    CHECK(contacts.report().at(0).column == "Photo");
    // The account of the refused row is not left behind.
    CHECK(all("account").size() == 3);
}

TEST_CASE_METHOD(UpdateFixture, "the mapping of a set of columns is remembered", "[app][import]") {
    const std::string file = "Who,Last name,Mail\nx,Ek,a@example.org\n";
    {
        Import import = open("contact", file);
        CHECK_FALSE(import.is_remembered());
        import.map_column(0, field("contact", "notes"));
        import.set_options(by("contact", {"email"}));
        start(import);
    }
    // Moved columns are the same set.
    Import again = open("contact", "Mail,Who,Last name\nb@example.org,y,Lund\n");
    CHECK(again.is_remembered());
    CHECK(again.mapping()[1] == field("contact", "notes"));
    CHECK(again.options() == by("contact", {"email"}));
    CHECK_FALSE(open("contact", "Who,Last name\nx,Ek\n").is_remembered());
    CHECK_FALSE(open("account", "Who,Last name,Mail\nx,Ek,y\n").is_remembered());
}

TEST_CASE_METHOD(UpdateFixture, "the refused rows come back as a file that can be mended",
                 "[app][import]") {
    const Import import = run("contact",
                              "Last name,Email,Notes\nEk,a@example.org,\n"
                              "Bo,wrong,=1+1\n,b@example.org,\"a, b\"\n");
    const std::string file = import.refused_file();
    CHECK(file ==
          "\xEF\xBB\xBFLast name,Email,Notes,Column,Reason\r\n"
          "Bo,wrong,'=1+1,Email,Email: “wrong” is not an email address.\r\n"
          ",b@example.org,\"a, b\",Last name,Last name is empty.\r\n");
    std::string mended = file;
    mended.replace(mended.find("wrong"), 5, "c@example.org");
    const Import again = run("contact", mended);
    CHECK(again.counts().created == 1);
    CHECK(again.counts().refused == 1);
    CHECK(words(all("contact").front(), "contact", "notes") == "=1+1");
}

TEST_CASE_METHOD(UpdateFixture, "one bad row does not take the others of its transaction along",
                 "[app][import]") {
    create("user", {{"name", "Ana"}, {"login", "ana"}});
    std::string file = "Name,Login\n";
    for (int row = 0; row < 50; ++row)
        file += "P,p" + std::to_string(row) + (row == 20 ? "\nX,ana\n" : "\n");
    const Import import = run("user", file);
    CHECK(import.counts().created == 50);
    CHECK(import.counts().refused == 1);
    CHECK(import.report().at(0).column == "Login");
    CHECK(import.report().at(0).line == 23);
}

TEST_CASE_METHOD(UpdateFixture, "an import that replaces very long texts goes on, and comes back",
                 "[app][import]") {
    enrol();
    const std::string before(20'000, 'a');
    const std::string after("short");
    std::string file = "Email,Notes\n";
    std::vector<RecordId> ids;
    for (int row = 0; row < 90; ++row) {
        const std::string mail = "p" + std::to_string(row) + "@example.org";
        ids.push_back(create("contact", {{"last_name", "Ek"}, {"email", mail}, {"notes", before}}));
        file += mail + "," + after + "\n";
    }
    Import import = run("contact", file, by("contact", {"email"}, ImportMode::UpdateOnly));
    CHECK(import.counts().updated == 90);
    CHECK(get("contact", ids[89], "notes") == Value(after));
    import.undo();
    finish(import);
    REQUIRE(import.phase() == ImportPhase::Undone);
    CHECK(import.counts().records_restored == 90);
    CHECK(import.counts().records_kept == 0);
    for (const RecordId& id : ids) CHECK(get("contact", id, "notes") == Value(before));
}

TEST_CASE("a row that is too long together with what it replaces stays out, others go on",
          "[app][import]") {
    const Registry registry = must(Registry::compile({{"page.json", R"({
        "id": 901, "key": "page", "icon": "box", "title": ["name"],
        "fields": [{"id": 1, "key": "name", "type": "text", "required": true},
                   {"id": 2, "key": "body", "type": "longtext", "max": 1000000}],
        "list": {"columns": ["name"], "order": "name"},
        "form": [{"section": "main", "fields": ["name", "body"]}]})"}},
                                                     nullptr));
    const std::string before(700'000, 'a');
    const std::string file = "name,body\nFirst,x\nLong," + std::string(500'000, 'b') + "\nLast,y\n";
    UpdateFixture scene(registry);
    scene.enrol();
    const RecordId known = scene.create("page", {{"name", "Long"}, {"body", before}});
    const std::size_t sent = scene.queued().size();
    Import import = scene.open("page", file);
    import.set_options(scene.by("page", {"name"}));
    import.start_dry_run();
    ImportFixture::finish(import);
    REQUIRE(import.phase() == ImportPhase::Checked);
    CHECK(scene.queued().size() == sent);
    const ImportCounts tried = import.counts();
    import.start();
    ImportFixture::finish(import);
    CHECK(import.counts().created == 2);
    CHECK(import.counts().refused == 1);
    CHECK(tried.created == 2);
    CHECK(tried.refused == 1);
    REQUIRE(import.report().size() == 1);
    CHECK(import.report()[0].reason ==
          "This row and what it replaces are too long for one change. Import it with fewer columns "
          "at a time.");
    CHECK(scene.get("page", known, "body") == Value(before));
    CHECK(scene.all("page").size() == 3);
    for (const TransactionRecord& each : scene.queued())
        CHECK(encode_transaction(each).size() <= kTransactionBytesMax);
    // Where the device decides alone, there is nothing to be too long for.
    UpdateFixture alone(registry);
    alone.create("page", {{"name", "Long"}, {"body", before}});
    CHECK(alone.run("page", file, alone.by("page", {"name"})).counts().updated == 1);
}

TEST_CASE_METHOD(UpdateFixture,
                 "undo leaves a record that somebody worked on since, and the rest goes",
                 "[app][import]") {
    Import import = run("contact",
                        "Last name,Email,Account\nEk,a@example.org,New AB\n"
                        "Bo,b@example.org,Other AB\nLund,c@example.org,Other AB\n");
    const auto contacts = all("contact");
    REQUIRE(contacts.size() == 3);
    set("contact", contacts[0].id, {{"phone", std::string("+46 8 5")}});
    create("comment", {{"record_entity", std::string("contact")},
                       {"record", contacts[1].id},
                       {"text", std::string("Called")}});
    import.undo();
    finish(import);
    REQUIRE(import.phase() == ImportPhase::Undone);
    CHECK(import.counts().records_removed == 1);
    // Two contacts, and the two accounts that these are with.
    CHECK(import.counts().records_kept == 4);
    CHECK(all("contact").size() == 2);
    for (const std::size_t kept : {0U, 1U})
        CHECK(must(store.read(entity("contact").id, contacts[kept].id))->life ==
              Record::Life::Living);
    CHECK(all("account").size() == 2);
}

TEST_CASE_METHOD(UpdateFixture, "undo brings back fields beside one that somebody changed since",
                 "[app][import]") {
    const RecordId anna =
        create("contact", {{"last_name", "Ek"}, {"email", "a@example.org"}, {"phone", "+46 8 1"}});
    Import import = run("contact", "Last name,Email,Phone\nBerg,a@example.org,+46 8 7\n",
                        by("contact", {"email"}));
    set("contact", anna, {{"phone", std::string("+46 8 5")}});
    import.undo();
    finish(import);
    CHECK(get("contact", anna, "last_name") == Value(std::string("Ek")));
    CHECK(get("contact", anna, "phone") == Value(std::string("+46 8 5")));
    CHECK(import.counts().records_restored == 1);
    CHECK(import.counts().records_kept == 1);
}

TEST_CASE_METHOD(UpdateFixture, "what an import changed is known in the same transaction",
                 "[app][import]") {
    const RecordId anna =
        create("contact", {{"last_name", "Ek"}, {"email", "a@example.org"}, {"phone", "+46 8 1"}});
    {
        // The program ends before the import does: nothing but the commits is written.
        Import import = open("contact", "Last name,Email,Phone\nEk,a@example.org,+46 8 7\n");
        import.set_options(by("contact", {"email"}));
        import.start();
        import.step(1);
    }
    REQUIRE(get("contact", anna, "phone") == Value(std::string("+46 8 7")));
    const auto batch = must(read_last_import(store));
    REQUIRE(batch);
    Import again = Import::reopen(store, *batch, {});
    again.undo();
    finish(again);
    CHECK(get("contact", anna, "phone") == Value(std::string("+46 8 1")));
    CHECK(again.counts().records_restored == 1);
}
