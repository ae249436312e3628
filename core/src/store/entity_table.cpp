#include "store/entity_table.h"

#include <sqlite3.h>

namespace holdfast {
namespace {

constexpr int kFirstFieldColumn = 4;
constexpr int kFirstFieldParameter = 3;

int parameter_of(std::size_t position) {
    return kFirstFieldParameter + static_cast<int>(position);
}

}  // namespace

std::string quoted(std::string_view name) {
    return "\"" + std::string(name) + "\"";
}

std::string_view column_type(FieldType type) {
    switch (info_of(type).kind) {
        case ValueKind::Integer:
            return "INTEGER";
        case ValueKind::Link:
            return "BLOB";
        case ValueKind::Text:
            break;
    }
    return "TEXT";
}

std::string ordered(const FieldDef& field) {
    return quoted(field.key) + (info_of(field.type).free_text ? " COLLATE NOCASE" : "");
}

EntityTable::EntityTable(const EntityDef& entity) : entity_(&entity) {
    std::string written = "id, _v, _deleted";
    std::string parameters = "?1, ?2, ?3";
    std::string assignments = "_v = excluded._v, _deleted = excluded._deleted";
    int parameter = kFirstFieldParameter;
    for (const FieldDef& field : entity.fields) {
        const std::string column = quoted(field.key);
        written += ", " + column;
        parameters += ", ?" + std::to_string(++parameter);
        assignments += ", " + column + " = excluded." + column;
    }
    const std::string table = quoted(entity.key);
    columns_ = "pk, " + written;
    read_sql_ = "SELECT " + columns_ + " FROM " + table + " WHERE id = ?1";
    insert_sql_ = "INSERT INTO " + table + " (" + written + ") VALUES (" + parameters + ")";
    put_sql_ = insert_sql_ + " ON CONFLICT (id) DO UPDATE SET " + assignments;
}

int EntityTable::column_count() const {
    return kFirstFieldColumn + static_cast<int>(entity_->fields.size());
}

EntityTable::StoredRow EntityTable::read_row(const Statement& statement) const {
    StoredRow row;
    row.pk = statement.integer(0);
    row.record.entity = entity_->id;
    row.record.id = statement.record_id(1);
    row.record.version = static_cast<ServerSeq>(statement.integer(2));
    if (statement.integer(3) != 0) row.record.life = Record::Life::Deleted;
    row.record.values.reserve(entity_->fields.size());
    for (std::size_t position = 0; position < entity_->fields.size(); ++position)
        row.record.values.push_back(
            statement.value(kFirstFieldColumn + static_cast<int>(position)));
    return row;
}

Result<std::optional<EntityTable::StoredRow>> EntityTable::read(Database& db,
                                                                const RecordId& id) const {
    Statement statement = TRY(db.prepare(read_sql_));
    statement.bind(0, id);
    if (!TRY(statement.step())) return std::optional<StoredRow>{};
    return std::optional<StoredRow>(read_row(statement));
}

Result<bool> EntityTable::exists(Database& db, const RecordId& id) const {
    return TRY(find_pk(db, id)) != 0;
}

Result<std::int64_t> EntityTable::find_pk(Database& db, const RecordId& id) const {
    Statement statement =
        TRY(db.prepare("SELECT pk FROM " + quoted(entity_->key) + " WHERE id = ?1"));
    statement.bind(0, id);
    if (!TRY(statement.step())) return std::int64_t{0};
    return statement.integer(0);
}

Result<std::int64_t> EntityTable::insert(Database& db, const Record& record) const {
    Statement statement = TRY(db.prepare(insert_sql_));
    statement.bind(0, record.id).bind(1, static_cast<std::int64_t>(raw(record.version)));
    statement.bind(2, std::int64_t{record.life == Record::Life::Deleted});
    for (std::size_t position = 0; position < record.values.size(); ++position)
        statement.bind_view(parameter_of(position), record.values[position]);
    TRY(statement.run());
    return sqlite3_last_insert_rowid(db.raw_handle());
}

Status EntityTable::update(Database& db, const StoredRow& row,
                           const std::vector<std::size_t>& positions) const {
    std::string sql = "UPDATE " + quoted(entity_->key) + " SET _deleted = ?2";
    int parameter = 2;
    for (const std::size_t position : positions)
        sql += ", " + quoted(entity_->fields[position].key) + " = ?" + std::to_string(++parameter);
    Statement statement = TRY(db.prepare(sql + " WHERE pk = ?1"));
    statement.bind(0, row.pk);
    statement.bind(1, std::int64_t{row.record.life == Record::Life::Deleted});
    parameter = 2;
    for (const std::size_t position : positions)
        statement.bind(parameter++, row.record.values[position]);
    return statement.run();
}

Status EntityTable::erase(Database& db, const RecordId& id) const {
    Statement statement = TRY(db.prepare("DELETE FROM " + quoted(entity_->key) + " WHERE id = ?1"));
    return statement.bind(0, id).run();
}

Result<Statement> EntityTable::prepare_put(Database& db) const {
    return db.prepare(put_sql_);
}

Status EntityTable::put(Statement& statement, const RowImage& row) const {
    statement.bind(0, row.id).bind(1, static_cast<std::int64_t>(raw(row.version)));
    statement.bind(2, std::int64_t{row.deleted});
    for (std::size_t position = 0; position < entity_->fields.size(); ++position) {
        if (position < row.values.size())
            statement.bind_view(parameter_of(position), row.values[position]);
        else
            statement.bind_null(parameter_of(position));
    }
    return statement.run();
}

}  // namespace holdfast
