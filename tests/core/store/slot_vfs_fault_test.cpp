// Failing calls in a process that lives on: what SQLite reports must be what is there.
#include <string>

#include "core/slot_vfs.h"
#include "fake_slots.h"
#include "store_workload.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

constexpr int kTransactions = 6;

const StoreMode kModes[] = {
    {"WAL", "FULL", 100, 4, 1000},
    {"WAL", "FULL", 5, 12, 20},
    {"WAL", "NORMAL", 5, 12, 20},
};

int run_with_retry(const StoreWorkload& workload, RawSql& sql, int number) {
    int failures = 0;
    while (workload.run_transaction(sql, number) != SQLITE_OK) {
        // Refused and yet there would make the retry a second copy, which find_damage sees.
        if (sql.in_transaction()) sql.run("ROLLBACK");
        REQUIRE(++failures <= 10);
    }
    return failures;
}

// Runs everything with `count` failures from change number `first` on. The number of changes.
std::int64_t run_with_fault(const StoreWorkload& workload, std::int64_t first, FaultKind kind,
                            std::int64_t count) {
    FaultySlots files;
    SeededEnvironment environment;
    const auto vfs = must(SlotVfs::mount(files, environment, "faulty"));
    {
        RawSql sql(vfs->name());
        workload.configure(sql);
        REQUIRE(workload.create(sql) == SQLITE_OK);
        const std::int64_t prepared = files.change_count();
        files.fail_at(prepared + first, kind, count);
        for (int number = 1; number <= kTransactions; ++number)
            run_with_retry(workload, sql, number);
        REQUIRE(workload.find_damage(sql, kTransactions, kTransactions) == "");
    }
    REQUIRE(workload.find_damage(files.files(), kTransactions, kTransactions) == "");
    return files.change_count();
}

TEST_CASE("a refused write fails one transaction, which the next attempt stores once",
          "[store][fault]") {
    const StoreMode mode = GENERATE(from_range(std::begin(kModes), std::end(kModes)));
    const FaultKind kind = GENERATE(FaultKind::Throws, FaultKind::ShortWrite, FaultKind::MinusEight,
                                    FaultKind::QuotaThrows);
    const std::int64_t failures = GENERATE(1, 3);
    CAPTURE(mode.journal, mode.synchronous, mode.cache_pages, static_cast<int>(kind), failures);
    const StoreWorkload workload(mode, 3);
    const std::int64_t changes = run_with_fault(workload, 1, kind, 0);
    for (std::int64_t first = 1; first <= changes; ++first) {
        CAPTURE(first);
        run_with_fault(workload, first, kind, failures);
    }
}

}  // namespace
}  // namespace holdfast::test
