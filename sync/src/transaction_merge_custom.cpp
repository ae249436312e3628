// Fields and entities that administrators added. They have no columns here: every field is a unit
// of its own that merges like a scalar, known by its number.
#include <algorithm>

#include "transaction_merge.h"

namespace holdfast::sync {
namespace {

const CustomCell* find_cell(const ServerRow& row, FieldId field) {
    const auto found =
        std::find_if(row.custom.begin(), row.custom.end(),
                     [field](const CustomCell& cell) { return cell.field == field; });
    return found == row.custom.end() ? nullptr : &*found;
}

Value value_of(const ServerRow& row, FieldId field) {
    const CustomCell* cell = find_cell(row, field);
    return cell == nullptr ? Value() : cell->value;
}

std::string object_json(const std::string& key, const Value& value) {
    return "{\"" + key + "\":" + to_json(value) + "}";
}

}  // namespace

const EntityDef* TransactionMerge::find_entity(EntityId id) {
    if (const EntityDef* entity = registry_->find(id)) return entity;
    if (!is_custom(id)) return nullptr;
    EntityDef& shell = shells_[id];
    shell.id = id;
    const EntityDef* known = customized_ == nullptr ? nullptr : customized_->find(id);
    shell.key = known == nullptr ? "#" + std::to_string(raw(id)) : known->key;
    return &shell;
}

const EntityDef& TransactionMerge::judge_of(const EntityDef& entity) const {
    const EntityDef* known = customized_ == nullptr ? nullptr : customized_->find(entity.id);
    return known == nullptr ? entity : *known;
}

std::string TransactionMerge::key_of(const EntityDef& entity, FieldId field) const {
    const FieldDef* known = judge_of(entity).find_field(field);
    return known == nullptr ? "#" + std::to_string(raw(field)) : known->key;
}

Status TransactionMerge::stage_custom(StagedRow& staged, const FieldEdit& edit) {
    const CustomCell* cell = find_cell(staged.row, edit.field);
    const Value current = value_of(staged.row, edit.field);
    if (current == edit.value) return {};
    const auto unseen =
        cell == nullptr ? std::optional<LogEntry>{} : TRY(unseen_at(cell->seq, edit.base));
    if (!unseen) return apply_custom(staged, edit);
    const std::string key = key_of(*staged.entity, edit.field);
    const bool wins =
        judge_concurrent(MergeKind::Scalar, author_, *unseen, Current::Filled) == Verdict::Win;
    ConflictRecords::Collision collision;
    collision.seen = object_json(key, edit.seen);
    collision.rule = rule_name(MergeKind::Scalar);
    const ConflictSide theirs = TRY(side_of(*unseen, object_json(key, current)));
    if (wins) TRY(apply_custom(staged, edit));
    const ConflictSide own = TRY(side_of(own_entry_, object_json(key, edit.value)));
    collision.winner = wins ? own : theirs;
    collision.loser = wins ? theirs : own;
    return conflicts_.open({staged.entity, staged.row.id, key}, collision);
}

Status TransactionMerge::apply_custom(StagedRow& staged, const FieldEdit& edit) {
    rows_.set_custom(staged, edit.field, edit.value);
    if (!TRY(conflicts_.has_any(*staged.entity, staged.row.id))) return {};
    const std::string key = key_of(*staged.entity, edit.field);
    const ConflictSide shown = TRY(side_of(own_entry_, object_json(key, edit.value)));
    return conflicts_.settle({staged.entity, staged.row.id, key}, edit.base, shown);
}

bool TransactionMerge::is_servers_correction(const StagedRow& staged, const FieldEdit& edit) const {
    const EntityDef& judge = judge_of(*staged.entity);
    if (judge.state_field == FieldId::None || edit.field != judge.state_field) return false;
    const bool known = staged.entity->find_field(edit.field) != nullptr;
    const Value current = known ? staged.row.values[staged.entity->index_of(edit.field)]
                                : value_of(staged.row, edit.field);
    return is_servers_move(judge, current, edit.value);
}

// A move is judged by where the record is now, as far as the server knows the states.
Decision TransactionMerge::stage_custom_move(StagedRow& staged, const Operation& operation) {
    const EntityDef& judge = judge_of(*staged.entity);
    const FieldEdit& target = operation.edits.front();
    const Value current = value_of(staged.row, target.field);
    const bool known = judge.state_field != FieldId::None;
    if (known && target.field != judge.state_field)
        return Refusal{RejectionCode::Invalid, judge.id, target.field, {}};
    if (known && current != target.value &&
        !judge.allows(text_or_empty(current), text_or_empty(target.value)))
        return Refusal{RejectionCode::BadTransition, judge.id, target.field, to_json(current)};
    if (known && is_servers_move(judge, current, target.value))
        return Refusal{RejectionCode::NotAllowed, judge.id, target.field, to_json(current)};
    for (const FieldEdit& edit : operation.edits) rows_.set_custom(staged, edit.field, edit.value);
    return {};
}

}  // namespace holdfast::sync
