// What at most one of several records has (EntityRules::only_one()). Devices take it from the
// others in the same transaction; here it is settled between those who did not know of each other.
#include <algorithm>

#include "core/rules.h"

#include "transaction_merge.h"

namespace holdfast::sync {
namespace {

bool has(const StagedRow& staged, std::size_t at) {
    return !staged.row.deleted && integer_or(staged.row.values[at], 0) != 0;
}

}  // namespace

Status TransactionMerge::settle_only_one(StagedRow& staged) {
    // What administrators added has no columns here, and no such rules.
    if (registry_->find(staged.entity->id) == nullptr) return {};
    for (const OnlyOneRule& rule : registry_->rules(staged.entity->id).only_one())
        TRY(settle_only_one(staged, rule));
    return {};
}

Result<std::vector<StagedRow*>> TransactionMerge::find_beside(const StagedRow& staged,
                                                              FieldId per) {
    const EntityDef& entity = *staged.entity;
    const Value& link = staged.row.values[entity.index_of(per)];
    std::vector<StagedRow*> beside;
    const auto take = [&](StagedRow* other) {
        if (other == nullptr || other == &staged || other->entity != &entity) return;
        if (other->row.values[entity.index_of(per)] != link) return;
        if (std::find(beside.begin(), beside.end(), other) == beside.end()) beside.push_back(other);
    };
    for (const RecordId& id :
         TRY(store_->read_changed_children({entity.id, per, link_or_none(link), ServerSeq::None})))
        take(TRY(rows_.find(entity, id)));
    for (StagedRow* other : changed_) take(other);
    return beside;
}

Status TransactionMerge::settle_only_one(StagedRow& staged, const OnlyOneRule& rule) {
    const std::size_t at = staged.entity->index_of(rule.field);
    const bool alone = is_null(staged.row.values[staged.entity->index_of(rule.per)]);
    if (alone || !has(staged, at)) return {};
    for (StagedRow* other : TRY(find_beside(staged, rule.per))) {
        if (!has(*other, at)) continue;
        const auto written = TRY(store_->read_log(other->row.field_seqs[at]));
        const bool wins = !written || judge_concurrent(MergeKind::Scalar, author_, *written,
                                                       Current::Filled) == Verdict::Win;
        rows_.set(wins ? *other : staged, at, std::int64_t{0});
        if (!wins) return {};
    }
    return {};
}

}  // namespace holdfast::sync
