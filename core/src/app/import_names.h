// ImportNames: which column names mean which field, in six languages. Private to core/src/app.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/registry.h"

namespace holdfast {

/// Letters and digits of a column name, folded: "Customer-Name " and "customer_name" are one.
[[nodiscard]] std::string name_key(std::string_view column_name);

/// name_key()s under which people know a field.
struct FieldNames {
    std::vector<std::string> own;    ///< Its key, and its label in all languages.
    std::vector<std::string> usual;  ///< Usual other words.
};
[[nodiscard]] FieldNames names_of_field(const EntityDef& entity, const FieldDef& field);
/// Names of a column that holds a person's full name.
[[nodiscard]] const std::vector<std::string>& names_of_full_name();
/// Names of a column that says the file is about customers: people who are accounts, too.
[[nodiscard]] const std::vector<std::string>& names_of_customer();

/// The choice or state that `text` means: key, label in any language, or a usual other word.
[[nodiscard]] std::string_view find_choice_by_any_name(const EntityDef& entity,
                                                       const FieldDef& field,
                                                       std::string_view text);

}  // namespace holdfast
