// PlainSqlite: the same rows in a table made by hand, asked by hand. What the product costs on top.
#pragma once

#include <string>

#include "core/sqlite.h"

namespace holdfast::bench {

/// A copy of the work orders of `db`, with the one index that its list wants. Each question reads
/// whole rows, as a list does.
class PlainSqlite {
public:
    explicit PlainSqlite(Database& db);

    void page(const std::string& status, const std::string& assignee);
    /// The first 50 rows that hold the text somewhere, in the order of the list.
    void search(const std::string& text);
    void report();
    void edit(const RecordId& id, const std::string& findings, const std::string& assignee);

private:
    void read_all(Statement& statement);
    Database* db_;
    std::size_t bytes_read_ = 0;
};

}  // namespace holdfast::bench
