// Every point at which a process can die or the power can fail, one after the other.
#include <string>
#include <vector>

#include "core/slot_vfs.h"
#include "fake_slots.h"
#include "store_workload.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

constexpr int kTransactions = 10;

const StoreMode kModes[] = {
    {"WAL", "FULL", 100, 4, 1000},    // The product's own.
    {"WAL", "FULL", 5, 12, 20},       // Spills inside transactions, checkpoints often.
    {"WAL", "NORMAL", 5, 12, 20},     // As in imports.
    {"TRUNCATE", "FULL", 5, 12, 20},  // The fallback without a log.
};

struct Recorded {
    std::vector<SlotChange> changes;
    std::vector<std::size_t>
        acknowledged;  // [n]: how many changes were made when n was acknowledged.
};

Recorded record(const StoreWorkload& workload) {
    RecordingSlots files;
    SeededEnvironment environment;
    const auto vfs = must(SlotVfs::mount(files, environment, "recorded"));
    Recorded recorded;
    RawSql sql(vfs->name());
    workload.configure(sql);
    REQUIRE(workload.create(sql) == SQLITE_OK);
    recorded.acknowledged.push_back(files.changes().size());
    for (int number = 1; number <= kTransactions; ++number) {
        REQUIRE(workload.run_transaction(sql, number) == SQLITE_OK);
        recorded.acknowledged.push_back(files.changes().size());
        if (number == kTransactions / 2) sql.run("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    recorded.changes = files.changes();
    return recorded;
}

// The last transaction that was acknowledged when `count` changes had been made.
int acknowledged_at(const Recorded& recorded, std::size_t count) {
    int last = 0;
    for (int number = 1; number <= kTransactions; ++number)
        if (recorded.acknowledged[static_cast<std::size_t>(number)] <= count) last = number;
    return last;
}

TEST_CASE("a process killed after any write loses no acknowledged transaction", "[store][crash]") {
    const StoreMode mode = GENERATE(from_range(std::begin(kModes), std::end(kModes)));
    CAPTURE(mode.journal, mode.synchronous, mode.cache_pages);
    const StoreWorkload workload(mode, 1);
    const Recorded recorded = record(workload);
    REQUIRE(recorded.changes.size() > kTransactions);

    MemoryFiles disk(kDatabaseSlotCount);
    for (std::size_t count = 0; count <= recorded.changes.size(); ++count) {
        if (count > 0) apply(disk, recorded.changes[count - 1]);
        const int least = acknowledged_at(recorded, count);
        const std::string damage = workload.find_damage(disk, least, least + 1);
        CAPTURE(count);
        REQUIRE(damage == "");
    }
}

TEST_CASE("a write torn at any sort of place by a kill loses nothing acknowledged",
          "[store][crash]") {
    const StoreMode mode = GENERATE(from_range(std::begin(kModes), std::end(kModes)));
    CAPTURE(mode.journal, mode.synchronous, mode.cache_pages);
    const StoreWorkload workload(mode, 2);
    const Recorded recorded = record(workload);
    SeededEnvironment random(5);

    MemoryFiles disk(kDatabaseSlotCount);
    for (std::size_t count = 0; count < recorded.changes.size(); ++count) {
        MemoryFiles torn = disk;
        const SlotChange& change = recorded.changes[count];
        const std::size_t kept = random.below(change.bytes.size() + 1);
        if (change.kind == SlotChange::Kind::Write) apply(torn, change, kept);
        apply(disk, change);
        const int least = acknowledged_at(recorded, count);
        CAPTURE(count, kept);
        REQUIRE(workload.find_damage(torn, least, least + 1) == "");
    }
}

TEST_CASE("a power cut after any write loses nothing acknowledged in FULL", "[store][crash]") {
    const StoreMode mode = GENERATE(kModes[0], kModes[1], kModes[3]);
    const std::uint64_t seed = GENERATE(as<std::uint64_t>(), 1, 2);
    CAPTURE(mode.journal, mode.synchronous, mode.cache_pages, seed);
    const StoreWorkload workload(mode, seed);
    const Recorded recorded = record(workload);
    SeededEnvironment random(seed);

    for (std::size_t count = 0; count <= recorded.changes.size(); ++count) {
        const MemoryFiles disk = after_power_cut(recorded.changes, count, random);
        const int least = acknowledged_at(recorded, count);
        CAPTURE(count);
        REQUIRE(workload.find_damage(disk, least, least + 1) == "");
    }
}

TEST_CASE("a power cut in NORMAL may lose the last transactions, but leaves a whole earlier state",
          "[store][crash]") {
    const std::uint64_t seed = GENERATE(as<std::uint64_t>(), 1, 2);
    const StoreWorkload workload(kModes[2], seed);
    const Recorded recorded = record(workload);
    SeededEnvironment random(seed);

    for (std::size_t count = 0; count <= recorded.changes.size(); ++count) {
        const MemoryFiles disk = after_power_cut(recorded.changes, count, random);
        CAPTURE(count, seed);
        REQUIRE(workload.find_damage(disk, 0, acknowledged_at(recorded, count) + 1) == "");
    }
}

}  // namespace
}  // namespace holdfast::test
