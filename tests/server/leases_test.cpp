// Blocks of final numbers: devices of the product that work offline against the server's database.
#include "numbers_scene.h"
#include "owed_numbers.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;

namespace {

/// Two devices that write slips; Ada has drafted one while she had a network.
struct Field : Company {
    Field() {
        for (Tablet* tablet : {&ada(), &ben()}) {
            tablet->work_on("slip");
            tablet->enrol();
        }
        draft = ada().bill("draft");
        ada().synchronise(server());
        ada().pull(server());
    }
    /// What the log of void numbers says, "number state reason" per line.
    std::string log() {
        Statement rows = must(server().database().prepare(
            "SELECT number || ' ' || state || ' ' || reason FROM number_void ORDER BY number"));
        std::string lines;
        while (must(rows.step())) lines += std::string(rows.text(0)) + "\n";
        return lines;
    }
    RecordId draft;
};

}  // namespace

TEST_CASE("a slip that is issued offline has its final number at once and for good",
          "[server][leases]") {
    Field field;
    field.ada().issue(field.draft);
    CHECK(field.ada().number_of(field.draft) == "S-001");
    const RecordId second = field.ada().bill("issued");
    CHECK(field.ada().number_of(second) == "S-002");
    // Meanwhile somebody without a block gets a number of the server's.
    const RecordId other = field.ben().bill("issued");
    CHECK(field.ben().number_of(other).empty());
    field.ben().synchronise(field.server());
    CHECK(field.ben().number_of(other) == "S-011");
    field.ada().synchronise(field.server());
    field.ben().pull(field.server());
    for (Tablet* tablet : {&field.ada(), &field.ben()}) {
        CHECK(tablet->number_of(field.draft) == "S-001");
        CHECK(tablet->number_of(second) == "S-002");
        CHECK(tablet->number_of(other) == "S-011");
    }
}

TEST_CASE("a device asks again before its numbers run out", "[server][leases]") {
    Field field;
    std::vector<RecordId> slips;
    for (int n = 0; n < 6; ++n) slips.push_back(field.ada().bill("issued"));
    field.ada().synchronise(field.server());
    for (int n = 0; n < 8; ++n) slips.push_back(field.ada().bill("issued"));
    for (std::size_t n = 0; n < slips.size(); ++n)
        CHECK(field.ada().number_of(slips[n]) ==
              "S-0" + std::string(n < 9 ? "0" : "") + std::to_string(n + 1));
    field.ada().synchronise(field.server());
    CHECK(field.ada().number_of(slips.back()) == "S-014");
    CHECK(field.log().empty());
}

TEST_CASE("without a number left the server numbers the slip when it has it", "[server][leases]") {
    Field field;
    std::vector<RecordId> slips;
    for (int n = 0; n < 11; ++n) slips.push_back(field.ada().bill("issued"));
    CHECK(field.ada().number_of(slips[9]) == "S-010");
    CHECK(field.ada().number_of(slips[10]).empty());
    field.ada().synchronise(field.server());
    // Behind the second block, which was asked for before.
    CHECK(field.ada().number_of(slips[10]) == "S-021");
}

TEST_CASE("a number that was used offline after its block expired is taken back from the log",
          "[server][leases]") {
    Field field;
    field.ada().issue(field.draft);
    field.ben().wait_days(31);
    field.ben().bill("draft");
    field.ben().synchronise(field.server());
    CHECK(field.log().find("S-001 void expired") == 0);
    field.ada().synchronise(field.server());
    CHECK(field.ada().number_of(field.draft) == "S-001");
    CHECK(field.log().find("S-001 used expired\nS-002 void expired") == 0);
    // Ada knows now that the block has ended; she gets another one for the next slips.
    const RecordId next = field.ada().bill("issued");
    CHECK(field.ada().number_of(next).empty());
}

TEST_CASE("what a device that never comes back holds is given back by an administrator",
          "[server][leases]") {
    Field field;
    must(give_back_blocks(field.server().database(), "A1"));
    field.ben().bill("draft");
    field.ben().synchronise(field.server());
    CHECK(field.log().find("S-001 void given_back") == 0);
    CHECK(give_back_blocks(field.server().database(), "Q7").error().code == ErrorCode::NotFound);
}

TEST_CASE("a restored server gives no number of a block that it has lost", "[server][leases]") {
    Field field;
    field.back_up();
    // Ben's block and what Ada used are younger than the backup.
    const RecordId of_ben = field.ben().bill("draft");
    field.ben().synchronise(field.server());
    field.ben().pull(field.server());
    field.ada().issue(field.draft);
    field.ada().synchronise(field.server());
    field.ben().issue(of_ben);
    REQUIRE(field.ben().number_of(of_ben) == "S-011");

    field.restore();
    for (int round = 0; round < 3; ++round) field.ada().synchronise(field.server());
    for (int round = 0; round < 3; ++round) field.ben().synchronise(field.server());
    CHECK(must(read_owing_devices(field.server().database())).empty());
    field.ada().pull(field.server());
    CHECK(field.ada().number_of(field.draft) == "S-001");
    CHECK(field.ada().number_of(of_ben) == "S-011");
    // The block that the backup knows goes on where it was, the other one is gone.
    const RecordId next = field.ada().bill("issued");
    CHECK(field.ada().number_of(next) == "S-002");
    const RecordId later = field.ben().bill("issued");
    CHECK(field.ben().number_of(later).empty());
    field.ben().synchronise(field.server());
    CHECK(field.ben().number_of(later) == "S-012");
}

TEST_CASE("a database of an earlier server learns of blocks", "[server][leases]") {
    Database db = must(open_server_database(":memory:"));
    must(
        db.run("CREATE TABLE server_number (entity INTEGER NOT NULL, number TEXT NOT NULL,"
               " record BLOB NOT NULL, use INTEGER NOT NULL,"
               " PRIMARY KEY (entity, number)) WITHOUT ROWID;"
               "INSERT INTO server_number VALUES (902, 'S-001', zeroblob(16), 0)"));
    must(prepare_server_schema(db, bills(), kFirstEpoch));
    SqliteStore store(std::move(db), bills());
    must(store.begin());
    const auto known = must(store.find_number(EntityId{902}, "S-001"));
    REQUIRE(known.has_value());
    CHECK(known->block.is_none());
    must(store.write_number({EntityId{902}, "S-002", {}, sync::NumberUse::Leased, {1, 2}}));
    CHECK(must(store.find_number(EntityId{902}, "S-002"))->block == RecordId{1, 2});
    store.rollback();
}

TEST_CASE("the database writes no number for a second record", "[server][leases]") {
    Field field;
    SqliteStore& store = field.server();
    must(store.begin());
    const auto write = [&](const RecordId& record, sync::NumberUse use) {
        return store.write_number({EntityId{902}, "S-500", record, use, {1, 2}});
    };
    must(write({}, sync::NumberUse::Leased));
    must(write({}, sync::NumberUse::Void));
    must(write({5, 5}, sync::NumberUse::Given));
    must(write({5, 5}, sync::NumberUse::Brought));
    CHECK(write({6, 6}, sync::NumberUse::Given).error().code == ErrorCode::Corrupt);
    CHECK(must(store.find_number(EntityId{902}, "S-500"))->record == RecordId{5, 5});
    store.rollback();
}
