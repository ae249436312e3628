// A seeded sequence of transactions, and the judge of what a restart finds of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/memory_files.h"
#include "raw_sql.h"
#include "seeded_environment.h"

namespace holdfast::test {

/// How the database is run; the strings are what the pragmas take.
struct StoreMode {
    std::string journal;
    std::string synchronous;
    int cache_pages;       ///< Small ones make SQLite spill in the middle of a transaction.
    int rows_max;          ///< Per transaction.
    int checkpoint_pages;  ///< wal_autocheckpoint.
};

/// Transaction n inserts a number of rows that n decides, and sets a counter to n.
class StoreWorkload {
public:
    StoreWorkload(StoreMode mode, std::uint64_t seed) : mode_(std::move(mode)), seed_(seed) {}

    /// Sets the pragmas that every connection needs.
    void configure(RawSql& sql) const;
    /// Creates the tables, in one transaction. The result code.
    int create(RawSql& sql) const;
    /// One whole transaction; the result code of the first statement that fails.
    int run_transaction(RawSql& sql, int number) const;
    /// An empty text when `sql` holds exactly the transactions 1 to n, each whole, for one n
    /// between the two given, and the file is sound; otherwise what is wrong.
    [[nodiscard]] std::string find_damage(RawSql& sql, int least, int most) const;
    /// As above, for files found at a restart.
    [[nodiscard]] std::string find_damage(const MemoryFiles& found, int least, int most) const;

private:
    [[nodiscard]] int row_count(int number) const;

    StoreMode mode_;
    std::uint64_t seed_;
};

}  // namespace holdfast::test
