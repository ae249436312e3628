// Filter: conditions on records, as a list and as a tree, by field and by path over links.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/value.h"

namespace holdfast {

inline constexpr std::size_t kFilterNodesMax = 64;    ///< Of one tree.
inline constexpr std::size_t kFilterDepthMax = 8;     ///< The root has depth 1.
inline constexpr std::size_t kFilterValuesMax = 256;  ///< Of one leaf.

/// The first six are the comparisons of the expression language. A missing value is equal to
/// nothing, not equal to everything, and neither less nor greater.
enum class FilterOperator : std::uint8_t {
    Equal,     ///< To null or an empty text: like IsEmpty.
    NotEqual,  ///< To null or an empty text: like IsNotEmpty.
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,  ///< Texts, accents and case folded. Of choices: the key is one of them.
    IsEmpty,   ///< Null or an empty text.
    IsNotEmpty,
    StartsWith,  ///< Texts, accents and case folded.
    InList,      ///< Equal to one of the values; never when there are none.
    During,      ///< Dates and date-times within a DateRange.
};

/// Days around today where the person is; first and last day included. Weeks begin on Monday.
enum class DateRange : std::uint8_t {
    Today,
    ThisWeek,
    ThisMonth,
    Last30Days,  ///< Today and the 29 days before.
    Next7Days,   ///< Today and the 6 days after.
};

/// A condition on one of the entity's own fields with a column.
struct FieldFilter {
    FieldId field = FieldId::None;
    FilterOperator op = FilterOperator::Equal;
    Value value;
};

/// A node of a tree of conditions. Each condition holds or does not: a missing value is never
/// "unknown", so that Not turns every answer round.
struct FilterNode {
    enum class Kind : std::uint8_t {
        And,   ///< All of `children`; of none: always.
        Or,    ///< Any of `children`; of none: never.
        Not,   ///< Not the one child.
        Leaf,  ///< `expression` when it is not empty, otherwise `path` compared.
    };
    Kind kind = Kind::And;
    std::vector<FilterNode> children{};
    /// Leaf: keys of up to four links, then of a field, computed ones too: "account.owner.name".
    std::string path{};
    FilterOperator op = FilterOperator::Equal;
    /// One for comparisons and parts of texts, any number for InList, otherwise none. Of the
    /// field's own kind: numbers in its smallest unit.
    std::vector<Value> values{};
    DateRange during = DateRange::Today;
    /// Leaf: a condition in the expression language; today() is allowed.
    std::string expression{};
    bool operator==(const FilterNode&) const = default;
};

}  // namespace holdfast
