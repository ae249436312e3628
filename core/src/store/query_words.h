// Words of queries in their JSON form. Private to core/src/store.
#pragma once

#include "core/summary.h"
#include "model/definition_words.h"

namespace holdfast {

inline constexpr Word<FilterOperator> kOperatorWords[] = {
    {"equal", FilterOperator::Equal},
    {"not_equal", FilterOperator::NotEqual},
    {"less", FilterOperator::Less},
    {"less_or_equal", FilterOperator::LessOrEqual},
    {"greater", FilterOperator::Greater},
    {"greater_or_equal", FilterOperator::GreaterOrEqual},
    {"contains", FilterOperator::Contains},
    {"is_empty", FilterOperator::IsEmpty},
    {"is_not_empty", FilterOperator::IsNotEmpty},
    {"starts_with", FilterOperator::StartsWith},
    {"in", FilterOperator::InList},
    {"during", FilterOperator::During},
};
inline constexpr Word<DateRange> kRangeWords[] = {
    {"today", DateRange::Today},           {"this_week", DateRange::ThisWeek},
    {"this_month", DateRange::ThisMonth},  {"last_30_days", DateRange::Last30Days},
    {"next_7_days", DateRange::Next7Days},
};
inline constexpr Word<SortDirection> kDirectionWords[] = {
    {"ascending", SortDirection::Ascending},
    {"descending", SortDirection::Descending},
};
inline constexpr Word<DateBucket> kBucketWords[] = {
    {"value", DateBucket::None},  {"day", DateBucket::Day},         {"week", DateBucket::Week},
    {"month", DateBucket::Month}, {"quarter", DateBucket::Quarter}, {"year", DateBucket::Year},
};
inline constexpr Word<AggregateKind> kAggregateWords[] = {
    {"count", AggregateKind::Count},     {"sum", AggregateKind::Sum},
    {"minimum", AggregateKind::Minimum}, {"maximum", AggregateKind::Maximum},
    {"average", AggregateKind::Average}, {"distinct", AggregateKind::Distinct},
};

template <typename Enum, std::size_t count>
[[nodiscard]] std::string text_of(const Word<Enum> (&words)[count], Enum meaning) {
    for (const Word<Enum>& word : words)
        if (word.meaning == meaning) return std::string(word.text);
    return {};
}

}  // namespace holdfast
