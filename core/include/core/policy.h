// Policy: what one user may do, see and receive, compiled once from the tables of rights.
//
// There is one structure behind it. The check of a record in memory, the SQL condition of lists,
// searches, reports and exports, and the scope that a device receives are three readings of it, so
// that none of them shows what another hides. docs/adr/0017 has the rules on one page.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/expression.h"
#include "core/policy_tables.h"
#include "core/registry.h"

namespace holdfast {

struct Query;

/// Parts of parts follow their parents so far up; what lies deeper is closed.
inline constexpr int kPolicyParentsMax = 4;

/// SQL that stands where a condition can: text, and the values of its parameters.
using SqlPredicate = ExpressionSql;
struct SqlPlace {
    std::string row;          ///< SQL name of the row's table; empty: the entity's own table.
    int first_parameter = 1;  ///< The text uses ?N from here on.
};

/// What of a module a user's device may hold.
struct PolicyScope {
    SqlPredicate rows;
    std::vector<FieldId> columns;  ///< Those that travel, in the order of EntityDef::fields.
};

/// Immutable, cheap to copy, may be used by several threads. True for the day of its tables: shares
/// end and conditions ask for today(). The registry must outlive it.
class Policy {
public:
    /// Never blocks and never fails. Without any users everything is allowed: nobody has set up
    /// rights. A user who is unknown, not active or without a profile may do nothing.
    [[nodiscard]] static Policy compile(const Registry& registry, const PolicyTables& tables,
                                        const RecordId& user);

    /// Whether it allows everything: the user is an administrator, or nobody has set up rights.
    [[nodiscard]] bool is_unlimited() const;
    /// Whether there can be a record of the module that allows it: whether to offer it at all.
    [[nodiscard]] bool can(EntityId entity, Action action) const;
    /// Whether this record allows it, as it is. All but Create need that it may be read. `source`
    /// finds the record's parents and what conditions look at. Fails and blocks only as it does.
    [[nodiscard]] Result<bool> can(Action action, const Record& record,
                                   ExpressionSource& source) const;

    /// Of a field with or without a column; Hidden when it does not exist. Write says nothing of
    /// the record: that is can(Action::Edit, ...). A computed field is hidden with any field that
    /// it reads. The links to parent, owner and group are never hidden: rights are judged by them.
    [[nodiscard]] FieldAccess field_access(EntityId entity, FieldId field) const;
    /// Fields that are not hidden, those with a column first.
    [[nodiscard]] std::vector<FieldId> readable_fields(EntityId entity) const;
    /// The first field of the filters, else of the sorting, that is hidden; None when there is
    /// none.
    [[nodiscard]] FieldId find_hidden_field(const Query& query) const;
    /// The first of these fields that is hidden; None when there is none.
    [[nodiscard]] FieldId find_hidden_field(EntityId entity,
                                            const std::vector<FieldId>& fields) const;

    /// The records for which can() holds, living or not, for `WHERE ... AND <text>`. Lists of
    /// people are one parameter each, so that texts repeat and prepared statements do, too.
    [[nodiscard]] SqlPredicate where(EntityId entity, Action action,
                                     const SqlPlace& place = {}) const;
    /// What a server sends of this module to a device of the user.
    [[nodiscard]] PolicyScope scope(EntityId entity, const SqlPlace& place = {}) const;

    struct Impl;

private:
    explicit Policy(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
    std::shared_ptr<const Impl> impl_;
};

}  // namespace holdfast
