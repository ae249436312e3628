#include <algorithm>

#include "store/delta_apply.h"
#include "store/schema.h"

namespace holdfast {
namespace {

/// From here on, building the indexes afterwards is cheaper than keeping them up row by row.
constexpr std::size_t kBulkRowsMin = 2'000;

Result<bool> is_mostly_new(Database& db, const EntityDef& entity, std::size_t row_count) {
    if (row_count < kBulkRowsMin) return false;
    Statement statement =
        TRY(db.prepare("SELECT count(*) FROM (SELECT 1 FROM " + quoted(entity.key) + " LIMIT ?1)"));
    statement.bind(0, static_cast<std::int64_t>(row_count));
    TRY(statement.step());
    return statement.integer(0) < static_cast<std::int64_t>(row_count / 4);
}

}  // namespace

RowIntake::RowIntake(Store::Impl& store, const EntityDef& entity)
    : store_(&store), entity_(&entity), table_(&store.table(entity)) {}

Status RowIntake::take(const std::vector<RowImage>& rows) {
    if (TRY(has_cells(store_->db, entity_->id))) return take_under_overlay(rows);
    if (!TRY(is_mostly_new(store_->db, *entity_, rows.size()))) return take_all(rows);
    TRY(drop_indexes(store_->db, *entity_));
    TRY(take_all(rows));
    return create_indexes(store_->db, *entity_);
}

Status RowIntake::take_all(const std::vector<RowImage>& rows) {
    Statement put = TRY(table_->prepare_put(store_->db));
    for (const RowImage& row : rows) TRY(table_->put(put, row));
    return {};
}

Status RowIntake::take_under_overlay(const std::vector<RowImage>& rows) {
    Statement put = TRY(table_->prepare_put(store_->db));
    for (const RowImage& row : rows) {
        const std::vector<FieldCell> cells = TRY(read_cells(store_->db, entity_->id, row.id));
        if (cells.empty()) {
            TRY(table_->put(put, row));
            continue;
        }
        const RowImage shown = TRY(cover(row, cells));
        TRY(table_->put(put, shown));
    }
    return {};
}

/// The row as it is to be shown; what the server says of covered cells goes beneath them.
Result<RowImage> RowIntake::cover(const RowImage& row, const std::vector<FieldCell>& cells) {
    RowImage shown = row;
    shown.values.resize(entity_->fields.size());
    const auto stored = TRY(table_->read(store_->db, row.id));
    if (!stored) arrived_.emplace(entity_->id, row.id);
    for (const FieldCell& field_cell : cells) {
        const CellKey key{entity_->id, row.id, field_cell.field};
        const FieldDef* field = entity_->find_field(field_cell.field);
        Value said = std::int64_t{1};  // For kFieldExists: the server has the record.
        if (field_cell.field == kFieldDeleted) said = std::int64_t{row.deleted};
        if (field) said = shown.values[entity_->index_of(field->id)];
        const ServerValueEffect effect = overlay_server_value(field_cell.cell, said);
        TRY(write_cell(store_->db, key, *effect.overlay));
        if (!stored) continue;
        if (field_cell.field == kFieldDeleted)
            shown.deleted = stored->record.life == Record::Life::Deleted;
        if (!field) continue;
        const std::size_t position = entity_->index_of(field->id);
        shown.values[position] = stored->record.values[position];
        if (field->merge == MergeKind::Counter) counters_.insert(key);
    }
    return shown;
}

}  // namespace holdfast
