#include <algorithm>

#include "store/carried.h"
#include "store/delta_apply.h"

namespace holdfast {
namespace {

const TransactionResult* find_refusal(const std::vector<TransactionResult>& refusals,
                                      TransactionNo no) {
    const auto found =
        std::find_if(refusals.begin(), refusals.end(), [&](const TransactionResult& result) {
            return result.no == no && result.status != TransactionStatus::Applied;
        });
    return found == refusals.end() ? nullptr : &*found;
}

}  // namespace

Status DecisionIntake::take(const std::vector<TransactionResult>& refusals) {
    const std::vector<TransactionRecord> decided =
        TRY(read_pending(store_->db, PendingState::Queued, TransactionNo::None, upto_));
    for (const TransactionRecord& transaction : decided) {
        for (const Operation& operation : transaction.operations) TRY(decide(operation));
        const TransactionResult* refusal = find_refusal(refusals, transaction.no);
        // An empty one only filled a gap in the numbers: nobody typed it, nobody needs to see it.
        if (refusal && !transaction.operations.empty())
            TRY(write_refusal(store_->db, *refusal, decided_ms_));
        else
            TRY(write_decision(store_->db, transaction.no, PendingState::Acknowledged,
                               decided_ms_));
    }
    return {};
}

Status DecisionIntake::decide(const Operation& operation) {
    if (operation.kind == OperationKind::ReportNumber) return {};
    const EntityDef* entity = store_->registry->find(operation.entity);
    if (!entity) return end_unknown_record(store_->db, operation.entity, operation.record, upto_);
    if (operation.kind == OperationKind::Create) return decide_creation(*entity, operation);
    if (operation.edits.empty())
        return decide_cell(*entity, {entity->id, operation.record, kFieldDeleted});
    for (const FieldEdit& edit : operation.edits) {
        const CellKey key{entity->id, operation.record, edit.field};
        if (entity->find_field(edit.field))
            TRY(decide_cell(*entity, key));
        else
            TRY(end_unknown_cell(store_->db, key, upto_));
    }
    return {};
}

/// A creation the server did not accept takes the record with it; later own edits of it lie in the
/// log and will be answered as blocked.
Status DecisionIntake::decide_creation(const EntityDef& entity, const Operation& operation) {
    const CellKey key{entity.id, operation.record, kFieldExists};
    const std::optional<OverlayCell> cell = TRY(read_cell(store_->db, key));
    if (!cell || !overlay_decided(*cell, upto_).show) return {};
    if (!is_null(cell->base_value)) {
        for (const FieldEdit& edit : operation.edits)
            if (entity.find_field(edit.field))
                TRY(decide_cell(entity, {entity.id, operation.record, edit.field}));
        return erase_cell(store_->db, key);
    }
    TRY(erase_cells(store_->db, entity.id, operation.record));
    TRY(history_->note_gone(entity, operation.record));
    return store_->table(entity).erase(store_->db, operation.record);
}

Status DecisionIntake::decide_cell(const EntityDef& entity, const CellKey& key) {
    const std::optional<OverlayCell> cell = TRY(read_cell(store_->db, key));
    if (!cell) return {};
    const DecidedEffect effect = overlay_decided(*cell, upto_);
    const FieldDef* field = entity.find_field(key.field);
    if (!effect.show) {
        if (field && field->merge == MergeKind::Counter) counters_.insert(key);
        return {};
    }
    store_->ended_cells.add(key, {cell->base, at_});
    TRY(erase_cell(store_->db, key));
    counters_.erase(key);
    return show(entity, key, *effect.show);
}

Status DecisionIntake::show(const EntityDef& entity, const CellKey& key, const Value& value) {
    const EntityTable& table = store_->table(entity);
    auto row = TRY(table.read(store_->db, key.record));
    if (!row) return {};
    const Record before = row->record;
    std::vector<std::size_t> positions;
    if (key.field == kFieldDeleted) {
        row->record.life = integer_or(value, 0) != 0 ? Record::Life::Deleted : Record::Life::Living;
    } else {
        positions.push_back(entity.index_of(key.field));
        row->record.values[positions.front()] = value;
    }
    TRY(table.update(store_->db, *row, positions));
    history_->note_change(entity, before, row->record);
    store_->note_for_search(entity, row->pk, row->record.values);
    return {};
}

Status DecisionIntake::add_up(std::set<CellKey> counters) {
    counters.merge(counters_);
    for (const CellKey& key : counters) TRY(add_up(key));
    return {};
}

Status DecisionIntake::add_up(const CellKey& key) {
    const std::optional<OverlayCell> cell = TRY(read_cell(store_->db, key));
    if (!cell) return {};
    std::int64_t total = integer_or(cell->base_value, 0);
    const std::vector<TransactionRecord> undecided =
        TRY(read_pending(store_->db, PendingState::Queued, upto_, cell->last_no));
    for (const TransactionRecord& transaction : undecided)
        for (const Operation& operation : transaction.operations)
            if (operation.kind == OperationKind::Increment && operation.record == key.record &&
                operation.entity == key.entity && operation.edits.front().field == key.field)
                total += integer_or(operation.edits.front().value, 0);
    return show(*store_->registry->find(key.entity), key, total);
}

}  // namespace holdfast
