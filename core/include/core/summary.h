// Summary: the records a query finds, grouped by fields and dates, counted and added up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/expression.h"
#include "core/query.h"

namespace holdfast {

inline constexpr std::size_t kGroupKeysMax = 4;
inline constexpr std::size_t kAggregatesMax = 16;
inline constexpr std::size_t kGroupsMax = 20'000;

/// How dates and date-times are put together. The key of a group is the first day of it, in days
/// since 1970-01-01; weeks are those of ISO 8601 and begin on Monday.
enum class DateBucket : std::uint8_t { None, Day, Week, Month, Quarter, Year };

struct GroupKey {
    std::string path;  ///< As FilterNode::path.
    DateBucket bucket = DateBucket::None;
    bool operator==(const GroupKey&) const = default;
};

/// All leave missing values out.
enum class AggregateKind : std::uint8_t {
    Count,     ///< Without a path: of records.
    Sum,       ///< Numbers and durations; 0 of nothing; null when beyond 64 bits.
    Minimum,   ///< Null of nothing.
    Maximum,   ///< Null of nothing.
    Average,   ///< Numbers and durations; with at least six decimals; null of nothing.
    Distinct,  ///< How many different values.
};
struct Aggregate {
    AggregateKind kind = AggregateKind::Count;
    std::string path;  ///< As FilterNode::path.
    bool operator==(const Aggregate&) const = default;
};

struct Summary {
    struct Row {
        std::vector<Value> keys;
        std::vector<Value> values;  ///< One for each aggregate.
        bool operator==(const Row&) const = default;
    };
    std::vector<ExpressionType> key_types;
    std::vector<ExpressionType> value_types;  ///< The scale of a sum, a money average, ...
    std::vector<Row> rows;  ///< By keys: nothing, numbers, texts, links. Without keys: one.
};
/// Blocks on disk. Fails with BadInput on a wrong query, path or bucket, with LimitExceeded when
/// there are more than kGroupsMax groups.
[[nodiscard]] Result<Summary> summarize(Store& store, const Query& query,
                                        const std::vector<GroupKey>& keys,
                                        const std::vector<Aggregate>& aggregates);

/// What is wrong with a grouping of records of `entity`; nothing when it can be asked for.
[[nodiscard]] std::optional<QueryIssue> find_summary_issue(
    const Registry& registry, EntityId entity, const std::vector<GroupKey>& keys,
    const std::vector<Aggregate>& aggregates);

}  // namespace holdfast
