#include "core/slot_vfs.h"

#include "fake_slots.h"
#include "raw_sql.h"
#include "store_workload.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

constexpr int kCommits = 200;

void make_contacts(RawSql& sql, const std::string& pragmas) {
    REQUIRE(sql.run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA page_size=8192;" + pragmas) ==
            SQLITE_OK);
    REQUIRE(sql.run("CREATE TABLE contact(id INTEGER PRIMARY KEY, name TEXT, phone TEXT, "
                    "notes TEXT); CREATE INDEX contact_name ON contact(name);"
                    "CREATE TABLE change(id INTEGER PRIMARY KEY, contact INTEGER, body TEXT);"
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                    "INSERT INTO contact SELECT i, 'name ' || i, i * 7, printf('%.*c', 100, 'x')"
                    " FROM n; PRAGMA wal_checkpoint(TRUNCATE)") == SQLITE_OK);
}

// One edit as the product makes it: a row changed and one line of log, in one transaction.
void commit_edits(RawSql& sql, int count) {
    SeededEnvironment random(7);
    for (int i = 0; i < count; ++i) {
        const std::string id = std::to_string(1 + random.below(2000));
        REQUIRE(sql.run("BEGIN IMMEDIATE; UPDATE contact SET phone = '" + id +
                        "' WHERE id = " + id + "; INSERT INTO change VALUES(NULL, " + id +
                        ", 'phone'); COMMIT") == SQLITE_OK);
    }
}

TEST_CASE("a small commit costs at most 3 writes and 1.1 flushes", "[store]") {
    RecordingSlots files;
    SeededEnvironment environment;
    const auto vfs = must(SlotVfs::mount(files, environment));
    RawSql sql(vfs->name());
    make_contacts(sql,
                  "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                  "PRAGMA wal_autocheckpoint=4000");
    vfs->reset_statistics();
    commit_edits(sql, kCommits);

    const SlotStatistics& counts = vfs->statistics();
    CAPTURE(counts.writes, counts.flushes, counts.bytes_written);
    CHECK(counts.writes <= 3 * kCommits);
    CHECK(counts.flushes <= kCommits * 11 / 10);
    CHECK(counts.flushes >= kCommits);
    CHECK(counts.truncates == 0);
    CHECK(counts.reads == 0);
}

TEST_CASE("with synchronous NORMAL a commit is written but not flushed until asked", "[store]") {
    RecordingSlots files;
    SeededEnvironment environment;
    const auto vfs = must(SlotVfs::mount(files, environment));
    RawSql sql(vfs->name());
    make_contacts(sql,
                  "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                  "PRAGMA wal_autocheckpoint=4000");
    commit_edits(sql, 1);
    vfs->reset_statistics();
    commit_edits(sql, 10);
    CHECK(vfs->statistics().writes >= 10);
    CHECK(vfs->statistics().flushes == 0);
    must(vfs->flush());
    CHECK(vfs->statistics().flushes == 1);
}

TEST_CASE("only the three files of the database can be opened", "[store]") {
    MemoryFiles files(kDatabaseSlotCount);
    SeededEnvironment environment;
    const auto vfs = must(SlotVfs::mount(files, environment));
    sqlite3* other = nullptr;
    CHECK(sqlite3_open_v2("notes.db", &other, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                          vfs->name()) == SQLITE_CANTOPEN);
    sqlite3_close(other);
}

TEST_CASE("a second connection is refused while the first is open, and not after", "[store]") {
    MemoryFiles files(kDatabaseSlotCount);
    SeededEnvironment environment;
    const auto vfs = must(SlotVfs::mount(files, environment));
    {
        RawSql first(vfs->name());
        REQUIRE(first.run("CREATE TABLE t(a)") == SQLITE_OK);
        RawSql second(vfs->name());
        CHECK(second.open_code() == SQLITE_BUSY);
    }
    RawSql third(vfs->name());
    CHECK(third.open_code() == SQLITE_OK);
    CHECK(third.integer("SELECT count(*) FROM sqlite_schema") == 1);
}

TEST_CASE("a name is free again when its file system is gone", "[store]") {
    MemoryFiles files(kDatabaseSlotCount);
    SeededEnvironment environment;
    auto vfs = must(SlotVfs::mount(files, environment, "one"));
    const auto taken = SlotVfs::mount(files, environment, "one");
    REQUIRE_FALSE(taken.has_value());
    CHECK(taken.error().code == ErrorCode::Conflict);
    vfs.reset();
    CHECK(SlotVfs::mount(files, environment, "one").has_value());
}

TEST_CASE("random numbers and the time come from the environment", "[store]") {
    MemoryFiles files(kDatabaseSlotCount);
    SeededEnvironment environment;
    const auto vfs = must(SlotVfs::mount(files, environment));
    RawSql sql(vfs->name());
    CHECK(sql.integer("SELECT strftime('%s', 'now')") == environment.now_ms() / 1000);
}

TEST_CASE("closing leaves one ordinary database file and an empty log", "[store]") {
    MemoryFiles files(kDatabaseSlotCount);
    SeededEnvironment environment;
    const auto vfs = must(SlotVfs::mount(files, environment));
    {
        RawSql sql(vfs->name());
        make_contacts(sql, "PRAGMA journal_mode=WAL");
        commit_edits(sql, 3);
        CHECK(files.size(kWalSlot) > 0);
    }
    CHECK(files.size(kWalSlot) == 0);
    CHECK(files.size(kJournalSlot) == 0);
    const std::vector<std::uint8_t>& image = files.contents(kDatabaseSlot);
    REQUIRE(image.size() >= 100);
    CHECK(std::string(image.begin(), image.begin() + 15) == "SQLite format 3");
}

}  // namespace
}  // namespace holdfast::test
