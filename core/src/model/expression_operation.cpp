#include "model/expression_operation.h"

#include <algorithm>

#include "core/expression.h"
#include "model/expression_arithmetic.h"
#include "model/expression_dates.h"
#include "model/expression_text.h"

namespace holdfast {
namespace {

using Operation = ExpressionOperation;

constexpr StrictOperation kStrict[] = {
    {Operation::Add, "holdfast_add", 2},
    {Operation::Subtract, "holdfast_subtract", 2},
    {Operation::Negate, "holdfast_negate", 1},
    {Operation::Multiply, "holdfast_multiply", 3},
    {Operation::Divide, "holdfast_divide", 3},
    {Operation::Rescale, "holdfast_rescale", 2},
    {Operation::Compare, "holdfast_compare", 3},
    {Operation::Lower, "holdfast_lower", 1},
    {Operation::Upper, "holdfast_upper", 1},
    {Operation::Trim, "holdfast_trim", 1},
    {Operation::Length, "holdfast_length", 1},
    {Operation::Contains, "holdfast_contains", 2},
    {Operation::StartsWith, "holdfast_starts_with", 2},
    {Operation::Concat, "holdfast_concat", -1},
    {Operation::DaysBetween, "holdfast_days_between", 2},
    {Operation::AddDays, "holdfast_add_days", 2},
    {Operation::Year, "holdfast_year", 1},
    {Operation::Month, "holdfast_month", 1},
    {Operation::Day, "holdfast_day", 1},
};

Value value_of(std::optional<std::int64_t> integer) {
    return integer ? Value(*integer) : Value();
}

bool are_texts(std::span<const Value> arguments) {
    return std::all_of(arguments.begin(), arguments.end(), [](const Value& argument) {
        return std::holds_alternative<std::string>(argument);
    });
}

bool are_integers(std::span<const Value> arguments) {
    return std::all_of(arguments.begin(), arguments.end(), [](const Value& argument) {
        return std::holds_alternative<std::int64_t>(argument);
    });
}

Value concatenated(std::span<const Value> arguments) {
    std::size_t bytes = 0;
    for (const Value& argument : arguments) bytes += text_or_empty(argument).size();
    if (bytes > kExpressionTextBytesMax) return {};
    std::string text;
    text.reserve(bytes);
    for (const Value& argument : arguments) text += text_or_empty(argument);
    return text;
}

Value apply_to_texts(Operation operation, std::span<const Value> arguments) {
    const auto text = [&](std::size_t index) { return text_or_empty(arguments[index]); };
    switch (operation) {
        case Operation::Lower:
            return in_lower_case(text(0));
        case Operation::Upper:
            return in_upper_case(text(0));
        case Operation::Trim:
            return std::string(trimmed(text(0)));
        case Operation::Length:
            return length_of(text(0));
        case Operation::Contains:
            return std::int64_t{text(0).find(text(1)) != std::string_view::npos};
        case Operation::StartsWith:
            return std::int64_t{text(0).starts_with(text(1))};
        default:
            return concatenated(arguments);
    }
}

std::optional<std::int64_t> apply_to_integers(Operation operation,
                                              std::span<const Value> arguments) {
    const auto number = [&](std::size_t index) { return integer_or(arguments[index], 0); };
    switch (operation) {
        case Operation::Add:
            return sum_of(number(0), number(1));
        case Operation::Subtract:
            return difference_of(number(0), number(1));
        case Operation::Negate:
            return difference_of(0, number(0));
        case Operation::Multiply:
            return product_of(number(0), number(1), number(2));
        case Operation::Divide:
            return quotient_of(number(0), number(1), number(2));
        case Operation::Rescale:
            return rescaled(number(0), number(1));
        case Operation::Compare:
            return compared(number(0), number(1), number(2));
        case Operation::DaysBetween:
            return difference_of(number(1), number(0));
        case Operation::AddDays:
            return date_after(number(0), number(1));
        case Operation::Year:
            return date_part(number(0), DatePart::Year);
        case Operation::Month:
            return date_part(number(0), DatePart::Month);
        default:
            return date_part(number(0), DatePart::Day);
    }
}

}  // namespace

std::span<const StrictOperation> strict_operations() {
    return kStrict;
}

const StrictOperation* find_strict_operation(ExpressionOperation operation) {
    for (const StrictOperation& strict : kStrict)
        if (strict.operation == operation) return &strict;
    return nullptr;
}

Value apply_operation(ExpressionOperation operation, std::span<const Value> arguments) {
    const bool takes_texts = operation >= Operation::Lower && operation <= Operation::Concat;
    if (takes_texts) return are_texts(arguments) ? apply_to_texts(operation, arguments) : Value();
    if (!are_integers(arguments)) return {};
    return value_of(apply_to_integers(operation, arguments));
}

}  // namespace holdfast
