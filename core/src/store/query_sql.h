// QuerySql: a Query as SQL text with bound parameters. Nothing a person typed is ever in the text.
#pragma once

#include <string>
#include <vector>

#include "core/query.h"
#include "store/store_impl.h"

namespace holdfast {

struct QuerySql {
    std::string from_where;  ///< " FROM ... WHERE ..."
    std::string order_by;    ///< " ORDER BY ..."
    std::vector<Value> parameters;
    /// Set while the statement runs: the rows that the search index leaves over.
    Candidates candidates;
    bool uses_candidates = false;
};

/// Fails with BadInput on an unknown entity or field, or a value a filter cannot compare; with
/// Unauthorized when the policy hides a field of the filters or of the sorting.
[[nodiscard]] Result<QuerySql> compile_query(Store::Impl& store, const Query& query);

}  // namespace holdfast
