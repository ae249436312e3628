// The recycle bin in a merge: what was removed there and edited here.
#include "transaction_merge.h"

namespace holdfast::sync {
namespace {

std::string life_json(bool deleted) {
    return deleted ? R"({"deleted":1})" : R"({"deleted":0})";
}

}  // namespace

Status TransactionMerge::stage_life(StagedRow& staged, const Operation& operation) {
    const bool deletes = operation.kind == OperationKind::Remove;
    if (staged.row.deleted == deletes) return {};
    const ConflictSubject subject{staged.entity, staged.row.id, kLifeUnit};
    const auto unseen = TRY(unseen_at(staged.row.deleted_seq, operation.base));
    const bool wins = !unseen || judge_concurrent(MergeKind::Scalar, author_, *unseen,
                                                  Current::Filled) == Verdict::Win;
    const ConflictSide own = TRY(side_of(own_entry_, life_json(deletes)));
    if (wins) {
        rows_.set_life(staged, deletes ? Record::Life::Deleted : Record::Life::Living);
        TRY(conflicts_.settle(subject, operation.base, own));
    }
    if (!unseen) return deletes ? note_bin_over_edit(staged, operation.base) : Status{};
    const ConflictSide theirs = TRY(side_of(*unseen, life_json(!deletes)));
    return conflicts_.open(subject,
                           {life_json(!deletes), wins ? own : theirs, wins ? theirs : own, "life"});
}

Status TransactionMerge::note_edit(StagedRow& staged, ServerSeq base) {
    TRY(note_edit_in_bin(staged, base));
    const EntityDef& entity = *staged.entity;
    if (entity.parent_field == FieldId::None) return {};
    const EntityDef* parent = registry_->find(entity.find_field(entity.parent_field)->target);
    const RecordId id = link_or_none(staged.row.values[entity.index_of(entity.parent_field)]);
    StagedRow* above = parent == nullptr ? nullptr : TRY(rows_.find(*parent, id));
    return above == nullptr ? Status{} : note_edit(*above, base);
}

// Nobody looks into the bin for new work: an edit that did not know of the removal says so.
Status TransactionMerge::note_edit_in_bin(StagedRow& staged, ServerSeq base) {
    if (!staged.row.deleted) return {};
    const auto remover = TRY(unseen_at(staged.row.deleted_seq, base));
    const ConflictSubject subject{staged.entity, staged.row.id, kLifeUnit};
    if (!remover || TRY(conflicts_.has_open(subject))) return {};
    const ConflictSide binned = TRY(side_of(*remover, life_json(true)));
    const ConflictSide edited = TRY(side_of(own_entry_, life_json(false)));
    return conflicts_.open(subject, {life_json(false), binned, edited, "edit_after_delete"});
}

Status TransactionMerge::note_bin_over_edit(StagedRow& staged, ServerSeq base) {
    const auto editor = TRY(unseen_work(staged, base));
    const ConflictSubject subject{staged.entity, staged.row.id, kLifeUnit};
    if (!editor || TRY(conflicts_.has_open(subject))) return {};
    const ConflictSide binned = TRY(side_of(own_entry_, life_json(true)));
    const ConflictSide edited = TRY(side_of(*editor, life_json(false)));
    return conflicts_.open(subject, {life_json(false), binned, edited, "delete_with_newer_edit"});
}

}  // namespace holdfast::sync
