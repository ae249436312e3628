#include "store/policy_levels.h"

#include <algorithm>

#include "store/policy_modules.h"

namespace holdfast {
namespace {

bool is_reading(Action action) {
    return action == Action::Read || action == Action::Export;
}

bool is_always_own(const EntityDef& entity) {
    return is_conflict(entity) || tells_one_person(entity);
}

/// Where no line of the profile names the module.
RightsLevel default_level(const PolicyProfile& profile, const EntityPolicy& module, Action action) {
    if (module.parent_field) return RightsLevel::All;  // The parent decides.
    if (carries_rights(*module.entity)) return RightsLevel::None;
    const bool told = tells_one_person(*module.entity);
    if (told && (action == Action::Delete || action == Action::MassEdit)) return RightsLevel::Own;
    if (is_always_own(*module.entity))
        return is_reading(action) || action == Action::Edit ? RightsLevel::Own : RightsLevel::None;
    const bool nobodys = module.entity->kind == EntityKind::Config && module.person_fields.empty();
    if (nobodys && is_reading(action)) return RightsLevel::All;
    if (nobodys) return profile.customize ? RightsLevel::All : RightsLevel::None;
    return is_reading(action) ? profile.read : profile.write;
}

}  // namespace

PolicyLevels::PolicyLevels(const PolicyTables& tables, const PolicyPeople& people,
                           const PolicyUser& user) {
    PolicyPeople::Ids wanted;
    for (const PolicyUserProfile& row : tables.user_profiles)
        if (row.user == user.id) wanted.insert(row.profile);
    if (const PolicyRole* role = people.find_role(user.role)) wanted.insert(role->profile);
    for (const PolicyProfile& profile : tables.profiles)
        if (wanted.contains(profile.id)) profiles_.push_back({&profile, {}, {}});
    for (const PolicyRight& right : tables.rights) add_right(right);
}

// Two devices may each have written a line about the same thing: the narrower one counts.
void PolicyLevels::add_right(const PolicyRight& right) {
    for (Profile& profile : profiles_) {
        if (profile.row->id != right.profile) continue;
        if (!right.field.empty()) {
            const auto [known, is_new] =
                profile.access.emplace(std::pair(right.entity, right.field), right.access);
            if (!is_new) known->second = std::min(known->second, right.access);
            continue;
        }
        auto& levels = profile.levels[right.entity];
        for (std::size_t action = 0; action < kActionCount; ++action) {
            const std::optional<RightsLevel>& given = right.levels[action];
            if (given) levels[action] = std::min(levels[action].value_or(*given), *given);
        }
    }
}

bool PolicyLevels::is_admin() const {
    return std::any_of(profiles_.begin(), profiles_.end(),
                       [](const Profile& profile) { return profile.row->admin; });
}

RightsLevel PolicyLevels::level_in(const Profile& profile, const EntityPolicy& module,
                                   Action action) {
    const EntityDef& entity = *module.entity;
    if (carries_rights(entity) && !is_record_share(entity) && is_reading(action))
        return RightsLevel::All;
    const RightsLevel widest = tells_one_person(entity) ? RightsLevel::Own : RightsLevel::All;
    if (const std::optional<RightsLevel> given = given_in(profile, entity, action))
        return std::min(*given, widest);
    if (action == Action::Approve) return level_in(profile, module, Action::Edit);
    return default_level(*profile.row, module, action);
}

std::optional<RightsLevel> PolicyLevels::given_in(const Profile& profile, const EntityDef& entity,
                                                  Action action) {
    const auto line = profile.levels.find(entity.key);
    if (line == profile.levels.end()) return std::nullopt;
    return line->second[static_cast<std::size_t>(action)];
}

bool PolicyLevels::approves_by_editing(const EntityPolicy& module) const {
    return std::any_of(profiles_.begin(), profiles_.end(), [&](const Profile& profile) {
        return !given_in(profile, *module.entity, Action::Approve) &&
               level_in(profile, module, Action::Edit) != RightsLevel::None;
    });
}

RightsLevel PolicyLevels::level(const EntityPolicy& module, Action action) const {
    RightsLevel widest = RightsLevel::None;
    for (const Profile& profile : profiles_)
        widest = std::max(widest, level_in(profile, module, action));
    return widest;
}

FieldAccess PolicyLevels::access(const EntityPolicy& module, const FieldDef& field) const {
    const EntityDef& entity = *module.entity;
    FieldAccess widest = FieldAccess::Hidden;
    for (const Profile& profile : profiles_) {
        const auto level = [&](Action action) { return level_in(profile, module, action); };
        if (level(Action::Read) == RightsLevel::None && !is_record_share(entity)) continue;
        const bool writes =
            level(Action::Edit) != RightsLevel::None || level(Action::Create) != RightsLevel::None;
        const auto line = profile.access.find(std::pair(entity.key, field.key));
        const FieldAccess given = line == profile.access.end() ? FieldAccess::Write : line->second;
        widest = std::max(widest, writes ? given : std::min(given, FieldAccess::Read));
    }
    return widest;
}

}  // namespace holdfast
