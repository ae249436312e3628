// A person's name in two fields, and one text taken apart for them. Private to core.
#pragma once

#include <string>
#include <string_view>

#include "core/registry.h"

namespace holdfast {

/// The two fields that a full name is split into; nothing for modules without a person's name.
struct NameFields {
    const FieldDef* first = nullptr;
    const FieldDef* last = nullptr;
};
[[nodiscard]] NameFields name_fields_of(const EntityDef& entity);
struct SplitName {
    std::string first;
    std::string last;
};
/// "Claire Gute", "Gute, Claire", "山田 太郎" (family name first).
[[nodiscard]] SplitName split_full_name(std::string_view name);

}  // namespace holdfast
