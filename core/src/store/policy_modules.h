// What a module's definition says about rights: whose a record is, and what it follows.
#pragma once

#include "store/policy_impl.h"

namespace holdfast {

/// Modules that rights are made of: everybody reads them, only administrators write them, unless a
/// profile names the module itself.
[[nodiscard]] bool carries_rights(const EntityDef& entity);
/// Shares of single records: whoever is named in one reads it.
[[nodiscard]] bool is_record_share(const EntityDef& entity);

/// Open conflicts: those of the two people who wrote, whatever a profile leaves open.
[[nodiscard]] bool is_conflict(const EntityDef& entity);

/// Messages to one person: they say what that person may read, so they are that person's alone,
/// whatever profiles, sharing rules and shares say.
[[nodiscard]] bool tells_one_person(const EntityDef& entity);

/// `owner` and `assignee`, else `user`, of a conflict both sides: links to users, or texts with a
/// login or a name.
[[nodiscard]] std::vector<const FieldDef*> person_fields_of(const Registry& registry,
                                                            const EntityDef& entity);
/// `team`, when it is a link to a group; else null.
[[nodiscard]] const FieldDef* group_field_of(const Registry& registry, const EntityDef& entity);
/// The link that a part follows; of a record that joins two and is nobody's, its first required
/// link. Null when there is none, or when it leads in a circle or up too far.
[[nodiscard]] const FieldDef* followed_field_of(const Registry& registry, const EntityDef& entity);
/// What the parent has to allow.
[[nodiscard]] Action parent_action_of(Action action);

}  // namespace holdfast
