// A device without room: what was saved stays, what was refused can be saved after making room.
#include <string>

#include "core/slot_vfs.h"
#include "fake_slots.h"
#include "store_workload.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

constexpr int kBallastSlot = kDatabaseSlotCount;
constexpr std::int64_t kBallastBytes = 64 * 1024;
constexpr std::int64_t kQuotaBytes = 256 * 1024;

// Commits until the store refuses; the number of the refused transaction.
int commit_until_full(const StoreWorkload& workload, RawSql& sql, int number) {
    int code = SQLITE_OK;
    while ((code = workload.run_transaction(sql, number)) == SQLITE_OK && number < 1000) ++number;
    REQUIRE(code == SQLITE_FULL);
    if (sql.in_transaction()) sql.run("ROLLBACK");
    return number;
}

TEST_CASE("with no room left a save is refused as FULL, and succeeds once the ballast is freed",
          "[store][full]") {
    // A checkpoint needs at most as much room as the log is long: the log is kept below the
    // ballast.
    const StoreMode mode{"WAL", "FULL", 100, 8, 40};
    const StoreWorkload workload(mode, 4);
    MemoryFiles files(kDatabaseSlotCount + 1, kQuotaBytes);
    REQUIRE(files.truncate(kBallastSlot, kBallastBytes) == SlotFault::None);
    SeededEnvironment environment;
    const auto vfs = must(SlotVfs::mount(files, environment));
    RawSql sql(vfs->name());
    workload.configure(sql);
    REQUIRE(workload.create(sql) == SQLITE_OK);

    const int number = commit_until_full(workload, sql, 1);
    CHECK(workload.find_damage(sql, number - 1, number - 1) == "");
    CHECK(workload.run_transaction(sql, number) == SQLITE_FULL);
    if (sql.in_transaction()) sql.run("ROLLBACK");
    CHECK(sql.run("PRAGMA wal_checkpoint(TRUNCATE)") == SQLITE_FULL);

    REQUIRE(files.truncate(kBallastSlot, 0) == SlotFault::None);
    CHECK(workload.run_transaction(sql, number) == SQLITE_OK);
    CHECK(sql.run("PRAGMA wal_checkpoint(TRUNCATE)") == SQLITE_OK);
    CHECK(workload.find_damage(sql, number, number) == "");
    CHECK(workload.find_damage(files, number, number) == "");
}

TEST_CASE("a log that may not grow does not stand in the way of the checkpoint that empties it",
          "[store][full]") {
    const std::string synchronous = GENERATE("FULL", "NORMAL");
    const StoreWorkload workload({"WAL", synchronous, 100, 8, 100'000}, 5);
    FaultySlots files;
    SeededEnvironment environment;
    const auto vfs = must(SlotVfs::mount(files, environment));
    RawSql sql(vfs->name());
    workload.configure(sql);
    REQUIRE(workload.create(sql) == SQLITE_OK);
    files.limit(kWalSlot, 64 * 1024);
    const int refused = commit_until_full(workload, sql, 1);
    CHECK(sql.run("PRAGMA wal_checkpoint(TRUNCATE)") == SQLITE_OK);
    CHECK(workload.run_transaction(sql, refused) == SQLITE_OK);
    CHECK(workload.find_damage(sql, refused, refused) == "");
    CHECK(workload.find_damage(files.files(), refused, refused) == "");
}

TEST_CASE("a database file that may not grow does not stand in the way of commits to the log",
          "[store][full]") {
    const StoreWorkload workload({"WAL", "FULL", 100, 8, 100'000}, 6);
    FaultySlots files;
    SeededEnvironment environment;
    const auto vfs = must(SlotVfs::mount(files, environment));
    RawSql sql(vfs->name());
    workload.configure(sql);
    REQUIRE(workload.create(sql) == SQLITE_OK);
    for (int number = 1; number <= 20; ++number)
        REQUIRE(workload.run_transaction(sql, number) == SQLITE_OK);
    files.limit(kDatabaseSlot, 2048);
    CHECK(sql.run("PRAGMA wal_checkpoint(TRUNCATE)") == SQLITE_FULL);
    CHECK(workload.run_transaction(sql, 21) == SQLITE_OK);
    CHECK(workload.find_damage(files.files(), 21, 21) == "");
    files.limit(kDatabaseSlot, MemoryFiles::kUnlimited);
    CHECK(sql.run("PRAGMA wal_checkpoint(TRUNCATE)") == SQLITE_OK);
    CHECK(workload.find_damage(sql, 21, 21) == "");
}

struct Statements {
    std::int64_t changes;  // Made by the two statements, when nothing fails.
    long long first_rows;
    long long second_rows;
};

// Two statements in one transaction; the change `failing` of them is refused. A refused second
// statement may leave the first one standing, and the transaction can still commit it.
Statements commit_what_stands(std::int64_t failing) {
    FaultySlots files;
    SeededEnvironment environment;
    const auto vfs = must(SlotVfs::mount(files, environment, "statements"));
    RawSql sql(vfs->name());
    sql.run(
        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA page_size=1024; PRAGMA journal_mode=WAL;"
        "PRAGMA cache_size=5; CREATE TABLE first(body); CREATE TABLE second(a, b UNIQUE)");
    const std::int64_t before = files.change_count();
    files.fail_at(before + failing, FaultKind::QuotaThrows, failing > 0 ? 1 : 0);
    const std::string many =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 40) ";
    sql.run("BEGIN IMMEDIATE");
    const int first = sql.run(many + "INSERT INTO first SELECT zeroblob(60000) FROM n");
    const bool first_stands = first == SQLITE_OK && sql.in_transaction();
    const int second = sql.run(many + "INSERT INTO second SELECT zeroblob(60000), i FROM n");
    const bool still_open = sql.in_transaction();
    const int commit = still_open ? sql.run("COMMIT") : SQLITE_FULL;
    const Statements stored{files.change_count() - before,
                            sql.integer("SELECT count(*) FROM first"),
                            sql.integer("SELECT count(*) FROM second")};
    const bool committed = still_open && commit == SQLITE_OK;
    CHECK(stored.first_rows == (committed && first_stands ? 40 : 0));
    if (still_open) CHECK(stored.second_rows == (committed && second == SQLITE_OK ? 40 : 0));
    CHECK(sql.text("PRAGMA integrity_check") == "ok");
    return stored;
}

TEST_CASE("a statement refused for lack of room takes nothing from the statements before it",
          "[store][full]") {
    const Statements whole = commit_what_stands(0);
    REQUIRE(whole.first_rows == 40);
    REQUIRE(whole.second_rows == 40);
    REQUIRE(whole.changes > 3);
    for (std::int64_t failing = 1; failing <= whole.changes; ++failing) {
        CAPTURE(failing);
        commit_what_stands(failing);
    }
}

}  // namespace
}  // namespace holdfast::test
