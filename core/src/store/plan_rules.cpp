#include "store/plan_rules.h"

#include <algorithm>

namespace holdfast {
namespace {

bool is_changed(const PlannedRow& planned, FieldId field) {
    if (planned.origin == PlannedRow::Origin::Created) return true;
    const std::size_t position = planned.entity->index_of(field);
    return planned.stored.values[position] != planned.row.record.values[position];
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
    for (const FieldDef& field : planned.entity->fields) TRY(check_required(planned, field));
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

Status PlanRules::check_writable(const PlannedRow& planned, const Operation& operation) {
    if (operation.kind != OperationKind::Set) return {};
    if (planned.origin == PlannedRow::Origin::Created) return {};
    for (const FieldEdit& edit : operation.edits) {
        const FieldRules* rules = store_->registry->rules(planned.entity->id).find(edit.field);
        if (!rules || !rules->readonly_if || !is_changed(planned, edit.field)) continue;
        const Value answer = TRY(rules->readonly_if->evaluate(planned.stored, stored_, today_));
        if (integer_or(answer, 0) != 0)
            issues_.push_back({operation.record, edit.field, IssueKind::ReadOnly, {}});
    }
    return {};
}

}  // namespace holdfast
