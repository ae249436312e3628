// What conditions, orders and sums must give for one field, by looking at its values.
#pragma once

#include <vector>

#include "core/summary.h"

namespace holdfast::test {

/// A condition on one field; not `During`, and no expression.
[[nodiscard]] bool leaf_holds_for(const FilterNode& leaf, const FieldDef& field,
                                  const Value& value);
/// As lists sort it: the case of A to Z does not matter.
[[nodiscard]] Value sorted_as(const FieldDef& field, Value value);
/// `values`: those that are there.
[[nodiscard]] Value aggregated_over(AggregateKind kind, const FieldDef& field,
                                    const std::vector<Value>& values);

}  // namespace holdfast::test
