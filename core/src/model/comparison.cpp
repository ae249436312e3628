#include "model/comparison.h"

namespace holdfast {
namespace {

using Operation = ExpressionOperation;

constexpr Comparison kComparisons[] = {
    {Operation::Equal, FilterOperator::Equal, "==", " = "},
    {Operation::NotEqual, FilterOperator::NotEqual, "!=", " <> "},
    {Operation::Less, FilterOperator::Less, "<", " < "},
    {Operation::LessOrEqual, FilterOperator::LessOrEqual, "<=", " <= "},
    {Operation::Greater, FilterOperator::Greater, ">", " > "},
    {Operation::GreaterOrEqual, FilterOperator::GreaterOrEqual, ">=", " >= "},
};

template <typename Key>
const Comparison* find_by(Key Comparison::*member, Key key) {
    for (const Comparison& comparison : kComparisons)
        if (comparison.*member == key) return &comparison;
    return nullptr;
}

}  // namespace

const Comparison* find_comparison(ExpressionOperation operation) {
    return find_by(&Comparison::operation, operation);
}

const Comparison* find_comparison(FilterOperator filter) {
    return find_by(&Comparison::filter, filter);
}

const Comparison* find_comparison(std::string_view word) {
    return find_by(&Comparison::word, word);
}

bool holds(const Comparison& comparison, const Value& left, const Value& right) {
    switch (comparison.operation) {
        case Operation::Equal:
            return left == right;
        case Operation::NotEqual:
            return left != right;
        case Operation::Less:
            return left < right;
        case Operation::LessOrEqual:
            return left <= right;
        case Operation::Greater:
            return left > right;
        default:
            return left >= right;
    }
}

}  // namespace holdfast
