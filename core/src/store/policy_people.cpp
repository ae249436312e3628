#include "store/policy_people.h"

namespace holdfast {
namespace {

const std::vector<RecordId>& at(const std::map<RecordId, std::vector<RecordId>>& edges,
                                const RecordId& from) {
    static const std::vector<RecordId> kNothing;
    const auto found = edges.find(from);
    return found == edges.end() ? kNothing : found->second;
}

}  // namespace

PolicyPeople::PolicyPeople(const PolicyTables& tables)
    : groups_(tables.groups.begin(), tables.groups.end()) {
    for (const PolicyRole& role : tables.roles) {
        roles_.emplace(role.id, &role);
        if (!role.parent.is_none()) beneath_[role.parent].push_back(role.id);
    }
    for (const PolicyUser& user : tables.users) {
        users_.emplace(user.id, &user);
        if (roles_.contains(user.role)) by_role_[user.role].push_back(user.id);
        if (groups_.contains(user.team)) by_main_team_[user.team].push_back(user.id);
    }
    for (const PolicyGroupMember& row : tables.members) {
        if (!groups_.contains(row.group)) continue;
        if (row.member.kind == Principal::Kind::Everyone) continue;  // No group is that large.
        if (row.member.kind != Principal::Kind::Group) {
            members_[row.group].push_back(row.member);
        } else if (groups_.contains(row.member.id)) {
            within_[row.group].push_back(row.member.id);
            holders_[row.member.id].push_back(row.group);
        }
    }
}

const PolicyUser* PolicyPeople::find_user(const RecordId& id) const {
    const auto found = users_.find(id);
    return found == users_.end() ? nullptr : found->second;
}

const PolicyRole* PolicyPeople::find_role(const RecordId& id) const {
    const auto found = roles_.find(id);
    return found == roles_.end() ? nullptr : found->second;
}

// Without recursion: a chain may be as long as there are records.
PolicyPeople::Ids PolicyPeople::reach(const Edges& edges, const Ids& starts) {
    Ids seen = starts;
    std::vector<RecordId> open(starts.begin(), starts.end());
    while (!open.empty()) {
        const RecordId from = open.back();
        open.pop_back();
        for (const RecordId& to : at(edges, from))
            if (seen.insert(to).second) open.push_back(to);
    }
    return seen;
}

PolicyPeople::Ids PolicyPeople::roles_beneath(const RecordId& role) const {
    if (!roles_.contains(role)) return {};
    Ids found = reach(beneath_, {role});
    found.erase(role);
    return found;
}

PolicyPeople::Ids PolicyPeople::users_of_roles(const Ids& roles) const {
    Ids users;
    for (const RecordId& role : roles) {
        const std::vector<RecordId>& holders = at(by_role_, role);
        users.insert(holders.begin(), holders.end());
    }
    return users;
}

// No step further than there are roles: a circle of roles has no top.
bool PolicyPeople::is_at_or_beneath(RecordId role, const RecordId& top) const {
    for (std::size_t step = 0; step <= roles_.size(); ++step) {
        const PolicyRole* known = find_role(role);
        if (!known) return false;
        if (role == top) return true;
        role = known->parent;
    }
    return false;
}

PolicyPeople::Ids PolicyPeople::groups_within(const Ids& groups) const {
    Ids known;
    for (const RecordId& group : groups)
        if (groups_.contains(group)) known.insert(group);
    return reach(within_, known);
}

PolicyPeople::Ids PolicyPeople::groups_of(const PolicyUser& user) const {
    Ids direct;
    if (groups_.contains(user.team)) direct.insert(user.team);
    for (const auto& [group, members] : members_)
        for (const Principal& member : members)
            if (includes(member, user)) direct.insert(group);
    return reach(holders_, direct);
}

PolicyPeople::Ids PolicyPeople::users_of_groups(const Ids& groups) const {
    Ids users;
    for (const RecordId& inner : groups_within(groups)) {
        const std::vector<RecordId>& main = at(by_main_team_, inner);
        users.insert(main.begin(), main.end());
        const auto members = members_.find(inner);
        if (members == members_.end()) continue;
        for (const Principal& member : members->second) users.merge(users_of(member));
    }
    return users;
}

PolicyPeople::Ids PolicyPeople::users_of(const Principal& principal) const {
    switch (principal.kind) {
        case Principal::Kind::User:
            return users_.contains(principal.id) ? Ids{principal.id} : Ids{};
        case Principal::Kind::Group:
            return users_of_groups({principal.id});
        case Principal::Kind::Role:
            return users_of_roles({principal.id});
        case Principal::Kind::RoleAndSubordinates: {
            Ids roles = roles_beneath(principal.id);
            roles.insert(principal.id);
            return users_of_roles(roles);
        }
        default:
            return {};
    }
}

bool PolicyPeople::includes(const Principal& principal, const PolicyUser& user) const {
    switch (principal.kind) {
        case Principal::Kind::Everyone:
            return true;
        case Principal::Kind::User:
            return principal.id == user.id;
        case Principal::Kind::Role:
            return roles_.contains(user.role) && principal.id == user.role;
        case Principal::Kind::RoleAndSubordinates:
            return is_at_or_beneath(user.role, principal.id);
        default:
            return false;
    }
}

}  // namespace holdfast
