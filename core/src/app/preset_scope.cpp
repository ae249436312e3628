#include "preset_scope.h"

#include <algorithm>

#include "core/query.h"

namespace holdfast {
namespace {

bool is_always(const FilterNode& node) {
    return node.kind == FilterNode::Kind::And && node.children.empty();
}

bool says(const FilterNode& filter, const FilterNode& scope) {
    if (filter == scope) return true;
    return filter.kind == FilterNode::Kind::And &&
           std::find(filter.children.begin(), filter.children.end(), scope) !=
               filter.children.end();
}

}  // namespace

FilterNode scope_of(const PresetDef& preset) {
    FilterNode scope;
    if (preset.where.empty()) return scope;
    scope.kind = FilterNode::Kind::Leaf;
    scope.expression = preset.where;
    return scope;
}

FilterNode within(const FilterNode& scope, FilterNode filter) {
    if (is_always(scope) || says(filter, scope)) return filter;
    FilterNode both;
    both.children.push_back(scope);
    if (!is_always(filter)) both.children.push_back(std::move(filter));
    return both;
}

bool opens(const Registry& registry, const Policy& policy, const ModulePlace& place) {
    if (!policy.can(place.entity->id, Action::Read)) return false;
    if (place.preset == nullptr) return true;
    Query query;
    query.entity = place.entity->id;
    query.filter = scope_of(*place.preset);
    query.policy = &policy;
    return !find_query_issue(registry, query);
}

bool fills(const Policy& policy, const EntityDef& entity, const PresetDef& preset) {
    return std::all_of(preset.defaults.begin(), preset.defaults.end(), [&](const auto& value) {
        return policy.field_access(entity.id, value.first) == FieldAccess::Write;
    });
}

}  // namespace holdfast
