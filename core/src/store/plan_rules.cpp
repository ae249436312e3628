#include "store/plan_rules.h"

#include <algorithm>

namespace holdfast {
namespace {

bool is_changed(const PlannedRow& planned, FieldId field) {
    if (planned.origin == PlannedRow::Origin::Created) return true;
    const std::size_t position = planned.entity->index_of(field);
    return planned.stored.values[position] != planned.row.record.values[position];
}

/// Whether the draft says something else than what the field holds without it.
bool differs(const PlannedRow& planned, FieldId field) {
    const std::size_t position = planned.entity->index_of(field);
    const Value& before = planned.origin == PlannedRow::Origin::Created
                              ? planned.entity->fields[position].initial
                              : planned.stored.values[position];
    return before != planned.row.record.values[position];
}

/// A new record as a form has it: what the engine writes later, its state above all, is history
/// that an import brings along, and does not close fields to the same import.
Record as_typed(const PlannedRow& planned) {
    const EntityDef& entity = *planned.entity;
    Record record = planned.row.record;
    for (std::size_t position = 0; position < entity.fields.size(); ++position)
        if (entity.fields[position].access == Access::ReadOnly)
            record.values[position] = entity.fields[position].initial;
    if (entity.state_field != FieldId::None)
        record.values[entity.index_of(entity.state_field)] = entity.initial_state;
    return record;
}

}  // namespace

bool is_touched(const PlannedRow& planned, const Expression& expression) {
    if (planned.origin == PlannedRow::Origin::Created) return true;
    const std::vector<ExpressionDependency> reads = expression.dependencies();
    return std::any_of(reads.begin(), reads.end(), [&](const ExpressionDependency& read) {
        return read.path.find('.') == std::string::npos &&
               planned.entity->find_field(read.field) != nullptr && is_changed(planned, read.field);
    });
}

PlanRules::PlanRules(Store::Impl& store, const std::deque<PlannedRow>& rows)
    : store_(&store),
      source_(store),
      stored_(store),
      today_(day_of(store.environment->now_ms(), 0)) {
    for (const PlannedRow& planned : rows) source_.put(planned.row.record);
}

Result<PlanRules::Truth> PlanRules::ask(const Expression& condition, const Record& record) {
    const Value answer = TRY(condition.evaluate(record, source_, today_));
    if (is_null(answer)) return Truth::Unknown;
    return integer_or(answer, 0) != 0 ? Truth::True : Truth::False;
}

// A field that is not shown is not demanded either.
Status PlanRules::check_required(const PlannedRow& planned, const FieldDef& field) {
    const Record& record = planned.row.record;
    const FieldRules* rules = store_->registry->rules(planned.entity->id).find(field.id);
    if (!rules || !rules->required_if) return {};
    if (!is_null(record.values[planned.entity->index_of(field.id)])) return {};
    if (!is_changed(planned, field.id) && !is_touched(planned, *rules->required_if)) return {};
    if (rules->visible_if && TRY(ask(*rules->visible_if, record)) != Truth::True) return {};
    if (TRY(ask(*rules->required_if, record)) == Truth::True)
        issues_.push_back({record.id, field.id, IssueKind::Missing, {}});
    return {};
}

Status PlanRules::check(const PlannedRow& planned) {
    const Record& record = planned.row.record;
    if (record.life == Record::Life::Deleted || !planned.is_changed()) return {};
    for (const FieldDef& field : planned.entity->fields) {
        TRY(check_required(planned, field));
        TRY(check_offered(planned, field));
    }
    const std::vector<Expression>& checks = store_->registry->rules(planned.entity->id).checks();
    for (std::size_t index = 0; index < checks.size(); ++index) {
        const CheckDef& check = planned.entity->checks[index];
        if (!is_touched(planned, checks[index])) continue;
        if (TRY(ask(checks[index], record)) == Truth::False)
            issues_.push_back({record.id, check.field, IssueKind::CheckFailed, check.key});
    }
    return {};
}

Status PlanRules::check_entered(const PlannedRow& planned, const StateDef& state) {
    const Expression* guard = store_->registry->rules(planned.entity->id).guard(state.key);
    if (!guard || TRY(ask(*guard, planned.row.record)) == Truth::True) return {};
    issues_.push_back(
        {planned.row.record.id, planned.entity->state_field, IssueKind::GuardFailed, state.key});
    return {};
}

Status PlanRules::check_writable(const PlannedRow& planned, const Operation& operation,
                                 const Draft& draft) {
    if (operation.kind == OperationKind::Transition) return {};
    const bool created = planned.origin == PlannedRow::Origin::Created;
    const Record before = created ? as_typed(planned) : planned.stored;
    for (const FieldEdit& edit : operation.edits) {
        const FieldRules* rules = store_->registry->rules(planned.entity->id).find(edit.field);
        if (!rules || !rules->readonly_if || !differs(planned, edit.field)) continue;
        const Value answer = TRY(rules->readonly_if->evaluate(before, stored_, today_));
        if (integer_or(answer, 0) == 0) continue;
        if (draft.takes_back() && TRY(ask(*rules->readonly_if, planned.row.record)) != Truth::True)
            continue;
        issues_.push_back({operation.record, edit.field, IssueKind::ReadOnly, {}});
    }
    return {};
}

Status PlanRules::check_offered(const PlannedRow& planned, const FieldDef& field) {
    const FieldRules* rules = store_->registry->rules(planned.entity->id).find(field.id);
    if (!rules || rules->options_if.empty() || !differs(planned, field.id)) return {};
    const std::string_view chosen =
        text_or_empty(planned.row.record.values[planned.entity->index_of(field.id)]);
    const std::vector<std::string> keys = field.type == FieldType::Choices
                                              ? read_choices(chosen)
                                              : std::vector<std::string>{std::string(chosen)};
    for (const auto& [choice, condition] : rules->options_if) {
        if (std::find(keys.begin(), keys.end(), choice) == keys.end()) continue;
        if (TRY(ask(condition, planned.row.record)) == Truth::False)
            issues_.push_back({planned.row.record.id, field.id, IssueKind::NotAChoice, {}});
    }
    return {};
}

}  // namespace holdfast
