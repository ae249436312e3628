// QueryTerms: what the paths of one query lead to, as SQL. Every path of a query passes here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/expression.h"
#include "core/query.h"

namespace holdfast {

/// What stands at the end of a path.
struct QueryTerm {
    ExpressionType type;
    const FieldDef* field = nullptr;
    std::optional<Expression> expression;  ///< None: the entity's own column.
};

/// Resolves paths and gathers the parameters of a statement over `entity`. The first mistake that
/// is found stays in `issue`; both must outlive it.
class QueryTerms {
public:
    QueryTerms(const Registry& registry, const EntityDef& entity, std::vector<Value>& parameters,
               QueryIssue& issue)
        : registry_(&registry), entity_(&entity), parameters_(&parameters), issue_(&issue) {}

    /// Whose day it is; in UTC on 1970-01-01 until it is told.
    void set_clock(std::int64_t today, int zone_offset_minutes) {
        today_ = today;
        zone_offset_minutes_ = zone_offset_minutes;
    }
    /// Null: every field may be looked at.
    void set_policy(const Policy* policy) { policy_ = policy; }
    [[nodiscard]] const Policy* policy() const { return policy_; }
    [[nodiscard]] std::int64_t today() const { return today_; }
    [[nodiscard]] int zone_offset_minutes() const { return zone_offset_minutes_; }
    [[nodiscard]] const EntityDef& entity() const { return *entity_; }

    /// Fails with BadInput and keeps the issue; with Unauthorized when the policy hides a field on
    /// the way, at the end, or read by a computed one.
    [[nodiscard]] Result<QueryTerm> resolve(std::string_view path, const std::string& place);
    /// A condition; the same failures.
    [[nodiscard]] Result<Expression> compile_condition(std::string_view source,
                                                       const std::string& place);
    [[nodiscard]] tl::unexpected<Error> refuse(QueryProblem problem, std::string place,
                                               std::vector<std::string> arguments = {});

    /// The SQL of a bound value.
    [[nodiscard]] std::string parameter(Value value);
    /// The term's value; may stand in the statement several times.
    [[nodiscard]] std::string sql_of(const QueryTerm& term);
    [[nodiscard]] std::string sql_of(const Expression& expression);

private:
    [[nodiscard]] Status expect_shown(const Expression& expression, const std::string& place);
    [[nodiscard]] Status expect_shown(EntityId entity, FieldId field, const std::string& place);
    [[nodiscard]] Result<const FieldDef*> find_end(std::string_view path, const std::string& place);

    const Registry* registry_;
    const EntityDef* entity_;
    std::vector<Value>* parameters_;
    QueryIssue* issue_;
    const Policy* policy_ = nullptr;
    std::int64_t today_ = 0;
    int zone_offset_minutes_ = 0;
};

/// What lists sort by: names without regard to the case of A to Z.
[[nodiscard]] std::string collation_of(const QueryTerm& term);

}  // namespace holdfast
