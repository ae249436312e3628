// Value: what one field of a record holds. Four kinds, no floating point anywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/ids.h"
#include "core/result.h"

namespace holdfast {

/// Null | integer (numbers, money in minor units, booleans, dates in days, times in ms UTC) |
/// text (UTF-8) | link to a record. What an integer means is the field type's business.
using Value = std::variant<std::monostate, std::int64_t, std::string, RecordId>;

[[nodiscard]] inline bool is_null(const Value& value) {
    return std::holds_alternative<std::monostate>(value);
}
/// The integer, or `otherwise` when the value is of another kind.
[[nodiscard]] std::int64_t integer_or(const Value& value, std::int64_t otherwise);
/// The text, or an empty view when the value is of another kind. Lives as long as `value`.
[[nodiscard]] std::string_view text_or_empty(const Value& value);
/// The link, or RecordId{} when the value is of another kind.
[[nodiscard]] RecordId link_or_none(const Value& value);

/// JSON form used in conflict records and debug views: null, 12, "text", {"id":"<uuid>"}.
[[nodiscard]] std::string to_json(const Value& value);
/// Reads to_json(). Fails with BadInput.
[[nodiscard]] Result<Value> value_from_json(std::string_view json);

}  // namespace holdfast
