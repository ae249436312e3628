// EntityTable: one entity's table, its columns and the statements that read and write its rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/record.h"
#include "core/registry.h"
#include "core/replica.h"
#include "core/sqlite.h"

namespace holdfast {

/// `name` as an SQL identifier. Names come from definitions and hold no quotes.
[[nodiscard]] std::string quoted(std::string_view name);
/// The SQLite column type of a field.
[[nodiscard]] std::string_view column_type(FieldType type);

/// A field as lists are sorted by it: names without regard to the case of A to Z.
[[nodiscard]] std::string ordered(const FieldDef& field);

/// Columns before the fields: pk, id, _v, _deleted. `pk` is the RowHandle of query.h.
class EntityTable {
public:
    explicit EntityTable(const EntityDef& entity);

    struct StoredRow {
        std::int64_t pk = 0;
        Record record;
    };
    [[nodiscard]] const EntityDef& entity() const { return *entity_; }
    [[nodiscard]] Result<std::optional<StoredRow>> read(Database& db, const RecordId& id) const;
    [[nodiscard]] Result<bool> exists(Database& db, const RecordId& id) const;
    [[nodiscard]] Result<std::int64_t> find_pk(Database& db, const RecordId& id) const;

    /// Inserts and returns the new pk.
    [[nodiscard]] Result<std::int64_t> insert(Database& db, const Record& record) const;
    /// Writes the fields at `positions` and the life of the record.
    [[nodiscard]] Status update(Database& db, const StoredRow& row,
                                const std::vector<std::size_t>& positions) const;
    [[nodiscard]] Status erase(Database& db, const RecordId& id) const;
    /// A statement for put(): one for many rows.
    [[nodiscard]] Result<Statement> prepare_put(Database& db) const;
    /// Inserts the server's row or writes it over the one that is there.
    [[nodiscard]] Status put(Statement& statement, const RowImage& row) const;

    /// "pk, id, _v, _deleted, <fields>", for SELECT; read_row() takes them from column 0.
    [[nodiscard]] const std::string& columns() const { return columns_; }
    [[nodiscard]] int column_count() const;
    [[nodiscard]] StoredRow read_row(const Statement& statement) const;

private:
    const EntityDef* entity_;
    std::string columns_;
    std::string read_sql_;
    std::string insert_sql_;
    std::string put_sql_;
};

}  // namespace holdfast
