// KeptChoices: choices that are not offered any more, because the change set that brought them was
// taken back, does not fit, or is not known here. What people chose is kept like any other value.
#pragma once

#include <string_view>

#include "core/field.h"

namespace holdfast {

/// Whether a key is of something that administrators added: a field, a choice, a state.
[[nodiscard]] constexpr bool is_own_key(std::string_view key) {
    return key.starts_with("x_");
}

/// Whether what `after` holds of choices that are not offered stood in `before` already. False for
/// fields without choices.
[[nodiscard]] bool keeps_choices(const FieldDef& field, const Value& before, const Value& after);

/// Whether some change set may have offered all of `value` that the field does not: of the
/// product's fields keys of one's own only, of a field of one's own any key. The rest of what makes
/// a value right (its form, its length) still counts. False for fields without choices.
[[nodiscard]] bool may_have_been_offered(const FieldDef& field, const Value& value);

}  // namespace holdfast
