#include <algorithm>

#include "store/delta_apply.h"
#include "store/schema.h"

namespace holdfast {
namespace {

/// From here on, building the indexes afterwards is cheaper than keeping them up row by row.
constexpr std::size_t kBulkRowsMin = 2'000;
/// What a large delta may keep in memory for history.
constexpr std::size_t kNotesMax = 10'000;

Result<bool> is_mostly_new(Database& db, const EntityDef& entity, std::size_t row_count) {
    if (row_count < kBulkRowsMin) return false;
    Statement statement =
        TRY(db.prepare("SELECT count(*) FROM (SELECT 1 FROM " + quoted(entity.key) + " LIMIT ?1)"));
    statement.bind(0, static_cast<std::int64_t>(row_count));
    TRY(statement.step());
    return statement.integer(0) < static_cast<std::int64_t>(row_count / 4);
}

}  // namespace

RowIntake::RowIntake(Store::Impl& store, const EntityDef& entity, HistoryWriter& history)
    : store_(&store), entity_(&entity), history_(&history), table_(&store.table(entity)) {}

Result<bool> RowIntake::is_empty() {
    Statement statement =
        TRY(store_->db.prepare("SELECT 1 FROM " + quoted(entity_->key) + " LIMIT 1"));
    return !TRY(statement.step());
}

Status RowIntake::take(const std::vector<RowImage>& rows) {
    if (TRY(has_cells(store_->db, entity_->id))) return take_under_overlay(rows);
    const bool first = TRY(is_empty());
    const bool bulk = TRY(is_mostly_new(store_->db, *entity_, rows.size()));
    if (!bulk) return first ? take_all(rows) : take_noted(rows);
    TRY(drop_indexes(store_->db, *entity_));
    TRY(first ? take_all(rows) : take_noted(rows));
    return create_indexes(store_->db, *entity_);
}

Status RowIntake::take_all(const std::vector<RowImage>& rows) {
    Statement put = TRY(table_->prepare_put(store_->db));
    for (const RowImage& row : rows) TRY(table_->put(put, row));
    return history_->note_first_rows(*entity_, rows);
}

Status RowIntake::take_noted(const std::vector<RowImage>& rows) {
    Statement statement = TRY(table_->prepare_put(store_->db));
    for (const RowImage& row : rows) TRY(put(statement, row));
    return {};
}

/// A row that says what is here already costs no writing: a new start sends mostly such.
Status RowIntake::put(Statement& statement, const RowImage& row) {
    if (history_->count() >= kNotesMax) TRY(history_->flush());
    const auto before = TRY(table_->read(store_->db, row.id));
    Record after;
    after.entity = entity_->id;
    after.id = row.id;
    after.version = row.version;
    after.life = row.deleted ? Record::Life::Deleted : Record::Life::Living;
    after.values = row.values;
    after.values.resize(entity_->fields.size());
    if (!before) {
        history_->note_new(*entity_, after);
        return table_->put(statement, row);
    }
    const Record& known = before->record;
    if (known.version == after.version && known.life == after.life && known.values == after.values)
        return {};
    history_->note_change(*entity_, known, after);
    return table_->put(statement, row);
}

Status RowIntake::take_under_overlay(const std::vector<RowImage>& rows) {
    Statement statement = TRY(table_->prepare_put(store_->db));
    for (const RowImage& row : rows) {
        const std::vector<FieldCell> cells = TRY(read_cells(store_->db, entity_->id, row.id));
        if (cells.empty()) {
            TRY(put(statement, row));
            continue;
        }
        const RowImage shown = TRY(cover(row, cells));
        TRY(put(statement, shown));
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
