// ExpressionOperation: what a node does; those that only look at their arguments are worked out
// here, once for both back ends. Private to core/src.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/value.h"

namespace holdfast {

enum class ExpressionOperation : std::uint8_t {
    // Each back end does these in its own way.
    Literal,
    Field,
    Through,  ///< What its operand is at the end of its path of links.
    Today,
    And,
    Or,
    Not,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    IsNull,
    Coalesce,
    If,
    Count,
    Sum,
    Minimum,
    Maximum,
    Average,
    DocumentTotals,  ///< Settings: Derive, decimals of the answer and of unit prices.
    // Null when an argument is null; otherwise apply_operation().
    Add,
    Subtract,
    Negate,
    Multiply,  ///< Setting: decimals too many in the product.
    Divide,    ///< Setting: decimals that the dividend lacks.
    Rescale,   ///< Setting: decimals more, or fewer when negative.
    Compare,   ///< Setting: decimals that the left lacks, or the right when negative. -1, 0, 1.
    Lower,
    Upper,
    Trim,
    Length,
    Contains,
    StartsWith,
    Concat,
    DaysBetween,
    AddDays,
    Year,
    Month,
    Day,
};

struct StrictOperation {
    ExpressionOperation operation;
    const char* sql_name;
    int argument_count;  ///< Settings included; -1: any number.
};
/// Every operation from Add on.
[[nodiscard]] std::span<const StrictOperation> strict_operations();
/// Null when `operation` is none of them.
[[nodiscard]] const StrictOperation* find_strict_operation(ExpressionOperation operation);

/// The result; null when an argument is null or of a kind that does not fit, on overflow, and on
/// division by zero. As many arguments as the operation has.
[[nodiscard]] Value apply_operation(ExpressionOperation operation,
                                    std::span<const Value> arguments);

/// Adds up integers without overflow on the way. All zero is an empty total, so that SQLite's
/// memory for aggregates can hold one.
struct ExpressionTotal {
    std::int64_t high = 0;
    std::int64_t low = 0;
    std::int64_t count = 0;
    void add(std::int64_t value);
    /// 0 of nothing; null on overflow.
    [[nodiscard]] Value sum() const;
    /// With `decimals` more than the values; null of nothing.
    [[nodiscard]] Value average(std::int64_t decimals) const;
};

}  // namespace holdfast
