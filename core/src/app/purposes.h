// Purposes: modules found by what they are for. Private to core/src/app.
#pragma once

#include <string_view>

#include "core/registry.h"

namespace holdfast {

[[nodiscard]] bool serves(const EntityDef& entity, std::string_view purpose);
/// The module for `purpose` that is of this kind; null when the registry has none.
[[nodiscard]] const EntityDef* find_serving(const Registry& registry, std::string_view purpose,
                                            EntityKind kind = EntityKind::Record);

/// A module whose records point to a record of any module.
struct AnyLink {
    const EntityDef* entity = nullptr;
    const FieldDef* record = nullptr;  ///< The LinkAny field.
    FieldId module = FieldId::None;    ///< Names the module of the record.
    explicit operator bool() const { return entity != nullptr; }
};
/// The first module for `purpose` that points to any record; none when there is none.
[[nodiscard]] AnyLink find_any_link(const Registry& registry, std::string_view purpose);
/// The first link of `entity` to a module for `purpose`; null when it has none.
[[nodiscard]] const FieldDef* link_to(const Registry& registry, const EntityDef& entity,
                                      std::string_view purpose);
/// The text that a record of `entity` is about: its first title field that people type.
[[nodiscard]] const FieldDef* text_of(const EntityDef& entity);

}  // namespace holdfast
