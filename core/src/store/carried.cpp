#include "store/carried.h"

#include <algorithm>

#include "store/custom_columns.h"
#include "store/entity_table.h"

namespace holdfast {
namespace {

constexpr char kCarry[] = R"sql(
    INSERT INTO sync_carried (entity, id, field, value) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (entity, id, field) DO UPDATE SET value = excluded.value
)sql";
constexpr char kForgetRecord[] = "DELETE FROM sync_carried WHERE entity = ?1 AND id = ?2";
constexpr char kEndRecord[] =
    "DELETE FROM sync_overlay WHERE entity = ?1 AND id = ?2 AND last_no <= ?3";
constexpr char kCarryDecided[] =
    "INSERT OR IGNORE INTO sync_carried (entity, id, field, value) VALUES (?1, ?2, ?3, ?4)";

bool fits(const FieldDef& field, const Value& value) {
    switch (info_of(field.type).kind) {
        case ValueKind::Integer:
            return is_null(value) || std::holds_alternative<std::int64_t>(value);
        case ValueKind::Link:
            return is_null(value) || std::holds_alternative<RecordId>(value);
        case ValueKind::Text:
            break;
    }
    return is_null(value) || std::holds_alternative<std::string>(value);
}

/// As SQLite's typeof() says it.
std::string_view type_name(const FieldDef& field) {
    switch (info_of(field.type).kind) {
        case ValueKind::Integer:
            return "integer";
        case ValueKind::Link:
            return "blob";
        case ValueKind::Text:
            break;
    }
    return "text";
}

/// Whether the values stand where the definition has them. Nobody has judged the values of fields
/// that administrators added, so those are always looked at one by one.
bool is_in_order(const EntityDef& entity, const std::vector<FieldId>& fields) {
    if (fields.size() > entity.fields.size()) return false;
    for (std::size_t position = 0; position < fields.size(); ++position)
        if (fields[position] != entity.fields[position].id || is_custom(fields[position]))
            return false;
    return true;
}

/// Takes the values of one record that go to no column.
class Carrier {
public:
    Carrier(Database& db, EntityId entity) : db_(&db), entity_(entity) {}

    /// Looks whether anything of the entity is carried: most often there is nothing to forget.
    Status look() {
        Statement any = TRY(db_->prepare("SELECT 1 FROM sync_carried WHERE entity = ?1 LIMIT 1"));
        any.bind(0, number_of(entity_));
        holds_any_ = TRY(any.step());
        return {};
    }
    Status start(const RecordId& record) {
        record_ = record;
        if (!holds_any_) return {};
        Statement forget = TRY(db_->prepare(kForgetRecord));
        return forget.bind(0, number_of(entity_)).bind(1, record_).run();
    }
    Status carry(FieldId field, const Value& value) {
        Statement insert = TRY(db_->prepare(kCarry));
        insert.bind(0, number_of(entity_)).bind(1, record_).bind(2, number_of(field));
        return insert.bind(3, value).run();
    }

private:
    Database* db_;
    EntityId entity_;
    RecordId record_;
    bool holds_any_ = false;
};

/// Puts what is known of one row in its place and carries the rest.
class RowSorter {
public:
    RowSorter(Database& db, const EntityDef& entity, const std::vector<FieldId>& fields)
        : db_(&db), entity_(&entity), fields_(&fields), table_(entity), carrier_(db, entity.id) {}

    Status start() { return carrier_.look(); }
    Result<RowImage> sort(const RowImage& row) {
        RowImage sorted{row.id, row.version, row.deleted, {}};
        sorted.values.resize(entity_->fields.size());
        TRY(carrier_.start(row.id));
        for (std::size_t position = 0; position < fields_->size(); ++position) {
            const Value value = position < row.values.size() ? row.values[position] : Value();
            const FieldDef* field = entity_->find_field((*fields_)[position]);
            if (field && fits(*field, value))
                sorted.values[entity_->index_of(field->id)] = value;
            else
                TRY(carry(row.id, (*fields_)[position], value));
        }
        return sorted;
    }

private:
    /// Nothing is worth carrying only where a column of an earlier definition may hold more.
    Status carry(const RecordId& record, FieldId field, const Value& value) {
        if (is_null(value) && !TRY(table_.exists(*db_, record))) return {};
        return carrier_.carry(field, value);
    }

    Database* db_;
    const EntityDef* entity_;
    const std::vector<FieldId>* fields_;
    EntityTable table_;
    Carrier carrier_;
};

std::string of_entity(const EntityDef& entity) {
    return "entity = " + std::to_string(raw(entity.id));
}

Status bring_back_field(Database& db, const EntityDef& entity, const FieldDef& field) {
    const std::string cells = of_entity(entity) + " AND field = " + std::to_string(raw(field.id)) +
                              " AND typeof(value) IN ('null', '" + std::string(type_name(field)) +
                              "')";
    const std::string table = quoted(entity.key);
    const std::string covered = "SELECT id FROM sync_overlay WHERE " + of_entity(entity) +
                                " AND field = " + std::to_string(raw(field.id));
    const auto value_of = [&](const std::string& row) {
        return "(SELECT c.value FROM sync_carried AS c WHERE c.id = " + row +
               ".id AND c.entity = " + std::to_string(raw(entity.id)) +
               " AND c.field = " + std::to_string(raw(field.id)) + ")";
    };
    TRY(db.run("UPDATE sync_overlay SET base_value = " + value_of("sync_overlay") + " WHERE " +
               of_entity(entity) + " AND field = " + std::to_string(raw(field.id)) +
               " AND id IN (SELECT id FROM sync_carried WHERE " + cells + ")"));
    TRY(db.run("UPDATE " + table + " SET " + quoted(field.key) + " = " + value_of(table) +
               " WHERE id IN (SELECT id FROM sync_carried WHERE " + cells + ") AND id NOT IN (" +
               covered + ")"));
    return db.run("DELETE FROM sync_carried WHERE " + cells);
}

Status bring_back_rows(Database& db, const EntityDef& entity) {
    const std::string known = of_entity(entity) + " AND field = 65534";
    const std::string table = quoted(entity.key);
    TRY(db.run("DELETE FROM " + table + " WHERE id IN (SELECT id FROM sync_carried WHERE " + known +
               ") AND id NOT IN (SELECT id FROM sync_overlay WHERE " + of_entity(entity) + ")"));
    TRY(db.run("INSERT INTO " + table +
               " (id, _v, _deleted) SELECT id, value, coalesce((SELECT value FROM sync_carried AS"
               " life WHERE life." +
               of_entity(entity) +
               " AND life.id = sync_carried.id AND life.field = 0), 0) FROM sync_carried WHERE " +
               known + " ON CONFLICT (id) DO UPDATE SET _v = excluded._v"));
    return db.run("DELETE FROM sync_carried WHERE " + of_entity(entity) +
                  " AND field IN (0, 65534)");
}

Result<std::vector<std::int64_t>> read_numbers(Database& db, const std::string& sql) {
    Statement statement = TRY(db.prepare(sql));
    std::vector<std::int64_t> numbers;
    while (TRY(statement.step())) numbers.push_back(statement.integer(0));
    return numbers;
}

}  // namespace

Result<std::optional<std::vector<RowImage>>> take_known(Database& db, const EntityDef& entity,
                                                        const EntityRows& rows) {
    std::optional<std::vector<RowImage>> sorted;
    if (is_in_order(entity, rows.fields)) return sorted;
    sorted.emplace();
    sorted->reserve(rows.rows.size());
    RowSorter sorter(db, entity, rows.fields);
    TRY(sorter.start());
    for (const RowImage& row : rows.rows) sorted->push_back(TRY(sorter.sort(row)));
    return sorted;
}

Status carry_rows(Database& db, const EntityRows& rows) {
    Carrier carrier(db, rows.entity);
    TRY(carrier.look());
    for (const RowImage& row : rows.rows) {
        // A server that does not say which fields they are can only be asked again.
        if (rows.fields.empty()) return {};
        TRY(carrier.start(row.id));
        TRY(carrier.carry(kFieldExists, static_cast<std::int64_t>(raw(row.version))));
        TRY(carrier.carry(kFieldDeleted, std::int64_t{row.deleted}));
        const std::size_t count = std::min(row.values.size(), rows.fields.size());
        for (std::size_t position = 0; position < count; ++position)
            if (!is_null(row.values[position]))
                TRY(carrier.carry(rows.fields[position], row.values[position]));
    }
    return {};
}

Status end_unknown_cell(Database& db, const CellKey& key, TransactionNo upto) {
    const std::optional<OverlayCell> cell = TRY(read_cell(db, key));
    if (!cell) return {};
    const DecidedEffect effect = overlay_decided(*cell, upto);
    if (!effect.show) return {};
    TRY(erase_cell(db, key));
    Statement insert = TRY(db.prepare(kCarryDecided));
    insert.bind(0, number_of(key.entity)).bind(1, key.record).bind(2, number_of(key.field));
    return insert.bind(3, *effect.show).run();
}

Status end_unknown_record(Database& db, EntityId entity, const RecordId& record,
                          TransactionNo upto) {
    Statement end = TRY(db.prepare(kEndRecord));
    end.bind(0, number_of(entity)).bind(1, record);
    return end.bind(2, static_cast<std::int64_t>(raw(upto))).run();
}

Status forget_carried(Database& db, const Registry& registry) {
    TRY(db.run("DELETE FROM sync_carried"));
    for (const std::string& table : TRY(read_unknown_tables(db, registry)))
        TRY(db.run("DELETE FROM " + quoted(table)));
    return {};
}

Status bring_back_carried(Database& db, const Registry& registry) {
    for (const std::int64_t entity_number :
         TRY(read_numbers(db, "SELECT DISTINCT entity FROM sync_carried"))) {
        const EntityDef* entity = registry.find(static_cast<EntityId>(entity_number));
        if (!entity) continue;
        TRY(bring_back_rows(db, *entity));
        for (const std::int64_t field_number : TRY(read_numbers(
                 db, "SELECT DISTINCT field FROM sync_carried WHERE " + of_entity(*entity))))
            if (const FieldDef* field = entity->find_field(static_cast<FieldId>(field_number)))
                TRY(bring_back_field(db, *entity, *field));
    }
    return {};
}

}  // namespace holdfast
