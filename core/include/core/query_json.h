// SavedQuery: a query with its grouping and columns as JSON, for saved views.
//
//   {"entity": "work_order",
//    "filter": {"all": [{"path": "status", "op": "equal", "values": ["open"]},
//                       {"path": "due", "op": "during", "range": "this_week"},
//                       {"any": [{"path": "account.owner", "op": "is_empty"},
//                                {"not": {"expression": "amount > 1000"}}]}]},
//    "search": "pump",
//    "sort": [{"path": "account.name", "direction": "descending"}],
//    "group": [{"path": "due", "by": "month"}],
//    "totals": [{"kind": "sum", "path": "amount"}],
//    "columns": ["number", "account.name"]}
//
// Everything is named by keys, which are never renamed. Also "filters", a list of conditions on own
// fields, and "order", the one field of a plain list. Whose day it is stays outside.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "core/summary.h"

namespace holdfast {

inline constexpr std::size_t kQueryBytesMax = 65'536;
inline constexpr std::size_t kQueryColumnsMax = 64;

struct SavedQuery {
    Query query;
    std::vector<GroupKey> group;
    std::vector<Aggregate> totals;
    std::vector<std::string> columns;  ///< As FilterNode::path.
};

/// The query's entity and fields must be in `registry`.
[[nodiscard]] std::string to_json(const Registry& registry, const SavedQuery& saved);
/// Reads to_json(), and gives the first issue of anything else: what names an unknown field, word
/// or member, or could not be asked. Never blocks.
[[nodiscard]] tl::expected<SavedQuery, QueryIssue> query_from_json(const Registry& registry,
                                                                   std::string_view json);

}  // namespace holdfast
