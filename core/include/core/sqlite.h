// The only door to SQLite for the rest of the tree: RAII over connection, statement, transaction.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/ids.h"
#include "core/result.h"
#include "core/value.h"

struct sqlite3;
struct sqlite3_stmt;

namespace holdfast {

class Database;

/// A prepared statement, reset when it goes out of scope. Parameters and columns count from 0.
/// Errors: Storage with SQLite's extended code, Full when the disk or quota is used up, Corrupt.
class Statement {
public:
    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, std::string_view text);  ///< Copies `text`.
    Statement& bind(int parameter, const RecordId& id);     ///< 16-byte BLOB.
    Statement& bind(int parameter, const Value& value);
    Statement& bind_blob(int parameter, std::span<const std::uint8_t> bytes);  ///< Copies `bytes`.
    Statement& bind_null(int parameter);
    /// Like bind(parameter, value) without a copy: `value` has to outlive the next run().
    Statement& bind_view(int parameter, const Value& value);

    /// True when a row is ready, false at the end.
    [[nodiscard]] Result<bool> step();
    /// Runs a statement that returns no rows.
    [[nodiscard]] Status run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const;               ///< Until the next step().
    [[nodiscard]] std::span<const std::uint8_t> blob(int column) const;  ///< Until the next step().
    [[nodiscard]] RecordId record_id(int column) const;  ///< Zero id when not a 16-byte BLOB.
    [[nodiscard]] Value value(int column) const;
    [[nodiscard]] bool is_null(int column) const;

private:
    friend class Database;
    Statement(sqlite3_stmt* cached, bool* in_use);
    struct Reset {
        bool* in_use = nullptr;  ///< Of the cache entry: a second user is an assertion.
        void operator()(sqlite3_stmt* stmt) const;
    };
    std::unique_ptr<sqlite3_stmt, Reset> stmt_;
};

/// One open database. Not thread-safe: one owner, one thread.
class Database {
public:
    /// Opens or creates the file at `path` (":memory:" for tests) through the SQLite VFS named
    /// `vfs`, nullptr for the default. Sets no pragmas: see core/open_database.h. Blocks on disk.
    [[nodiscard]] static Result<Database> open(const std::string& path, const char* vfs = nullptr);

    /// A statement from the cache, compiled at most once per distinct text. Must not be in use.
    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    /// Runs one or more statements without parameters.
    [[nodiscard]] Status run(const std::string& sql);
    /// Rows changed by the last statement.
    [[nodiscard]] std::int64_t changes() const;
    /// SQLite's own message for the last failure, for the log. Valid until the next call.
    [[nodiscard]] const char* last_message() const;
    /// Stops a long statement: called every `steps` virtual machine steps, true interrupts it.
    void set_progress_handler(int steps, bool (*handler)(void* context), void* context);
    /// The raw handle, for core/src/store only.
    [[nodiscard]] sqlite3* raw_handle() const;

    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

private:
    struct Impl;
    explicit Database(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// BEGIN IMMEDIATE; rolls back unless commit() was reached.
class Transaction {
public:
    [[nodiscard]] static Result<Transaction> begin(Database& db);
    [[nodiscard]] Status commit();
    Transaction(Transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

private:
    explicit Transaction(Database& db) : db_(&db) {}
    Database* db_;  // Null once committed or moved from.
};

}  // namespace holdfast
