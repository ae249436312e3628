// Queries over one entity: filter, search, sort, page. Compiled to SQL with bound parameters only.
//
// What a person built may be wrong: an unknown field, a value of another kind, too many conditions.
// Each function here fails with BadInput then; find_query_issue() says what is wrong and where.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/filter.h"
#include "core/ids.h"
#include "core/policy_tables.h"
#include "core/result.h"
#include "core/store.h"

namespace holdfast {

class Policy;

enum class SortDirection : std::uint8_t { Ascending, Descending };

inline constexpr std::size_t kSortKeysMax = 8;

/// Missing values come last in both directions.
struct SortKey {
    std::string path;  ///< As FilterNode::path.
    SortDirection direction = SortDirection::Ascending;
    bool operator==(const SortKey&) const = default;
};

/// All filters must hold. Records in the recycle bin are never found.
struct Query {
    EntityId entity = EntityId::None;
    std::vector<FieldFilter> filters;
    FilterNode filter;   ///< Must hold as well.
    std::string search;  ///< Substring of any searchable field; accents and case are folded.
    FieldId sort_field = FieldId::None;  ///< None: the entity's default order. Ties: record id.
    SortDirection direction = SortDirection::Ascending;
    /// When not empty, instead of `sort_field`: up to kSortKeysMax. Ties: record id, ascending.
    std::vector<SortKey> sort;
    int zone_offset_minutes = 0;  ///< Where the person is: begins and ends the days of date-times.
    /// Days since 1970-01-01 where the person is; none: by the environment's clock and the zone.
    std::optional<std::int64_t> today;
    /// Whose rights count; null: those of the store's person. Outlives the query. Records that
    /// do not allow `action` are not found, and hidden fields are not searched. A filter, sort,
    /// group or sum by a hidden field fails with Unauthorized.
    const Policy* policy = nullptr;
    Action action = Action::Read;  ///< What the records are looked for.
};

enum class QueryProblem : std::uint8_t {
    NotJson,
    TooLong,        ///< More bytes than kQueryBytesMax, or too many long expressions.
    WrongShape,     ///< Something else should stand here. Arguments: what.
    UnknownWord,    ///< Arguments: the word.
    UnknownEntity,  ///< Arguments: the name.
    UnknownField,   ///< Arguments: the name, the entity.
    NotALink,       ///< A path goes on after a plain field. Arguments: the field.
    TooManyHops,    ///< A path follows more than four links.
    TooManyNodes,   ///< More conditions than kFilterNodesMax.
    TooDeep,        ///< Deeper than kFilterDepthMax.
    TooManyValues,  ///< More than kFilterValuesMax values, or another list's limit.
    WrongValue,     ///< A value of another kind than the field's, or not as many as wanted.
    WrongOperator,  ///< The field cannot be compared, summed or bucketed like this.
    HiddenField,    ///< The policy hides a field that is looked at.
    BadExpression,  ///< Arguments: the key of the sentence of ExpressionError, then its arguments.
};
/// What is wrong with a query. A mistake of the person who built it, not a failure.
struct QueryIssue {
    QueryProblem problem = QueryProblem::WrongShape;
    std::string place;  ///< As in the JSON form: "filter.all[2].path"; empty: the query itself.
    std::vector<std::string> arguments;
};
/// The first issue; nothing when the query can be asked. Never blocks.
[[nodiscard]] std::optional<QueryIssue> find_query_issue(const Registry& registry,
                                                         const Query& query);

/// Row handle of a record inside this database (SQLite rowid). Cheap: a list of 100 k is 800 kB.
enum class RowHandle : std::int64_t { None = 0 };

/// Handles of all matching records in order; at most `count_max` of them.
[[nodiscard]] Result<std::vector<RowHandle>> find_rows(Store& store, const Query& query,
                                                       std::int64_t count_max);
[[nodiscard]] Result<std::int64_t> count_rows(Store& store, const Query& query);

/// Where a page ended: what its last row was sorted by, then.
struct PageKey {
    std::vector<Value> values;  ///< One for each sort key.
    RecordId id;                ///< None: before the first row.
};
struct RowPage {
    std::vector<RowHandle> rows;
    PageKey last;  ///< Of the last row; as asked for when there are no rows.
};
/// The next `count_max` rows behind `after`, in the query's order. Rows that come, go or move
/// meanwhile do not shift the others: none of them is left out or comes twice. Fails with BadInput
/// when `after` does not belong to the query's order.
[[nodiscard]] Result<RowPage> find_rows_after(Store& store, const Query& query,
                                              const PageKey& after, std::int64_t count_max);
/// Records of the given handles, in the given order; vanished ones are left out, and those that the
/// policy does not show. Its hidden fields are null. Null policy: the store's person.
[[nodiscard]] Result<std::vector<Record>> read_rows(Store& store, EntityId entity,
                                                    const std::vector<RowHandle>& handles,
                                                    const Policy* policy = nullptr);

/// Values of computed fields of one stored record, in the order of `fields`; nothing when it is
/// not here. `today` in days since 1970-01-01.
/// What is hidden from the store's person is null.
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
/// Groups matching records by `keys` and sums `sum_field` (None: only counts), ordered by keys. The
/// fast one of two ways; core/summary.h has the other. Fails with LimitExceeded when a sum is
/// beyond 64 bits.
[[nodiscard]] Result<std::vector<ReportRow>> report(Store& store, const Query& query,
                                                    const std::vector<FieldId>& keys,
                                                    FieldId sum_field);

}  // namespace holdfast
