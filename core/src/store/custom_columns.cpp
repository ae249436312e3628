#include "store/custom_columns.h"

#include "store/entity_table.h"

namespace holdfast {
namespace {

constexpr char kRead[] =
    "SELECT field, custom_column.name FROM custom_column JOIN pragma_table_info(?2) AS present"
    " ON present.name = custom_column.name WHERE entity = ?1 ORDER BY custom_column.name";
constexpr char kNote[] =
    "INSERT INTO custom_column (entity, name, field) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (entity, name) DO UPDATE SET field = excluded.field";
constexpr char kForget[] = "DELETE FROM custom_column WHERE entity = ?1 AND name = ?2";
constexpr char kOldTables[] =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 2) = 'x_'";

/// One table while its columns find their owners.
class Settling {
public:
    Settling(Database& db, const EntityDef& entity, Columns& present)
        : db_(&db), entity_(&entity), present_(&present) {}

    Status read_owners() {
        for (CustomColumn& column : TRY(read_custom_columns(*db_, entity_->id, entity_->key)))
            owners_.emplace(std::move(column.name), column.field);
        return {};
    }
    Status settle(const FieldDef& field) {
        if (present_->contains(field.key)) {
            if (is_of(field, field.key)) return {};
            TRY(put_aside(field.key));
        }
        for (const auto& [name, owner] : owners_)
            if (owner == field.id && name.starts_with(field.key + "~") && is_of(field, name))
                return rename(std::string(name), field.key);
        return {};
    }

private:
    /// Databases of earlier programs do not say whose a column is: there the type has to do.
    [[nodiscard]] bool is_of(const FieldDef& field, const std::string& name) const {
        const auto owner = owners_.find(name);
        return present_->at(name) == column_type(field.type) &&
               (owner == owners_.end() || owner->second == field.id);
    }
    /// What it holds stays under a name that no field has.
    Status put_aside(const std::string& name) {
        const auto owner = owners_.find(name);
        std::string aside = name + "~";
        aside += owner == owners_.end() ? present_->at(name) : std::to_string(raw(owner->second));
        while (present_->contains(aside)) aside += "~";
        return rename(name, aside);
    }
    Status rename(const std::string& from, const std::string& to) {
        TRY(db_->run("ALTER TABLE " + quoted(entity_->key) + " RENAME COLUMN " + quoted(from) +
                     " TO " + quoted(to)));
        present_->emplace(to, present_->at(from));
        present_->erase(from);
        const auto owner = owners_.find(from);
        if (owner == owners_.end()) return {};
        const FieldId field = owner->second;
        owners_.erase(owner);
        owners_.emplace(to, field);
        Statement forget = TRY(db_->prepare(kForget));
        TRY(forget.bind(0, number_of(entity_->id)).bind(1, std::string_view(from)).run());
        Statement note = TRY(db_->prepare(kNote));
        note.bind(0, number_of(entity_->id)).bind(1, std::string_view(to));
        return note.bind(2, number_of(field)).run();
    }

    Database* db_;
    const EntityDef* entity_;
    Columns* present_;
    std::map<std::string, FieldId> owners_;
};

}  // namespace

Result<std::vector<CustomColumn>> read_custom_columns(Database& db, EntityId entity,
                                                      std::string_view table) {
    Statement rows = TRY(db.prepare(kRead));
    rows.bind(0, number_of(entity)).bind(1, table);
    std::vector<CustomColumn> columns;
    while (TRY(rows.step()))
        columns.push_back({static_cast<FieldId>(rows.integer(0)), std::string(rows.text(1))});
    return columns;
}

Status settle_custom_columns(Database& db, const EntityDef& entity, Columns& present) {
    Settling settling(db, entity, present);
    TRY(settling.read_owners());
    for (const FieldDef& field : entity.fields)
        if (is_custom(field.id)) TRY(settling.settle(field));
    return {};
}

Status note_custom_columns(Database& db, const EntityDef& entity) {
    for (const FieldDef& field : entity.fields) {
        if (!is_custom(field.id)) continue;
        Statement note = TRY(db.prepare(kNote));
        note.bind(0, number_of(entity.id)).bind(1, std::string_view(field.key));
        TRY(note.bind(2, number_of(field.id)).run());
    }
    return {};
}

Result<std::vector<std::string>> read_unknown_tables(Database& db, const Registry& registry) {
    std::vector<std::string> unknown;
    Statement tables = TRY(db.prepare(kOldTables));
    while (TRY(tables.step()))
        if (!registry.find(tables.text(0))) unknown.emplace_back(tables.text(0));
    return unknown;
}

}  // namespace holdfast
