// Document numbers over the server's own database, and what happens to them when it is restored.
#include "numbers_scene.h"
#include "owed_numbers.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;

TEST_CASE("two devices issue at once and get different numbers without gaps", "[server][numbers]") {
    Company company;
    company.ada().enrol();
    company.ben().enrol();
    const RecordId first = company.ada().bill("draft");
    const RecordId second = company.ben().bill("issued");
    company.ada().issue(first);
    CHECK(company.ada().number_of(first).empty());
    company.ben().synchronise(company.server());
    company.ada().synchronise(company.server());
    CHECK(company.ben().number_of(second) == "B-001");
    CHECK(company.ada().number_of(first) == "B-002");
    CHECK(company.ada().number_of(second) == "B-001");
}

TEST_CASE("two workspaces that gave the same numbers are paired without doubles",
          "[server][numbers]") {
    Company company;
    const RecordId of_ada = company.ada().bill("issued");
    const RecordId of_ben = company.ben().bill("issued");
    CHECK(company.ada().number_of(of_ada) == "B-001");
    CHECK(company.ben().number_of(of_ben) == "B-001");
    company.ada().enrol();
    company.ada().synchronise(company.server());
    company.ben().enrol();
    company.ben().synchronise(company.server());
    CHECK(company.ada().number_of(of_ada) == "B-001");
    CHECK(company.ben().number_of(of_ben) == "B-001-B1");
    const RecordId next = company.ada().bill("issued");
    company.ada().synchronise(company.server());
    CHECK(company.ada().number_of(next) == "B-002");
}

TEST_CASE("a server restored from a backup never gives a number twice", "[server][numbers]") {
    Company company;
    company.ada().enrol();
    company.ben().enrol();
    company.back_up();
    const RecordId first = company.ada().bill("issued");
    company.ada().synchronise(company.server());
    const RecordId second = company.ben().bill("issued");
    company.ben().synchronise(company.server());
    CHECK(company.ben().number_of(first) == "B-001");
    CHECK(company.ben().number_of(second) == "B-002");

    company.restore();
    CHECK(must(read_owing_devices(company.server().database())).size() == 2);
    // Ben comes first, with a new bill: the numbers that Ada knows are not known yet.
    const RecordId third = company.ben().bill("issued");
    for (int round = 0; round < 3; ++round) company.ben().synchronise(company.server());
    CHECK(company.ben().number_of(second) == "B-002");
    CHECK(company.ben().number_of(third).empty());
    CHECK(must(read_owing_devices(company.server().database())).at(0).code == "A1");
    for (int round = 0; round < 3; ++round) company.ada().synchronise(company.server());
    CHECK(must(read_owing_devices(company.server().database())).empty());
    company.ben().pull(company.server());
    CHECK(company.ben().number_of(first) == "B-001");
    CHECK(company.ben().number_of(second) == "B-002");
    CHECK(company.ben().number_of(third) == "B-003");
}

TEST_CASE("when a device never comes back, numbers go on as an administrator says",
          "[server][numbers]") {
    Company company;
    company.ada().enrol();
    company.ben().enrol();
    company.back_up();
    company.restore();
    const RecordId waiting = company.ben().bill("issued");
    for (int round = 0; round < 3; ++round) company.ben().synchronise(company.server());
    CHECK(company.ben().number_of(waiting).empty());
    must(stop_waiting_for_numbers(company.server().database()));
    const RecordId next = company.ben().bill("issued");
    company.ben().synchronise(company.server());
    CHECK(company.ben().number_of(waiting) == "B-001");
    CHECK(company.ben().number_of(next) == "B-002");
}

TEST_CASE("a database of an earlier server learns to wait for reports", "[server][numbers]") {
    Database db = must(open_server_database(":memory:"));
    must(
        db.run("CREATE TABLE server_device (no INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE,"
               " user TEXT NOT NULL, last_no INTEGER NOT NULL, last_hlc INTEGER NOT NULL,"
               " name TEXT NOT NULL DEFAULT '', token_hash BLOB UNIQUE,"
               " created_ms INTEGER NOT NULL DEFAULT 0);"
               "INSERT INTO server_device (no, code, user, last_no, last_hlc)"
               " VALUES (1, 'A1', 'ada', 3, 4)"));
    must(prepare_server_schema(db, bills(), kFirstEpoch));
    CHECK(must(read_owing_devices(db)).empty());
}

TEST_CASE("a database of an earlier server knows the numbers that its rows have",
          "[server][numbers]") {
    Company company;
    const RecordId brought = company.ben().bill("issued");
    REQUIRE(company.ben().number_of(brought) == "B-001");
    company.ada().enrol();
    company.ben().enrol();
    const RecordId known = company.ada().bill("issued");
    company.ada().synchronise(company.server());
    REQUIRE(company.ada().number_of(known) == "B-001");
    Database& db = company.server().database();
    must(db.run("DROP TABLE server_number; DELETE FROM server_series"));
    must(prepare_server_schema(db, bills(), kFirstEpoch));
    const RecordId next = company.ada().bill("issued");
    company.ada().synchronise(company.server());
    company.ben().synchronise(company.server());
    CHECK(company.ada().number_of(next) == "B-002");
    CHECK(company.ben().number_of(brought) == "B-001-B1");
}

TEST_CASE("of the numbers in an earlier database those that devices make themselves are not noted",
          "[server][numbers]") {
    const std::string conflict = conflict_definition();
    const Registry registry = must(Registry::compile({{"offer.json", R"json({
            "id": 902, "key": "offer", "icon": "box", "title": ["number"],
            "number": {"field": "number", "prefix": "O"},
            "fields": [{"id": 1, "key": "number", "type": "number"}],
            "list": {"columns": ["number"], "order": "number"},
            "form": [{"section": "main", "fields": ["number"]}]})json"},
                                                      {"conflict.json", conflict}},
                                                     nullptr));
    Database db = must(open_server_database(":memory:"));
    must(prepare_server_schema(db, registry, kFirstEpoch));
    REQUIRE(must(add_device(db, {"ada", "Tablet", "a", 1})).code == "A1");
    must(
        db.run("INSERT INTO offer (_id, _v, _del, _del_v, number) VALUES"
               " (x'01', 1, 0, 0, 'O-A1-0001'), (x'02', 1, 0, 0, 'O-0001'),"
               " (x'03', 1, 1, 1, 'O-0002'), (x'04', 1, 0, 0, 'O-0001'), (x'05', 1, 0, 0, NULL)"));
    must(db.run("DROP TABLE server_number"));
    must(prepare_server_schema(db, registry, kFirstEpoch));
    Statement select = must(db.prepare("SELECT number, hex(record) FROM server_number"));
    std::string noted;
    while (must(select.step()))
        noted += std::string(select.text(0)) + " " + std::string(select.text(1)) + ", ";
    CHECK(noted == "O-0001 02, O-0002 03, ");
}
