#include "store/policy_modules.h"

#include <algorithm>

namespace holdfast {
namespace {

constexpr std::string_view kRightsModules[] = {
    "user",  "role",         "profile",         "profile_right", "user_profile",
    "group", "group_member", "sharing_default", "sharing_rule",  "record_share"};

bool leads_to(const Registry& registry, const FieldDef& field, std::string_view key) {
    if (field.type != FieldType::Link) return false;
    const EntityDef* target = registry.find(field.target);
    return target && target->key == key;
}

const FieldDef* next_field(const Registry& registry, const EntityDef& entity) {
    if (entity.parent_field != FieldId::None) return entity.find_field(entity.parent_field);
    if (entity.kind != EntityKind::Link || !person_fields_of(registry, entity).empty())
        return nullptr;
    const auto found =
        std::find_if(entity.fields.begin(), entity.fields.end(), [](const FieldDef& field) {
            return field.type == FieldType::Link && field.need == Need::Required;
        });
    return found == entity.fields.end() ? nullptr : &*found;
}

}  // namespace

bool carries_rights(const EntityDef& entity) {
    return std::find(std::begin(kRightsModules), std::end(kRightsModules), entity.key) !=
           std::end(kRightsModules);
}

bool is_record_share(const EntityDef& entity) {
    return entity.key == "record_share";
}

bool is_conflict(const EntityDef& entity) {
    return entity.key == "conflict";
}

bool tells_one_person(const EntityDef& entity) {
    return std::find(entity.purposes.begin(), entity.purposes.end(), "notification") !=
           entity.purposes.end();
}

std::vector<const FieldDef*> person_fields_of(const Registry& registry, const EntityDef& entity) {
    std::vector<const FieldDef*> fields;
    const auto add = [&](std::string_view key) {
        const FieldDef* field = entity.find_field(key);
        if (!field) return;
        if (field->type == FieldType::Text || leads_to(registry, *field, "user"))
            fields.push_back(field);
    };
    add("owner");
    add("assignee");
    if (fields.empty()) add("user");
    if (is_conflict(entity)) {
        add("winner_user");
        add("loser_user");
    }
    return fields;
}

const FieldDef* group_field_of(const Registry& registry, const EntityDef& entity) {
    const FieldDef* field = entity.find_field("team");
    return field && leads_to(registry, *field, "group") ? field : nullptr;
}

const FieldDef* followed_field_of(const Registry& registry, const EntityDef& entity) {
    const FieldDef* followed = next_field(registry, entity);
    const FieldDef* field = followed;
    for (int hop = 0; field; ++hop) {
        const EntityDef* parent = registry.find(field->target);
        if (!parent || hop == kPolicyParentsMax) return nullptr;
        field = next_field(registry, *parent);
    }
    return followed;
}

Action parent_action_of(Action action) {
    return action == Action::Read || action == Action::Export ? action : Action::Edit;
}

}  // namespace holdfast
