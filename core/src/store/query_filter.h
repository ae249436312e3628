// QueryFilter: a tree of conditions as SQL. Private to core/src/store.
#pragma once

#include <functional>

#include "store/query_terms.h"

namespace holdfast {

/// How a column of the entity itself stands in a condition.
using ColumnText = std::function<std::string(const FieldDef&)>;

class QueryFilter {
public:
    QueryFilter(QueryTerms& terms, ColumnText column)
        : terms_(&terms), column_(std::move(column)) {}

    /// A condition that holds or does not, null being "does not". Fails with BadInput; the terms
    /// keep the issue.
    [[nodiscard]] Result<std::string> write(const FilterNode& root);

private:
    using Sql = Result<std::string>;
    struct Place {
        std::string name;
        std::size_t depth = 1;
    };
    [[nodiscard]] Sql write_node(const FilterNode& node, const Place& place);
    [[nodiscard]] Sql write_children(const FilterNode& node, const Place& place);
    [[nodiscard]] Sql write_not(const FilterNode& node, const Place& place);
    [[nodiscard]] Sql write_leaf(const FilterNode& leaf, const std::string& place);
    [[nodiscard]] Sql compare(const FilterNode& leaf, const QueryTerm& term,
                              const std::string& place);
    [[nodiscard]] Sql find_text(const FilterNode& leaf, const QueryTerm& term,
                                const std::string& place);
    [[nodiscard]] Sql find_in_list(const FilterNode& leaf, const QueryTerm& term,
                                   const std::string& place);
    [[nodiscard]] Sql find_during(const FilterNode& leaf, const QueryTerm& term,
                                  const std::string& place);
    [[nodiscard]] Status expect_values(const FilterNode& leaf, const QueryTerm& term,
                                       const std::string& place);
    [[nodiscard]] std::string value_of(const QueryTerm& term);

    QueryTerms* terms_;
    ColumnText column_;
    std::size_t nodes_ = 0;
};

/// Null, or an empty text.
[[nodiscard]] bool is_empty_value(const Value& value);
/// `text` as search compares it.
[[nodiscard]] std::string folded(std::string_view text);

}  // namespace holdfast
