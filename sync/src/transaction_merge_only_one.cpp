// What at most one of several records has (EntityRules::only_one()). Devices take it from the
// others in the same transaction; here it is settled between those who did not know of each other.
#include <set>

#include "core/rules.h"

#include "transaction_merge.h"

namespace holdfast::sync {
namespace {

bool has(const StagedRow& staged, std::size_t at) {
    return !staged.row.deleted && integer_or(staged.row.values[at], 0) != 0;
}

}  // namespace

Status TransactionMerge::settle_only_one() {
    std::set<const StagedRow*> settled;
    for (const auto* rows : {&changed_, &restored_})
        for (StagedRow* staged : *rows)
            if (settled.insert(staged).second) TRY(settle_only_one(*staged));
    return {};
}

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
    std::set<const StagedRow*> known = {&staged, nullptr};
    const auto take = [&](StagedRow* other) {
        if (!known.insert(other).second || other->entity != &entity) return;
        if (other->row.values[entity.index_of(per)] == link) beside.push_back(other);
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
        // Who came with it, out of the bin or from elsewhere, was not given it here.
        if (staged.row.field_seqs[at] != rows_.seq()) {
            rows_.set(staged, at, std::int64_t{0});
            return {};
        }
        if (!TRY(settle_two(staged, *other, at))) return {};
    }
    return {};
}

Result<bool> TransactionMerge::settle_two(StagedRow& staged, StagedRow& other, std::size_t at) {
    const auto written = TRY(store_->read_log(other.row.field_seqs[at]));
    const auto unseen = TRY(unseen_at(other.row.field_seqs[at], base_));
    const bool wins = !written || judge_concurrent(MergeKind::Scalar, author_, *written,
                                                   Current::Filled) == Verdict::Win;
    StagedRow& loser = wins ? other : staged;
    rows_.set(loser, at, std::int64_t{0});
    if (!unseen) return wins;
    const std::string& key = staged.entity->fields[at].key;
    const auto said = [&](const char* value) { return "{\"" + key + "\":" + value + "}"; };
    const ConflictSubject subject{staged.entity, loser.row.id, key};
    const ConflictSide winner = TRY(side_of(wins ? own_entry_ : *unseen, said("0")));
    const ConflictSide gave = TRY(side_of(wins ? *unseen : own_entry_, said("1")));
    TRY(conflicts_.open(subject, {said("0"), winner, gave, rule_name(MergeKind::Scalar)}));
    return wins;
}

}  // namespace holdfast::sync
