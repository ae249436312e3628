#include "form_rules.h"

#include <algorithm>

namespace holdfast {
namespace {

Value typed_value(const FormContext& context, const EntityDef& entity, const FieldDef& def,
                  const FormField& field) {
    if (field.editor == FieldShape::Link) return field.link.is_none() ? Value() : Value(field.link);
    if (field.editor == FieldShape::Switch) return std::int64_t{field.text == "1" ? 1 : 0};
    const ParsedValue parsed = parse_value(context.strings, entity, def, field.text, context.zone);
    return parsed.ok ? parsed.value : Value();
}

}  // namespace

Record typed_record(const FormContext& context, const EntityDef& entity, const RecordId& id,
                    const Record* stored, const std::vector<FormField>& fields) {
    Record record;
    if (stored) record = *stored;
    record.entity = entity.id;
    record.id = id;
    if (!stored)
        for (const FieldDef& field : entity.fields) record.values.push_back(field.initial);
    if (!stored && entity.state_field != FieldId::None)
        record.values[entity.index_of(entity.state_field)] = entity.initial_state;
    for (const FormField& field : fields) {
        const FieldDef* def = entity.find_field(field.field);
        if (!def || field.engine) continue;
        record.values[entity.index_of(def->id)] = typed_value(context, entity, *def, field);
    }
    return record;
}

std::int64_t FormRules::today_in(const FormContext& context) {
    return day_of(context.store->environment().now_ms(), context.zone);
}

Result<bool> FormRules::holds(const Expression& condition, const Record& typed, Unknown unknown) {
    const Value answer = TRY(condition.evaluate(typed, *source_, today_));
    if (is_null(answer)) return unknown == Unknown::IsTrue;
    return integer_or(answer, 0) != 0;
}

/// Options whose condition does not hold are left out, but for the one that is chosen.
Status FormRules::offer(const EntityDef& entity, const FieldRules& rules, const Record& typed,
                        FormField& field) {
    if (rules.options_if.empty()) return {};
    relabel_field(*context_, entity, field);
    for (const auto& conditional : rules.options_if) {
        const std::string& choice = conditional.first;
        if (choice == field.text || TRY(holds(conditional.second, typed, Unknown::IsTrue)))
            continue;
        std::erase_if(field.options,
                      [&](const FormOption& option) { return option.key == choice; });
    }
    return {};
}

Status FormRules::apply(const EntityDef& entity, const Record& typed,
                        std::vector<FormField>& fields) {
    const EntityRules& all = context_->store->registry().rules(entity.id);
    for (FormField& field : fields) {
        const FieldDef* def = entity.find_field(field.field);
        if (!def) continue;
        if (def->type == FieldType::LinkAny) {
            const EntityDef* target =
                link_target(context_->store->registry(), entity, *def, typed.values);
            field.target = target ? target->id : EntityId::None;
        }
        const FieldRules* rules = all.find(field.field);
        if (!rules) continue;
        if (rules->visible_if)
            field.visible = TRY(holds(*rules->visible_if, typed, Unknown::IsFalse));
        if (rules->required_if)
            field.required = def->need == Need::Required ||
                             TRY(holds(*rules->required_if, typed, Unknown::IsFalse));
        if (rules->readonly_if)
            field.read_only =
                field.engine || TRY(holds(*rules->readonly_if, typed, Unknown::IsFalse));
        TRY(offer(entity, *rules, typed, field));
    }
    return {};
}

Status FormRules::compute(const EntityDef& entity, const Record& typed,
                          std::vector<FormField>& fields) {
    const EntityRules& rules = context_->store->registry().rules(entity.id);
    for (FormField& field : fields) {
        const Expression* expression = rules.computed(field.field);
        if (!expression) continue;
        const Value value = TRY(expression->evaluate(typed, *source_, today_));
        TRY(fill_field(*context_, entity, {&value, &typed}, field));
    }
    return {};
}

}  // namespace holdfast
