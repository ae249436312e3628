// QueryOrder: what rows are sorted by, and which rows stand behind one of them. Private to
// core/src/store.
#pragma once

#include <string>
#include <vector>

#include "store/query_terms.h"

namespace holdfast {

enum class NullPlace : std::uint8_t { First, Last };

struct OrderTerm {
    std::string value;
    std::string collation;
    SortDirection direction = SortDirection::Ascending;
    NullPlace nulls = NullPlace::Last;
};

/// A run of rows in the order: those of a condition. Runs follow each other.
struct OrderedRun {
    std::string condition;
    std::string order_by;
    enum class Key : std::uint8_t {
        Unused,
        Used
    } key;  ///< Whether the key's parameters stand here.
};

class QueryOrder {
public:
    /// Fails with BadInput; the terms keep the issue.
    [[nodiscard]] static Result<QueryOrder> compile(QueryTerms& terms, const Query& query);

    /// " ORDER BY ..."
    [[nodiscard]] std::string order_by() const;
    /// ", value, value": to read what a row is sorted by.
    [[nodiscard]] std::string columns() const;
    [[nodiscard]] std::size_t size() const { return terms_.size(); }
    /// All rows behind `key`, which has one value for each term. Its parameters are those from
    /// `first_parameter` on: the values, then the id. Few enough runs that each can walk an index.
    [[nodiscard]] std::vector<OrderedRun> runs_behind(const PageKey& key,
                                                      std::size_t first_parameter) const;

private:
    [[nodiscard]] Status add(QueryTerms& terms, const SortKey& key, const std::string& place);
    [[nodiscard]] Status add_single(QueryTerms& terms, const Query& query);
    /// Behind the key among rows that agree with it in the terms before `index`.
    [[nodiscard]] std::string behind(const PageKey& key, std::size_t first_parameter,
                                     std::size_t index) const;
    /// What stands behind ORDER BY for the terms from `index` on.
    [[nodiscard]] std::string sorted_from(std::size_t index) const;

    std::vector<OrderTerm> terms_;
    SortDirection id_direction_ = SortDirection::Ascending;
};

}  // namespace holdfast
