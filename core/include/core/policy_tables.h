// PolicyTables: who works here and what was agreed about rights, as plain data.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/result.h"

namespace holdfast {

class Store;

/// What somebody wants to do with records of a module.
enum class Action : std::uint8_t { Read, Create, Edit, Delete, Export, Import, MassEdit, Approve };
inline constexpr std::size_t kActionCount = 8;

/// Whose records; each level holds those before it.
enum class RightsLevel : std::uint8_t {
    None,          ///< The module is closed; no share opens it.
    Own,           ///< The user's own.
    Group,         ///< And those of the user's groups and of their members.
    Subordinates,  ///< And those of the people whom the user's role sees.
    All,
};
/// How far a role looks around in the tree of roles.
enum class RoleView : std::uint8_t { Own, Subordinates, Peers, All };
enum class FieldAccess : std::uint8_t { Hidden, Read, Write };
enum class ShareLevel : std::uint8_t { None, Read, Write };

/// Somebody a group holds or a rule is about.
struct Principal {
    enum class Kind : std::uint8_t {
        Nobody,  ///< Also what was not understood.
        User,
        Group,
        Role,
        RoleAndSubordinates,
        Everyone,
    } kind = Kind::Nobody;
    RecordId id;  ///< Not of Nobody and Everyone.
};

struct PolicyUser {
    RecordId id;
    std::string name;
    std::string login;
    bool active = false;  ///< False in the recycle bin, too.
    RecordId role;        ///< None: zero. So are all links below.
    RecordId team;
};
struct PolicyRole {
    RecordId id;
    RecordId parent;
    RecordId profile;
    RoleView view = RoleView::Own;
};
struct PolicyProfile {
    RecordId id;
    RightsLevel read = RightsLevel::None;   ///< Where no right names the module.
    RightsLevel write = RightsLevel::None;  ///< Where no right names the module.
    bool admin = false;                     ///< Everything is allowed.
    bool customize = false;                 ///< May write modules of kind Config.
};
/// One line of a profile: about a module, or about one field of it.
struct PolicyRight {
    RecordId profile;
    std::string entity;
    std::string field;  ///< Empty: about the module.
    /// By Action; nothing where the line leaves it to the profile's default.
    std::array<std::optional<RightsLevel>, kActionCount> levels;
    FieldAccess access = FieldAccess::Hidden;  ///< Of the field.
};
struct PolicyUserProfile {
    RecordId user;
    RecordId profile;
};
struct PolicyGroupMember {
    RecordId group;
    Principal member;
};
struct PolicySharingDefault {
    std::string entity;
    ShareLevel level = ShareLevel::None;
};
struct PolicySharingRule {
    std::string entity;
    Principal from;
    Principal to;
    ShareLevel level = ShareLevel::None;
    std::string condition;  ///< Expression over the record; empty: always.
};
struct PolicyRecordShare {
    std::string entity;
    RecordId record;
    Principal to;
    ShareLevel level = ShareLevel::None;
    std::optional<std::int64_t> until;  ///< Last day, since 1970-01-01.
};

/// In any order. What is in the recycle bin or switched off is not in it, except users.
struct PolicyTables {
    std::vector<PolicyUser> users;
    std::vector<PolicyRole> roles;
    std::vector<PolicyProfile> profiles;
    std::vector<PolicyRight> rights;
    std::vector<PolicyUserProfile> user_profiles;
    std::vector<RecordId> groups;
    std::vector<PolicyGroupMember> members;
    std::vector<PolicySharingDefault> defaults;
    std::vector<PolicySharingRule> rules;
    std::vector<PolicyRecordShare> shares;
    std::int64_t today = 0;  ///< Days since 1970-01-01, UTC: what shares and conditions go by.
};

/// Reads them from the records of the store and the store's clock. A word that is not known is read
/// as its most closed meaning. Blocks on disk shortly; fails with Storage or Corrupt.
[[nodiscard]] Result<PolicyTables> read_policy_tables(Store& store);

}  // namespace holdfast
