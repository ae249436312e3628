// PolicyOracle: what docs/adr/0017 and 0029 say about rights, asked record by record and as slowly
// as it is written there. It shares no code with core/src/store/policy*.cpp.
#pragma once

#include <optional>
#include <set>
#include <utility>

#include "core/policy.h"

namespace holdfast::test {

class PolicyOracle {
public:
    /// All of them must outlive it.
    PolicyOracle(const Registry& registry, const PolicyTables& tables, ExpressionSource& source);

    /// Nothing for a part whose parent is not there: the page does not say.
    [[nodiscard]] std::optional<bool> allows(const PolicyUser& user, Action action,
                                             const Record& record);

private:
    using Membership = std::pair<RecordId, RecordId>;  // user, group

    void find_members();
    [[nodiscard]] const PolicyUser* user_at(const RecordId& id) const;
    [[nodiscard]] const PolicyRole* role_at(const RecordId& id) const;
    [[nodiscard]] bool is_beneath(const RecordId& role, const RecordId& top) const;
    [[nodiscard]] bool is_group(const RecordId& id) const;
    [[nodiscard]] bool includes(const Principal& principal, const PolicyUser& user) const;
    [[nodiscard]] bool has_profile(const PolicyUser& user, const PolicyProfile& profile) const;
    [[nodiscard]] RightsLevel level(const PolicyUser& user, const EntityDef& entity,
                                    Action action) const;
    /// What the profile's lines say themselves.
    [[nodiscard]] std::optional<RightsLevel> named_level(const PolicyProfile& profile,
                                                         const EntityDef& entity,
                                                         Action action) const;
    [[nodiscard]] bool approves_what_it_edits(const PolicyUser& user,
                                              const EntityDef& entity) const;
    [[nodiscard]] RightsLevel level_in(const PolicyProfile& profile, const EntityDef& entity,
                                       Action action) const;
    [[nodiscard]] Value value(const Record& record, std::string_view key) const;
    [[nodiscard]] bool means(const Value& person, const PolicyUser& user) const;
    [[nodiscard]] bool is_of(const Record& record, const PolicyUser& user) const;
    [[nodiscard]] bool is_of(const Record& record, const Principal& principal) const;
    [[nodiscard]] bool reaches(const PolicyUser& user, RightsLevel level,
                               const Record& record) const;
    [[nodiscard]] bool is_shared(const PolicyUser& user, ShareLevel needed, const Record& record);
    [[nodiscard]] bool holds(const PolicySharingRule& rule, const Record& record);

    const Registry& registry_;
    const PolicyTables& tables_;
    ExpressionSource& source_;
    std::set<Membership> members_;
};

}  // namespace holdfast::test
