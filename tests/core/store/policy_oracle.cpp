#include "core/store/policy_oracle.h"

#include <algorithm>

#include "core/record.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

bool reads(Action action) {
    return action == Action::Read || action == Action::Export;
}

/// The link that a record of the module follows, by key; empty when it stands alone.
std::string_view followed_key(const EntityDef& entity) {
    if (entity.key == "line") return "deal";
    if (entity.key == "note") return "line";
    return entity.key == "mark_link" ? "mark" : "";
}

}  // namespace

PolicyOracle::PolicyOracle(const Registry& registry, const PolicyTables& tables,
                           ExpressionSource& source)
    : registry_(registry), tables_(tables), source_(source) {
    find_members();
}

// Whoever is in a group is in the groups that hold it: again and again, until nobody joins.
void PolicyOracle::find_members() {
    for (const PolicyUser& user : tables_.users)
        if (is_group(user.team)) members_.emplace(user.id, user.team);
    for (std::size_t before = SIZE_MAX; before != members_.size();) {
        before = members_.size();
        for (const PolicyGroupMember& row : tables_.members)
            for (const PolicyUser& user : tables_.users)
                if (is_group(row.group) && row.member.kind != Principal::Kind::Everyone &&
                    includes(row.member, user))
                    members_.emplace(user.id, row.group);
    }
}

const PolicyUser* PolicyOracle::user_at(const RecordId& id) const {
    for (const PolicyUser& user : tables_.users)
        if (user.id == id) return &user;
    return nullptr;
}

const PolicyRole* PolicyOracle::role_at(const RecordId& id) const {
    for (const PolicyRole& role : tables_.roles)
        if (role.id == id) return &role;
    return nullptr;
}

bool PolicyOracle::is_group(const RecordId& id) const {
    return std::count(tables_.groups.begin(), tables_.groups.end(), id) > 0;
}

bool PolicyOracle::is_beneath(const RecordId& role, const RecordId& top) const {
    const PolicyRole* at = role_at(role);
    for (std::size_t step = 0; at && step < tables_.roles.size(); ++step) {
        if (at->parent == top) return role != top && role_at(top);
        at = role_at(at->parent);
    }
    return false;
}

bool PolicyOracle::includes(const Principal& principal, const PolicyUser& user) const {
    switch (principal.kind) {
        case Principal::Kind::User:
            return user.id == principal.id;
        case Principal::Kind::Group:
            return members_.contains({user.id, principal.id});
        case Principal::Kind::Role:
            return user.role == principal.id && role_at(user.role);
        case Principal::Kind::RoleAndSubordinates:
            return role_at(user.role) &&
                   (user.role == principal.id || is_beneath(user.role, principal.id));
        case Principal::Kind::Everyone:
            return true;
        default:
            return false;
    }
}

bool PolicyOracle::has_profile(const PolicyUser& user, const PolicyProfile& profile) const {
    const PolicyRole* role = role_at(user.role);
    if (role && role->profile == profile.id) return true;
    return std::any_of(tables_.user_profiles.begin(), tables_.user_profiles.end(),
                       [&](const PolicyUserProfile& row) {
                           return row.user == user.id && row.profile == profile.id;
                       });
}

// Of two lines that contradict each other the narrower one counts.
std::optional<RightsLevel> PolicyOracle::named_level(const PolicyProfile& profile,
                                                     const EntityDef& entity, Action action) const {
    std::optional<RightsLevel> named;
    for (const PolicyRight& right : tables_.rights) {
        const auto given = right.levels[static_cast<std::size_t>(action)];
        if (right.profile == profile.id && right.entity == entity.key && right.field.empty() &&
            given && (!named || *given < *named))
            named = given;
    }
    return named;
}

RightsLevel PolicyOracle::level_in(const PolicyProfile& profile, const EntityDef& entity,
                                   Action action) const {
    if (const auto named = named_level(profile, entity, action)) return *named;
    if (action == Action::Approve) return level_in(profile, entity, Action::Edit);
    if (!followed_key(entity).empty()) return RightsLevel::All;
    if (entity.key == "stage")
        return reads(action) || profile.customize ? RightsLevel::All : RightsLevel::None;
    return reads(action) ? profile.read : profile.write;
}

RightsLevel PolicyOracle::level(const PolicyUser& user, const EntityDef& entity,
                                Action action) const {
    RightsLevel widest = RightsLevel::None;
    for (const PolicyProfile& profile : tables_.profiles)
        if (has_profile(user, profile))
            widest = std::max(widest, level_in(profile, entity, action));
    return widest;
}

// A profile that names a level means that one: what is shared adds to editing alone then. One that
// says nothing means editing, shares included, unless the module is closed to whoever has it.
bool PolicyOracle::approves_what_it_edits(const PolicyUser& user, const EntityDef& entity) const {
    return std::any_of(
        tables_.profiles.begin(), tables_.profiles.end(), [&](const PolicyProfile& profile) {
            return has_profile(user, profile) && !named_level(profile, entity, Action::Approve) &&
                   level_in(profile, entity, Action::Edit) != RightsLevel::None;
        });
}

Value PolicyOracle::value(const Record& record, std::string_view key) const {
    const EntityDef& entity = *registry_.find(record.entity);
    const FieldDef* field = entity.find_field(key);
    return field ? record.values[entity.index_of(field->id)] : Value();
}

bool PolicyOracle::means(const Value& person, const PolicyUser& user) const {
    if (const auto* id = std::get_if<RecordId>(&person)) return *id == user.id;
    const std::string text(text_or_empty(person));
    if (text.empty()) return false;
    std::vector<const PolicyUser*> meant;
    for (const PolicyUser& other : tables_.users)
        if (other.login == text) meant.push_back(&other);
    if (meant.empty())
        for (const PolicyUser& other : tables_.users)
            if (other.name == text) meant.push_back(&other);
    return meant.size() == 1 && meant[0]->id == user.id;
}

bool PolicyOracle::is_of(const Record& record, const PolicyUser& user) const {
    return means(value(record, "owner"), user) || means(value(record, "assignee"), user);
}

bool PolicyOracle::is_of(const Record& record, const Principal& principal) const {
    if (principal.kind == Principal::Kind::Everyone) return true;
    if (principal.kind == Principal::Kind::Group && is_group(principal.id)) {
        // The group itself, or one that is in it: who joined that one joins this one.
        PolicyUser probe{{0xEEEE, 1}, "", "", true, {}, link_or_none(value(record, "team"))};
        PolicyTables tables = tables_;
        tables.users = {probe};
        if (PolicyOracle(registry_, tables, source_).includes(principal, probe)) return true;
    }
    return std::any_of(tables_.users.begin(), tables_.users.end(), [&](const PolicyUser& user) {
        return includes(principal, user) && is_of(record, user);
    });
}

bool PolicyOracle::reaches(const PolicyUser& user, RightsLevel level, const Record& record) const {
    const PolicyRole* role = role_at(user.role);
    const bool looks_around = level == RightsLevel::Subordinates && role;
    if (level == RightsLevel::All || (looks_around && role->view == RoleView::All)) return true;
    if (level >= RightsLevel::Own && is_of(record, user)) return true;
    if (level >= RightsLevel::Group)
        for (const RecordId& group : tables_.groups)
            if (members_.contains({user.id, group}) &&
                (value(record, "team") == Value(group) ||
                 is_of(record, Principal{Principal::Kind::Group, group})))
                return true;
    if (!looks_around || role->view == RoleView::Own) return false;
    return std::any_of(tables_.users.begin(), tables_.users.end(), [&](const PolicyUser& other) {
        const bool peer = role->view == RoleView::Peers && other.role == role->id;
        return (peer || (role_at(other.role) && is_beneath(other.role, role->id))) &&
               is_of(record, other);
    });
}

bool PolicyOracle::holds(const PolicySharingRule& rule, const Record& record) {
    if (rule.condition.empty()) return true;
    const auto condition =
        Expression::compile(registry_, *registry_.find(record.entity), rule.condition,
                            {ExpressionToday::Allowed, std::nullopt});
    return condition &&
           integer_or(must(condition->evaluate(record, source_, tables_.today)), 0) != 0;
}

bool PolicyOracle::is_shared(const PolicyUser& user, ShareLevel needed, const Record& record) {
    const std::string& key = registry_.find(record.entity)->key;
    std::optional<ShareLevel> narrowest;
    for (const PolicySharingDefault& row : tables_.defaults)
        if (row.entity == key && (!narrowest || row.level < *narrowest)) narrowest = row.level;
    if (narrowest && *narrowest >= needed) return true;
    for (const PolicySharingRule& rule : tables_.rules)
        if (rule.entity == key && rule.level >= needed && includes(rule.to, user) &&
            is_of(record, rule.from) && holds(rule, record))
            return true;
    return std::any_of(
        tables_.shares.begin(), tables_.shares.end(), [&](const PolicyRecordShare& share) {
            return share.entity == key && share.record == record.id && share.level >= needed &&
                   includes(share.to, user) && share.until.value_or(tables_.today) >= tables_.today;
        });
}

std::optional<bool> PolicyOracle::allows(const PolicyUser& user, Action action,
                                         const Record& record) {
    if (!user.active) return false;
    for (const PolicyProfile& profile : tables_.profiles)
        if (profile.admin && has_profile(user, profile)) return true;
    const EntityDef& entity = *registry_.find(record.entity);
    std::optional<bool> by_parent = false;
    if (const std::string_view key = followed_key(entity); !key.empty()) {
        const RecordId id = link_or_none(value(record, key));
        const Record* parent = must(source_.find_linked(entity.find_field(key)->target, id));
        if (!parent) return std::nullopt;
        by_parent = allows(user, reads(action) ? action : Action::Edit, *parent);
        if (!by_parent) return std::nullopt;
    }
    if (action != Action::Read && action != Action::Create) {
        const std::optional<bool> readable = allows(user, Action::Read, record);
        if (!readable || !*readable) return readable;
    }
    const RightsLevel level = this->level(user, entity, action);
    if (level == RightsLevel::None) return false;
    if (*by_parent || (followed_key(entity).empty() && reaches(user, level, record))) return true;
    if (action == Action::Edit || action == Action::MassEdit ||
        (action == Action::Approve && approves_what_it_edits(user, entity)))
        return is_shared(user, ShareLevel::Write, record);
    return reads(action) && is_shared(user, ShareLevel::Read, record);
}

}  // namespace holdfast::test
