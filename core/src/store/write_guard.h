// WriteGuard: in debug builds, stops the program when a write touches a row nobody announced.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "core/sqlite.h"

namespace holdfast {

/// Watches every row change of the connection while it lives. Tables whose names start with
/// "sync_" or "history_" are the store's own and not watched.
class WriteGuard {
public:
    explicit WriteGuard(Database& db);
    WriteGuard(const WriteGuard&) = delete;
    WriteGuard& operator=(const WriteGuard&) = delete;
    ~WriteGuard();

    /// The row may change: an operation of the transaction says so.
    void cover(const std::string& table, std::int64_t pk);
    /// Asserts that every changed row is covered. Does nothing in release builds.
    void check() const;
    /// Number of watched rows that changed so far; 0 in release builds.
    [[nodiscard]] std::size_t changed_count() const { return changed_.size(); }

private:
    [[maybe_unused]] Database* db_;  // Release builds watch nothing.
    std::set<std::pair<std::string, std::int64_t>> covered_;
    std::set<std::pair<std::string, std::int64_t>> changed_;
};

}  // namespace holdfast
