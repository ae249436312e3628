#include "store/overlay_writer.h"

namespace holdfast {

void OverlayWriter::depend_on(TransactionNo no) {
    if (no != TransactionNo::None && no != no_) depends_on_.insert(no);
}

// A link to a record whose creation is undecided means nothing without that creation.
Status OverlayWriter::depend_on_links(const EntityDef& entity, const Operation& operation,
                                      const Record* shown) {
    std::vector<Value> values(entity.fields.size());
    if (shown) values = shown->values;
    for (const FieldEdit& edit : operation.edits)
        if (entity.find_field(edit.field)) values[entity.index_of(edit.field)] = edit.value;
    for (const FieldEdit& edit : operation.edits) {
        const RecordId id = link_or_none(edit.value);
        const FieldDef* field = entity.find_field(edit.field);
        if (id.is_none() || !field) continue;
        const EntityDef* target = link_target(*registry_, entity, *field, values);
        if (!target) continue;
        const auto creation = TRY(read_cell(*db_, {target->id, id, kFieldExists}));
        if (creation) depend_on(creation->last_no);
    }
    return {};
}

Result<OverlayCell> OverlayWriter::edit_cell(const CellKey& key, const Value& shown,
                                             ServerSeq seen) {
    const std::optional<OverlayCell> existing = TRY(read_cell(*db_, key));
    if (existing) depend_on(existing->last_no);
    OverlayCell cell = overlay_local_edit(existing, shown, ended_->seen(key, seen), no_);
    TRY(write_cell(*db_, key, cell));
    return cell;
}

Status OverlayWriter::stamp(const EntityDef& entity, Operation& operation, const Record* shown) {
    TRY(depend_on_links(entity, operation, shown));
    if (operation.kind == OperationKind::Create) return stamp_create(operation);
    const std::optional<OverlayCell> creation =
        TRY(read_cell(*db_, {entity.id, operation.record, kFieldExists}));
    if (creation) depend_on(creation->last_no);
    // What the same transaction creates is covered by that creation.
    if (!shown) return {};
    if (operation.kind == OperationKind::Remove || operation.kind == OperationKind::Restore)
        return stamp_life(operation, *shown, creation);
    for (FieldEdit& edit : operation.edits) {
        const Value& value = shown->values[entity.index_of(edit.field)];
        TRY(stamp_edit({entity.id, operation.record, edit.field}, edit, value, creation));
    }
    return {};
}

Status OverlayWriter::stamp_unknown(const Operation& operation) {
    if (operation.kind == OperationKind::Create) return stamp_create(operation);
    // What the same transaction creates is covered by that creation.
    return {};
}

Status OverlayWriter::stamp_create(const Operation& operation) {
    const CellKey key{operation.entity, operation.record, kFieldExists};
    return write_cell(*db_, key, OverlayCell{Value(), operation.base, no_, no_});
}

Status OverlayWriter::stamp_life(Operation& operation, const Record& shown,
                                 const std::optional<OverlayCell>& creation) {
    const CellKey key{operation.entity, operation.record, kFieldDeleted};
    const Value life = std::int64_t{shown.life == Record::Life::Deleted};
    const OverlayCell cell = TRY(edit_cell(key, life, operation.base));
    operation.base = cell.base;
    if (cell.first_no != no_) operation.own_no = cell.first_no;
    if (creation) operation.own_no = creation->first_no;
    return {};
}

Status OverlayWriter::stamp_edit(const CellKey& key, FieldEdit& edit, const Value& shown,
                                 const std::optional<OverlayCell>& creation) {
    const OverlayCell cell = TRY(edit_cell(key, shown, edit.base));
    edit.base = cell.base;
    if (cell.first_no != no_) edit.own_no = cell.first_no;
    if (creation) edit.own_no = creation->first_no;
    return {};
}

}  // namespace holdfast
