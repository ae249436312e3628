#include "store/policy_fields.h"

#include <algorithm>

#include "core/query.h"
#include "core/rules.h"

namespace holdfast {
namespace {

/// Rights are judged by it, on the device as well.
bool places_record(const EntityPolicy& module, const FieldDef& field) {
    const auto& people = module.person_fields;
    return &field == module.parent_field || &field == module.group_field ||
           std::find(people.begin(), people.end(), &field) != people.end();
}

FieldAccess access_of(const std::map<EntityId, EntityPolicy>& modules,
                      const ExpressionDependency& read) {
    const auto module = modules.find(read.entity);
    if (module == modules.end()) return FieldAccess::Hidden;
    const auto access = module->second.access.find(read.field);
    // The life of children is no field.
    return access == module->second.access.end() ? FieldAccess::Read : access->second;
}

bool tells_hidden(const std::map<EntityId, EntityPolicy>& modules, const Expression& expression) {
    const std::vector<ExpressionDependency> reads = expression.dependencies();
    return std::any_of(reads.begin(), reads.end(), [&](const ExpressionDependency& read) {
        return access_of(modules, read) == FieldAccess::Hidden;
    });
}

}  // namespace

std::map<FieldId, FieldAccess> compile_access(const PolicyLevels& levels,
                                              const EntityPolicy& module) {
    std::map<FieldId, FieldAccess> access;
    const auto add = [&](const FieldDef& field, FieldAccess most) {
        FieldAccess given = levels.access(module, field);
        const bool is_open = levels.level(module, Action::Read) != RightsLevel::None;
        if (is_open && places_record(module, field)) given = std::max(given, FieldAccess::Read);
        access.emplace(field.id, std::min(given, most));
    };
    for (const FieldDef& field : module.entity->fields)
        add(field, field.access == Access::ReadOnly ? FieldAccess::Read : FieldAccess::Write);
    for (const FieldDef& field : module.entity->computed) add(field, FieldAccess::Read);
    return access;
}

void hide_computed_fields(const Registry& registry, std::map<EntityId, EntityPolicy>& modules) {
    for (auto& [id, module] : modules)
        for (const FieldDef& field : module.entity->computed)
            if (const Expression* expression = registry.rules(id).computed(field.id))
                if (tells_hidden(modules, *expression))
                    module.access[field.id] = FieldAccess::Hidden;
}

FieldAccess Policy::field_access(EntityId entity, FieldId field) const {
    const EntityDef* definition = impl_->registry->find(entity);
    const FieldDef* known = definition ? definition->find_any(field) : nullptr;
    if (!known || known->presence == Presence::Hidden) return FieldAccess::Hidden;
    if (impl_->base == Impl::Base::Everything) {
        const bool fixed = known->access == Access::ReadOnly || !definition->find_field(field);
        return fixed ? FieldAccess::Read : FieldAccess::Write;
    }
    const EntityPolicy* module = impl_->find(entity);
    return module ? module->access.at(field) : FieldAccess::Hidden;
}

std::vector<FieldId> Policy::readable_fields(EntityId entity) const {
    std::vector<FieldId> fields;
    const EntityDef* definition = impl_->registry->find(entity);
    if (!definition) return fields;
    for (const auto* list : {&definition->fields, &definition->computed})
        for (const FieldDef& field : *list)
            if (field_access(entity, field.id) != FieldAccess::Hidden) fields.push_back(field.id);
    return fields;
}

FieldId Policy::find_hidden_field(EntityId entity, const std::vector<FieldId>& fields) const {
    const EntityDef* definition = impl_->registry->find(entity);
    if (!definition) return FieldId::None;
    const auto found = std::find_if(fields.begin(), fields.end(), [&](FieldId field) {
        return definition->find_any(field) && field_access(entity, field) == FieldAccess::Hidden;
    });
    return found == fields.end() ? FieldId::None : *found;
}

FieldId Policy::find_hidden_field(const Query& query) const {
    std::vector<FieldId> used;
    for (const FieldFilter& filter : query.filters) used.push_back(filter.field);
    used.push_back(query.sort_field);
    return find_hidden_field(query.entity, used);
}

}  // namespace holdfast
