// What of a conversion its person may do and see.
#include <algorithm>

#include "core/rules.h"
#include "store/conversion_draft.h"

namespace holdfast {
namespace {

/// Whether an amount of the record is worked out of the field.
bool is_summed(const Registry& registry, const EntityDef& entity, FieldId field) {
    const auto reads = [&](const Expression& amount) {
        const std::vector<ExpressionDependency> all = amount.dependencies();
        return std::any_of(all.begin(), all.end(), [&](const ExpressionDependency& read) {
            return read.entity == entity.id && read.field == field;
        });
    };
    const EntityRules& rules = registry.rules(entity.id);
    return std::any_of(entity.computed.begin(), entity.computed.end(), [&](const FieldDef& amount) {
        return amount.type == FieldType::Money && reads(*rules.computed(amount.id));
    });
}

}  // namespace

bool ConversionDraft::is_hidden(EntityId entity, FieldId field) const {
    return policy_->field_access(entity, field) == FieldAccess::Hidden;
}

bool ConversionDraft::may_copy(const Expression& value) const {
    const std::vector<ExpressionDependency> reads = value.dependencies();
    return std::none_of(reads.begin(), reads.end(), [&](const ExpressionDependency& read) {
        return read.field != kFieldDeleted && is_hidden(read.entity, read.field);
    });
}

bool ConversionDraft::loses_amounts(const std::vector<ConvertedField>& map,
                                    const EntityDef& to) const {
    return std::any_of(map.begin(), map.end(), [&](const ConvertedField& each) {
        return (is_hidden(to.id, each.field) || !may_copy(each.value)) &&
               is_summed(*registry_, to, each.field);
    });
}

// An amount without one of its parts would be wrong and nobody would notice; an open quantity tells
// the quantities that it is made of.
bool ConversionDraft::needs_hidden(const ConvertedRecord& record) const {
    if (loses_amounts(record.map, *registry_->find(record.to))) return true;
    return std::any_of(record.lines.begin(), record.lines.end(), [&](const ConvertedLines& lines) {
        const bool open_hidden =
            lines.open && (is_hidden(lines.to, lines.open->field) || !may_copy(lines.open->value));
        return open_hidden || loses_amounts(lines.map, *registry_->find(lines.to));
    });
}

Result<bool> ConversionDraft::may_change_source() {
    std::vector<FieldId> changed;
    if (!rule_->then.empty()) changed.push_back(entity_->state_field);
    for (const ConvertedRecord& record : rule_->make)
        if (record.link != FieldId::None) changed.push_back(record.link);
    if (changed.empty()) return true;
    const bool may_write = std::all_of(changed.begin(), changed.end(), [&](FieldId id) {
        const bool engine = entity_->find_field(id)->access == Access::ReadOnly;
        const FieldAccess least = engine ? FieldAccess::Read : FieldAccess::Write;
        return policy_->field_access(entity_->id, id) >= least;
    });
    return may_write && TRY(policy_->can(Action::Edit, source_, all_));
}

// Only where a right is missing it matters what would be made: what is found needs none.
Result<bool> ConversionDraft::may_create() const {
    const auto may = [&](EntityId entity) { return policy_->can(entity, Action::Create); };
    if (std::all_of(rule_->make.begin(), rule_->make.end(),
                    [&](const ConvertedRecord& record) { return may(record.to); }))
        return true;
    ConversionDraft trial(*store_, *policy_, *rule_, source_, today_);
    TRY(trial.make());
    return std::all_of(trial.records_.begin(), trial.records_.end(),
                       [&](const ConvertedTo& record) {
                           return record.origin == ConvertedTo::Origin::Found || may(record.entity);
                       });
}

Result<bool> ConversionDraft::is_offered() {
    if (!TRY(may_change_source())) return false;
    const Record* stored = TRY(all_.find_linked(entity_->id, source_.id));
    return stored != nullptr && TRY(holds(rule_->when, *stored)) && TRY(may_create());
}

}  // namespace holdfast
