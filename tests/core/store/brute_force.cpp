#include "core/store/brute_force.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"

namespace holdfast::test {
namespace {

std::string fold(std::string_view text) {
    std::string out;
    append_folded(out, text);
    return out;
}

bool is_empty(const Value& value) {
    return is_null(value) || value == Value(std::string());
}

bool contains(const FieldDef& field, const Value& value, std::string_view part) {
    if (field.type == FieldType::Choices) {
        const std::vector<std::string> keys = read_choices(text_or_empty(value));
        return std::find(keys.begin(), keys.end(), part) != keys.end();
    }
    return fold(text_or_empty(value)).find(fold(part)) != std::string::npos;
}

bool compares(FilterOperator op, const Value& left, const Value& right) {
    if (is_null(left)) return false;
    if (op == FilterOperator::Less) return left < right;
    if (op == FilterOperator::LessOrEqual) return left <= right;
    if (op == FilterOperator::Greater) return left > right;
    return left >= right;
}

Value total_of(const std::vector<Value>& values) {
    __extension__ __int128 total = 0;
    for (const Value& value : values) total += integer_or(value, 0);
    if (total > INT64_MAX || total < INT64_MIN) return {};
    return static_cast<std::int64_t>(total);
}

Value average_of(const std::vector<Value>& values, std::int32_t decimals) {
    if (values.empty()) return {};
    __extension__ __int128 total = 0;
    for (const Value& value : values) total += integer_or(value, 0);
    for (; decimals > 0; --decimals) total *= 10;
    const auto count = static_cast<std::int64_t>(values.size());
    const bool negative = total < 0;
    total = ((negative ? -total : total) * 2 + count) / (2 * count);
    if (negative) total = -total;
    if (total > INT64_MAX || total < INT64_MIN) return {};
    return static_cast<std::int64_t>(total);
}

}  // namespace

Value sorted_as(const FieldDef& field, Value value) {
    auto* text = std::get_if<std::string>(&value);
    if (!text || !info_of(field.type).free_text) return value;
    for (char& letter : *text)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 32);
    return value;
}

bool leaf_holds_for(const FilterNode& leaf, const FieldDef& field, const Value& value) {
    const auto is_this = [&](const Value& wanted) {
        return is_empty(wanted) ? is_empty(value) : value == wanted;
    };
    switch (leaf.op) {
        case FilterOperator::Equal:
            return is_this(leaf.values[0]);
        case FilterOperator::NotEqual:
            return !is_this(leaf.values[0]);
        case FilterOperator::IsEmpty:
            return is_empty(value);
        case FilterOperator::IsNotEmpty:
            return !is_empty(value);
        case FilterOperator::Contains:
            return contains(field, value, text_or_empty(leaf.values[0]));
        case FilterOperator::StartsWith:
            return fold(text_or_empty(value)).starts_with(fold(text_or_empty(leaf.values[0])));
        case FilterOperator::InList:
            return std::any_of(leaf.values.begin(), leaf.values.end(), is_this);
        default:
            return compares(leaf.op, value, leaf.values[0]);
    }
}

Value aggregated_over(AggregateKind kind, const FieldDef& field, const std::vector<Value>& values) {
    switch (kind) {
        case AggregateKind::Count:
            return static_cast<std::int64_t>(values.size());
        case AggregateKind::Sum:
            return total_of(values);
        case AggregateKind::Average:
            return average_of(values, field.type == FieldType::Duration
                                          ? 0
                                          : std::max(0, kExpressionQuotientScale - field.scale));
        case AggregateKind::Distinct:
            return static_cast<std::int64_t>(std::set<Value>(values.begin(), values.end()).size());
        case AggregateKind::Minimum:
            return values.empty() ? Value() : *std::min_element(values.begin(), values.end());
        default:
            return values.empty() ? Value() : *std::max_element(values.begin(), values.end());
    }
}

}  // namespace holdfast::test
