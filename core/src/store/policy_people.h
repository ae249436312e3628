// PolicyPeople: who belongs to which groups and roles. Trees that bite their tail end.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "core/policy_tables.h"

namespace holdfast {

/// The tables must outlive it.
class PolicyPeople {
public:
    using Ids = std::set<RecordId>;
    explicit PolicyPeople(const PolicyTables& tables);

    [[nodiscard]] const PolicyUser* find_user(const RecordId& id) const;
    [[nodiscard]] const PolicyRole* find_role(const RecordId& id) const;
    /// Roles under this one at any depth, without itself.
    [[nodiscard]] Ids roles_beneath(const RecordId& role) const;
    [[nodiscard]] Ids users_of_roles(const Ids& roles) const;
    /// These groups and the groups in them at any depth, without those that are not known.
    [[nodiscard]] Ids groups_within(const Ids& groups) const;
    /// Who is in them at any depth.
    [[nodiscard]] Ids users_of_groups(const Ids& groups) const;
    /// Groups that hold the user, directly or through a role or another group.
    [[nodiscard]] Ids groups_of(const PolicyUser& user) const;
    /// Not of Everyone.
    [[nodiscard]] Ids users_of(const Principal& principal) const;
    /// Not of groups: groups_of() has them all at once.
    [[nodiscard]] bool includes(const Principal& principal, const PolicyUser& user) const;

private:
    using Edges = std::map<RecordId, std::vector<RecordId>>;
    [[nodiscard]] static Ids reach(const Edges& edges, const Ids& starts);
    [[nodiscard]] bool is_at_or_beneath(RecordId role, const RecordId& top) const;

    std::map<RecordId, const PolicyUser*> users_;
    std::map<RecordId, const PolicyRole*> roles_;
    Ids groups_;
    Edges beneath_;       ///< Role to the roles right under it.
    Edges by_role_;       ///< Role to its users.
    Edges within_;        ///< Group to the groups right in it.
    Edges holders_;       ///< Group to the groups that hold it.
    Edges by_main_team_;  ///< Group to the users whose main group it is.
    std::map<RecordId, std::vector<Principal>> members_;  ///< Without groups.
};

}  // namespace holdfast
