#include "raw_sql.h"

#include "core/slot_vfs.h"

namespace holdfast::test {

RawSql::RawSql(const char* vfs)
    : open_code_(sqlite3_open_v2(SlotVfs::kDatabasePath, &db_,
                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs)) {}

RawSql::~RawSql() {
    sqlite3_close(db_);
}

int RawSql::run(const std::string& sql) {
    return sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
}

long long RawSql::integer(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    long long value = -1;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

std::string RawSql::text(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    std::string value;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        const unsigned char* column = sqlite3_column_text(statement, 0);
        value = column == nullptr ? "" : reinterpret_cast<const char*>(column);
    } else {
        value = sqlite3_errmsg(db_);
    }
    sqlite3_finalize(statement);
    return value;
}

}  // namespace holdfast::test
