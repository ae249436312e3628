// Comparison: the six ways to compare two values, once for expressions, filters and SQL. Private to
// core/src.
#pragma once

#include <string_view>

#include "core/filter.h"
#include "model/expression_operation.h"

namespace holdfast {

struct Comparison {
    ExpressionOperation operation;
    FilterOperator filter;
    std::string_view word;  ///< In the expression language.
    std::string_view sql;   ///< Null when a side is null.
};

/// Null when it is another operation.
[[nodiscard]] const Comparison* find_comparison(ExpressionOperation operation);
[[nodiscard]] const Comparison* find_comparison(FilterOperator filter);
[[nodiscard]] const Comparison* find_comparison(std::string_view word);

[[nodiscard]] inline bool asks_order(const Comparison& comparison) {
    return comparison.operation != ExpressionOperation::Equal &&
           comparison.operation != ExpressionOperation::NotEqual;
}

/// Of two values of one kind, none of them null.
[[nodiscard]] bool holds(const Comparison& comparison, const Value& left, const Value& right);

}  // namespace holdfast
