#include "store/plan_rules.h"

namespace holdfast {

Status DraftPlan::follow_states() {
    for (PlannedRow& planned : rows_) TRY(follow_state(planned));
    return {};
}

// A move that the draft makes itself is what the person wants; the module's checks judge it.
Status DraftPlan::follow_state(PlannedRow& planned) {
    const EntityDef& entity = *planned.entity;
    const Expression* follows = store_->registry->rules(entity.id).state_follows();
    Record& record = planned.row.record;
    if (follows == nullptr || record.life == Record::Life::Deleted) return {};
    if (!is_touched(planned, *follows)) return {};
    const std::size_t position = entity.index_of(entity.state_field);
    const std::string present(text_or_empty(record.values[position]));
    const bool created = planned.origin == PlannedRow::Origin::Created;
    const std::string_view before = created ? std::string_view(entity.initial_state)
                                            : text_or_empty(planned.stored.values[position]);
    if (present != before) return {};
    RecordSource source(*store_);
    for (const PlannedRow& each : rows_) source.put(each.row.record);
    const std::int64_t today = day_of(store_->environment->now_ms(), 0);
    const Value named = TRY(follows->evaluate(record, source, today));
    const std::string wanted(text_or_empty(named));
    if (wanted == present || entity.find_state(wanted) == nullptr) return {};
    Draft move(draft_->reason(), draft_->seen());
    move.transition(entity.id, record.id, present, wanted);
    plan_transition(planned, move.operations().front());
    return {};
}

}  // namespace holdfast
