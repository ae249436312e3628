#include "purposes.h"

#include <algorithm>

namespace holdfast {

bool serves(const EntityDef& entity, std::string_view purpose) {
    return std::find(entity.purposes.begin(), entity.purposes.end(), purpose) !=
           entity.purposes.end();
}

const EntityDef* find_serving(const Registry& registry, std::string_view purpose, EntityKind kind) {
    for (const EntityDef& entity : registry.entities())
        if (entity.kind == kind && serves(entity, purpose)) return &entity;
    return nullptr;
}

AnyLink find_any_link(const Registry& registry, std::string_view purpose) {
    for (const EntityDef& entity : registry.entities()) {
        if (!serves(entity, purpose)) continue;
        for (const FieldDef& field : entity.fields)
            if (field.type == FieldType::LinkAny) return {&entity, &field, field.entity_field};
    }
    return {};
}

const FieldDef* link_to(const Registry& registry, const EntityDef& entity,
                        std::string_view purpose) {
    for (const FieldDef& field : entity.fields) {
        if (field.type != FieldType::Link) continue;
        const EntityDef* target = registry.find(field.target);
        const bool wanted = target != nullptr && target->kind == EntityKind::Record;
        if (wanted && serves(*target, purpose)) return &field;
    }
    return nullptr;
}

const FieldDef* text_of(const EntityDef& entity) {
    for (const FieldId id : entity.title) {
        const FieldDef* field = entity.find_field(id);
        if (field != nullptr && info_of(field->type).free_text) return field;
    }
    return nullptr;
}

}  // namespace holdfast
