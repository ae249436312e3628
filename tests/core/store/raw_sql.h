// A thin hand on SQLite's C interface, for tests that must see its exact result codes.
#pragma once

#include <sqlite3.h>

#include <string>

namespace holdfast::test {

class RawSql {
public:
    /// Opens the one database of the file system `vfs`; open_code() tells how that went.
    explicit RawSql(const char* vfs);
    ~RawSql();
    RawSql(const RawSql&) = delete;
    RawSql& operator=(const RawSql&) = delete;

    [[nodiscard]] int open_code() const { return open_code_; }
    /// Runs statements; the primary result code of the first that fails, else SQLITE_OK.
    int run(const std::string& sql);
    /// First column of the first row: as a number, -1 when there is no row or an error.
    [[nodiscard]] long long integer(const std::string& sql);
    /// First column of the first row, or SQLite's message after an error.
    [[nodiscard]] std::string text(const std::string& sql);
    [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
    [[nodiscard]] sqlite3* handle() const { return db_; }

private:
    sqlite3* db_ = nullptr;
    int open_code_;
};

}  // namespace holdfast::test
