#include "staged_rows.h"

#include <algorithm>

namespace holdfast::sync {

Result<StagedRow*> StagedRows::find(const EntityDef& entity, const RecordId& id) {
    const Key key{entity.id, id};
    if (const auto found = rows_.find(key); found != rows_.end())
        return found->second.entity == nullptr ? nullptr : &found->second;
    std::optional<ServerRow> row = TRY(store_->read_row(entity.id, id));
    StagedRow& staged = rows_[key];
    if (!row) return nullptr;
    // Rows written under an older definition lack the newest fields.
    row->values.resize(entity.fields.size());
    row->field_seqs.resize(entity.fields.size());
    staged.entity = &entity;
    staged.row = *std::move(row);
    return &staged;
}

StagedRow& StagedRows::create(const EntityDef& entity, const RecordId& id) {
    StagedRow& staged = rows_[Key{entity.id, id}];
    staged.entity = &entity;
    staged.row.id = id;
    staged.row.values.resize(entity.fields.size());
    staged.row.field_seqs.resize(entity.fields.size());
    staged.change = StagedRow::Change::Changed;
    return staged;
}

void StagedRows::set(StagedRow& staged, std::size_t position, Value value) {
    staged.row.values[position] = std::move(value);
    staged.row.field_seqs[position] = seq_;
    staged.change = StagedRow::Change::Changed;
}

void StagedRows::set_custom(StagedRow& staged, FieldId field, Value value) {
    std::vector<CustomCell>& cells = staged.row.custom;
    const auto before = [](const CustomCell& cell, FieldId wanted) { return cell.field < wanted; };
    auto found = std::lower_bound(cells.begin(), cells.end(), field, before);
    if (found == cells.end() || found->field != field) found = cells.insert(found, {field, {}, {}});
    found->value = std::move(value);
    found->seq = seq_;
    staged.change = StagedRow::Change::Changed;
}

void StagedRows::set_life(StagedRow& staged, Record::Life life) {
    staged.row.deleted = life == Record::Life::Deleted;
    staged.row.deleted_seq = seq_;
    staged.change = StagedRow::Change::Changed;
}

ServerSeq StagedRows::last_write_of(const StagedRow& staged) const {
    return staged.change == StagedRow::Change::Changed ? seq_ : staged.row.version;
}

Status StagedRows::write() {
    for (auto& [key, staged] : rows_) {
        if (staged.change == StagedRow::Change::None) continue;
        staged.row.version = seq_;
        TRY(store_->write_row(key.entity, staged.row));
    }
    return {};
}

}  // namespace holdfast::sync
