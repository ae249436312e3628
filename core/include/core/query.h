// Queries over one entity: filter, search, sort, page. Compiled to SQL with bound parameters only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/result.h"
#include "core/store.h"

namespace holdfast {

class Policy;

enum class FilterOperator : std::uint8_t {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    IsEmpty,
    IsNotEmpty,
};
struct FieldFilter {
    FieldId field = FieldId::None;
    FilterOperator op = FilterOperator::Equal;
    Value value;
};
enum class SortDirection : std::uint8_t { Ascending, Descending };

/// All filters must hold. Records in the recycle bin are never found.
struct Query {
    EntityId entity = EntityId::None;
    std::vector<FieldFilter> filters;
    std::string search;  ///< Substring of any searchable field; accents and case are folded.
    FieldId sort_field = FieldId::None;  ///< None: the entity's default order. Ties: record id.
    SortDirection direction = SortDirection::Ascending;
    /// Whose rights count; null: everything may be seen. Outlives the query. Records that may not
    /// be read are not found, and hidden fields are not searched. A filter, sort, group or sum by a
    /// hidden field fails with Unauthorized.
    const Policy* policy = nullptr;
};

/// Row handle of a record inside this database (SQLite rowid). Cheap: a list of 100 k is 800 kB.
enum class RowHandle : std::int64_t { None = 0 };

/// Handles of all matching records in order; at most `count_max` of them.
[[nodiscard]] Result<std::vector<RowHandle>> find_rows(Store& store, const Query& query,
                                                       std::int64_t count_max);
[[nodiscard]] Result<std::int64_t> count_rows(Store& store, const Query& query);
/// Records of the given handles, in the given order; vanished ones are left out, and with a policy
/// those that it does not show. Its hidden fields are null.
[[nodiscard]] Result<std::vector<Record>> read_rows(Store& store, EntityId entity,
                                                    const std::vector<RowHandle>& handles,
                                                    const Policy* policy = nullptr);

/// Values of computed fields of one stored record, in the order of `fields`; nothing when it is
/// not here. `today` in days since 1970-01-01.
/// Knows no rights: ask for Policy::readable_fields() of records that read_rows() has shown.
[[nodiscard]] Result<std::vector<Value>> read_computed(Store& store, EntityId entity,
                                                       const RecordId& id,
                                                       const std::vector<FieldId>& fields,
                                                       std::int64_t today);

/// One group of a report: count and sum over the matching records.
struct ReportRow {
    std::vector<Value> keys;
    std::int64_t count = 0;
    std::int64_t sum = 0;
};
/// Groups matching records by `keys` and sums `sum_field` (None: only counts), ordered by keys.
[[nodiscard]] Result<std::vector<ReportRow>> report(Store& store, const Query& query,
                                                    const std::vector<FieldId>& keys,
                                                    FieldId sum_field);

}  // namespace holdfast
