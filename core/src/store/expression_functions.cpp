// The SQL functions behind Expression::to_sql(): the same code as the evaluator's.
#include <sqlite3.h>

#include "core/expression.h"
#include "core/sqlite.h"
#include "model/expression_operation.h"
#include "store/expression_values.h"

namespace holdfast {
namespace {

constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;

/// A record id is no argument of an operation.
Value argument_of(sqlite3_value* argument) {
    Value value = value_of_sql(argument);
    return std::holds_alternative<RecordId>(value) ? Value() : value;
}

void apply(sqlite3_context* call, int count, sqlite3_value** arguments) {
    const auto* operation = static_cast<const ExpressionOperation*>(sqlite3_user_data(call));
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(count));
    for (int index = 0; index < count; ++index) {
        values.push_back(argument_of(arguments[index]));
        if (is_null(values.back())) return sqlite3_result_null(call);
    }
    set_sql_result(call, apply_operation(*operation, values));
}

void forget_operation(void* operation) {
    delete static_cast<ExpressionOperation*>(operation);
}

ExpressionTotal* total_of(sqlite3_context* call) {
    return static_cast<ExpressionTotal*>(
        sqlite3_aggregate_context(call, static_cast<int>(sizeof(ExpressionTotal))));
}

void add_to_total(sqlite3_context* call, int, sqlite3_value** arguments) {
    ExpressionTotal* total = total_of(call);
    if (!total) return sqlite3_result_error_nomem(call);
    if (sqlite3_value_type(arguments[0]) == SQLITE_INTEGER)
        total->add(sqlite3_value_int64(arguments[0]));
}

void finish_sum(sqlite3_context* call) {
    const ExpressionTotal* total = total_of(call);
    if (!total) return sqlite3_result_error_nomem(call);
    set_sql_result(call, total->sum());
}

/// The decimals are a setting, the same in each call; the last step has noted them.
struct AverageTotal {
    ExpressionTotal total;
    std::int64_t decimals;
};

AverageTotal* average_of(sqlite3_context* call) {
    return static_cast<AverageTotal*>(
        sqlite3_aggregate_context(call, static_cast<int>(sizeof(AverageTotal))));
}

void add_to_average(sqlite3_context* call, int, sqlite3_value** arguments) {
    AverageTotal* average = average_of(call);
    if (!average) return sqlite3_result_error_nomem(call);
    average->decimals = sqlite3_value_int64(arguments[1]);
    if (sqlite3_value_type(arguments[0]) == SQLITE_INTEGER)
        average->total.add(sqlite3_value_int64(arguments[0]));
}

void finish_average(sqlite3_context* call) {
    const AverageTotal* average = average_of(call);
    if (!average) return sqlite3_result_error_nomem(call);
    set_sql_result(call, average->total.average(average->decimals));
}

int register_aggregates(sqlite3* db) {
    const int code = sqlite3_create_function_v2(db, "holdfast_sum", 1, kFlags, nullptr, nullptr,
                                                add_to_total, finish_sum, nullptr);
    if (code != SQLITE_OK) return code;
    const int average =
        sqlite3_create_function_v2(db, "holdfast_average", 2, kFlags, nullptr, nullptr,
                                   add_to_average, finish_average, nullptr);
    return average != SQLITE_OK ? average : register_totals_function(db);
}

}  // namespace

Value value_of_sql(sqlite3_value* argument) {
    switch (sqlite3_value_type(argument)) {
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_value_int64(argument)};
        case SQLITE_TEXT: {
            const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(argument));
            if (!text) return {};
            return std::string(text, static_cast<std::size_t>(sqlite3_value_bytes(argument)));
        }
        case SQLITE_BLOB: {
            const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_value_blob(argument));
            const int size = sqlite3_value_bytes(argument);
            return record_id_from_bytes({bytes, static_cast<std::size_t>(size)});
        }
        default:
            return {};
    }
}

void set_sql_result(sqlite3_context* call, const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        sqlite3_result_int64(call, *integer);
    else if (const auto* text = std::get_if<std::string>(&value))
        sqlite3_result_text(call, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
    else
        sqlite3_result_null(call);
}

Status register_expression_functions(Database& db) {
    for (const StrictOperation& strict : strict_operations()) {
        auto operation = std::make_unique<ExpressionOperation>(strict.operation);
        // SQLite owns it from here on, also when it refuses the function.
        const int code = sqlite3_create_function_v2(
            db.raw_handle(), strict.sql_name, strict.argument_count, kFlags, operation.release(),
            apply, nullptr, nullptr, forget_operation);
        if (code != SQLITE_OK) return fail(ErrorCode::Storage, "expression.function", code);
    }
    const int code = register_aggregates(db.raw_handle());
    if (code != SQLITE_OK) return fail(ErrorCode::Storage, "expression.aggregate", code);
    return {};
}

}  // namespace holdfast
