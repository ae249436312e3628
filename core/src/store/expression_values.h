// ExpressionValues: values between SQLite and the functions behind expressions. Private to
// core/src/store.
#pragma once

#include <cstdint>
#include <span>

#include "core/value.h"

struct sqlite3;
struct sqlite3_context;
struct sqlite3_value;

namespace holdfast {

/// Null unless these are the bytes of a record id as columns hold it.
[[nodiscard]] Value record_id_from_bytes(std::span<const std::uint8_t> bytes);
/// Integers, texts and record ids; anything else is null.
[[nodiscard]] Value value_of_sql(sqlite3_value* argument);
void set_sql_result(sqlite3_context* call, const Value& value);

/// Registers holdfast_totals(). Gives SQLite's code.
[[nodiscard]] int register_totals_function(sqlite3* db);

}  // namespace holdfast
