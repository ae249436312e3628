#include "core/policy.h"

#include <algorithm>

#include "core/record.h"
#include "store/policy_impl.h"

namespace holdfast {
namespace {

bool contains(const std::vector<RecordId>& sorted, const RecordId& id) {
    return std::binary_search(sorted.begin(), sorted.end(), id);
}

/// Asks one record, and its parents on the way up.
class RecordCheck {
public:
    RecordCheck(const Policy::Impl& policy, ExpressionSource& source)
        : policy_(policy), source_(source) {}

    Result<bool> allows(const EntityPolicy& module, Action action, const Record& record) {
        for (const PolicyRule* rule : Policy::Impl::rules_of(module, action))
            if (!TRY(passes(module, *rule, record))) return false;
        return true;
    }

private:
    Result<bool> passes(const EntityPolicy& module, const PolicyRule& rule, const Record& record) {
        if (rule.base == PolicyRule::Base::Everything) return true;
        for (const PolicyClause& clause : rule.clauses)
            if (TRY(holds(module, clause, record))) return true;
        return rule.of_parent ? parent_allows(module, *rule.of_parent, record)
                              : Result<bool>(false);
    }

    Result<bool> parent_allows(const EntityPolicy& module, Action action, const Record& record) {
        const EntityPolicy& parent = *policy_.find(module.parent_field->target);
        if (policy_.allows_all(parent, action)) return true;
        const RecordId id = link_or_none(value(module, *module.parent_field, record));
        const Record* found = TRY(source_.find_linked(parent.entity->id, id));
        return found ? allows(parent, action, *found) : Result<bool>(false);
    }

    Result<bool> holds(const EntityPolicy& module, const PolicyClause& clause,
                       const Record& record) {
        if (clause.whose == PolicyClause::Whose::Listed && !is_listed(module, clause, record))
            return false;
        if (!clause.condition) return true;
        const Value answer = TRY(clause.condition->evaluate(record, source_, policy_.today));
        return integer_or(answer, 0) != 0;
    }

    static bool is_listed(const EntityPolicy& module, const PolicyClause& clause,
                          const Record& record) {
        if (contains(clause.records, record.id)) return true;
        if (module.group_field &&
            contains(clause.groups, link_or_none(value(module, *module.group_field, record))))
            return true;
        const auto is_of_person = [&](const FieldDef* field) {
            const Value& person = value(module, *field, record);
            if (field->type == FieldType::Link)
                return contains(clause.people, link_or_none(person));
            return std::binary_search(clause.names.begin(), clause.names.end(),
                                      text_or_empty(person), std::less<>());
        };
        return std::any_of(module.person_fields.begin(), module.person_fields.end(), is_of_person);
    }

    static const Value& value(const EntityPolicy& module, const FieldDef& field,
                              const Record& record) {
        static const Value kNothing;
        const std::size_t position = module.entity->index_of(field.id);
        return position < record.values.size() ? record.values[position] : kNothing;
    }

    const Policy::Impl& policy_;
    ExpressionSource& source_;
};

}  // namespace

const EntityPolicy* Policy::Impl::find(EntityId entity) const {
    const auto found = entities.find(entity);
    return found == entities.end() ? nullptr : &found->second;
}

std::vector<const PolicyRule*> Policy::Impl::rules_of(const EntityPolicy& entity, Action action) {
    const PolicyRule* wanted = &entity.rules[static_cast<std::size_t>(action)];
    if (action == Action::Read || action == Action::Create) return {wanted};
    return {&entity.rules[static_cast<std::size_t>(Action::Read)], wanted};
}

bool Policy::Impl::passes_all(const EntityPolicy& entity, const PolicyRule& rule) const {
    if (rule.base == PolicyRule::Base::Everything) return true;
    return rule.of_parent && allows_all(*find(entity.parent_field->target), *rule.of_parent);
}

bool Policy::Impl::passes_none(const EntityPolicy& entity, const PolicyRule& rule) const {
    if (rule.base == PolicyRule::Base::Everything || !rule.clauses.empty()) return false;
    return !rule.of_parent || allows_none(*find(entity.parent_field->target), *rule.of_parent);
}

bool Policy::Impl::allows_all(const EntityPolicy& entity, Action action) const {
    const std::vector<const PolicyRule*> rules = rules_of(entity, action);
    return std::all_of(rules.begin(), rules.end(),
                       [&](const PolicyRule* rule) { return passes_all(entity, *rule); });
}

bool Policy::Impl::allows_none(const EntityPolicy& entity, Action action) const {
    const std::vector<const PolicyRule*> rules = rules_of(entity, action);
    return std::any_of(rules.begin(), rules.end(),
                       [&](const PolicyRule* rule) { return passes_none(entity, *rule); });
}

bool Policy::is_unlimited() const {
    return impl_->base == Impl::Base::Everything;
}

bool Policy::can(EntityId entity, Action action) const {
    if (!impl_->registry->find(entity)) return false;
    if (impl_->base == Impl::Base::Everything) return true;
    const EntityPolicy* module = impl_->find(entity);
    return module && !impl_->allows_none(*module, action);
}

Result<bool> Policy::can(Action action, const Record& record, ExpressionSource& source) const {
    if (!impl_->registry->find(record.entity)) return false;
    if (impl_->base == Impl::Base::Everything) return true;
    const EntityPolicy* module = impl_->find(record.entity);
    return module ? RecordCheck(*impl_, source).allows(*module, action, record)
                  : Result<bool>(false);
}

}  // namespace holdfast
