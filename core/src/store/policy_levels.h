// PolicyLevels: what the profiles of one user say, added up.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/policy_impl.h"
#include "store/policy_people.h"

namespace holdfast {

/// The tables must outlive it.
class PolicyLevels {
public:
    /// `user` is one of the tables'.
    PolicyLevels(const PolicyTables& tables, const PolicyPeople& people, const PolicyUser& user);

    /// Whether there is a profile at all: without one nothing is allowed.
    [[nodiscard]] bool has_profile() const { return !profiles_.empty(); }
    [[nodiscard]] bool is_admin() const;
    /// The widest of all profiles. Of `module` only its fields are looked at, not its rules.
    [[nodiscard]] RightsLevel level(const EntityPolicy& module, Action action) const;
    /// Whether a profile that says nothing of approving lets its people edit: what they may edit
    /// they may approve.
    [[nodiscard]] bool approves_by_editing(const EntityPolicy& module) const;
    /// The widest of the profiles that open the module.
    [[nodiscard]] FieldAccess access(const EntityPolicy& module, const FieldDef& field) const;

private:
    /// One profile with its lines by module, and by module and field.
    struct Profile {
        const PolicyProfile* row = nullptr;
        std::map<std::string, std::array<std::optional<RightsLevel>, kActionCount>, std::less<>>
            levels;
        std::map<std::pair<std::string, std::string>, FieldAccess> access;
    };
    void add_right(const PolicyRight& right);
    [[nodiscard]] static RightsLevel level_in(const Profile& profile, const EntityPolicy& module,
                                              Action action);
    /// What the profile's line says of it; nothing: no line, or it is silent about it.
    [[nodiscard]] static std::optional<RightsLevel> given_in(const Profile& profile,
                                                             const EntityDef& entity,
                                                             Action action);

    std::vector<Profile> profiles_;
};

}  // namespace holdfast
