// CompiledQuery: a Query as SQL text with bound parameters. Nothing a person typed is ever in the
// text.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/query.h"
#include "store/query_order.h"
#include "store/store_impl.h"

namespace holdfast {

struct QuerySql {
    std::string from_where;  ///< " FROM ... WHERE ..."
    std::vector<Value> parameters;
    /// Set while a statement runs: the rows that the search index leaves over.
    Candidates candidates;
    bool uses_candidates = false;
};

/// Some: a page, or a count. Every: all that match are read anyway, so that a walk along the table
/// is cheaper than an index that leads to each row on its own.
enum class RowsRead : std::uint8_t { Some, Every };

/// The conditions of a query; columns and order are added by who runs it, through terms().
class CompiledQuery {
public:
    /// Fails with BadInput on an unknown entity or field, or a value a filter cannot compare; with
    /// Unauthorized when the policy hides a field that the query looks at.
    [[nodiscard]] static Result<CompiledQuery> compile(Store::Impl& store, const Query& asked,
                                                       RowsRead rows = RowsRead::Some);

    /// What gets a parameter here must be in the text of every statement that is run.
    [[nodiscard]] QueryTerms& terms() { return parts_->terms; }
    [[nodiscard]] const QuerySql& sql() const { return parts_->sql; }

private:
    struct Parts {
        Parts(const Registry& registry, const EntityDef& entity)
            : terms(registry, entity, sql.parameters, issue) {}
        QuerySql sql;
        QueryIssue issue;
        QueryTerms terms;
    };
    CompiledQuery(const Registry& registry, const EntityDef& entity)
        : parts_(std::make_unique<Parts>(registry, entity)) {}
    std::unique_ptr<Parts> parts_;
};

/// The searchable fields without those that the policy hides.
[[nodiscard]] SearchFields searched_fields(const EntityDef& entity, const Policy* policy);

/// A compiled query on its way through SQLite. One at a time.
class RunningQuery {
public:
    RunningQuery(Store::Impl& store, const QuerySql& sql) : store_(&store), sql_(&sql) {
        if (sql.uses_candidates) store.search_context.candidates = &sql.candidates;
    }
    RunningQuery(const RunningQuery&) = delete;
    RunningQuery& operator=(const RunningQuery&) = delete;
    ~RunningQuery() { store_->search_context.candidates = nullptr; }

    /// SELECT `columns` ... `after_where`, with the query's parameters and then `more` of them.
    [[nodiscard]] Result<Statement> prepare(const std::string& columns,
                                            const std::string& after_where,
                                            const std::vector<Value>& more = {});

private:
    Store::Impl* store_;
    const QuerySql* sql_;
};

}  // namespace holdfast
