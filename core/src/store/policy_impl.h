// Policy::Impl: the one structure that rights compile to. Private to core/src/store.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/policy.h"

namespace holdfast {

/// Records of somebody, or named one by one; with a condition only those for which it holds.
struct PolicyClause {
    enum class Whose : std::uint8_t { Listed, Anyones } whose = Whose::Listed;
    std::vector<RecordId> people;    ///< Sorted, as the lists below.
    std::vector<std::string> names;  ///< The same people, where a person is a text.
    std::vector<RecordId> groups;
    std::vector<RecordId> records;
    std::optional<Expression> condition;
};

/// One module and action. A record passes when anything of it holds.
struct PolicyRule {
    enum class Base : std::uint8_t { Clauses, Everything } base = Base::Clauses;
    std::vector<PolicyClause> clauses;
    std::optional<Action> of_parent;  ///< What its parent has to allow.
};

struct EntityPolicy {
    const EntityDef* entity = nullptr;
    std::vector<const FieldDef*> person_fields;
    const FieldDef* group_field = nullptr;   ///< May be null.
    const FieldDef* parent_field = nullptr;  ///< May be null.
    std::array<PolicyRule, kActionCount> rules;
    std::map<FieldId, FieldAccess> access;  ///< Of every field.
};

struct Policy::Impl {
    const Registry* registry = nullptr;
    std::int64_t today = 0;
    enum class Base : std::uint8_t { Tables, Everything } base = Base::Tables;
    std::map<EntityId, EntityPolicy> entities;

    [[nodiscard]] const EntityPolicy* find(EntityId entity) const;
    /// All of these have to hold: reading comes before everything but creating.
    [[nodiscard]] static std::vector<const PolicyRule*> rules_of(const EntityPolicy& entity,
                                                                 Action action);
    /// Whether every record passes, and whether none can.
    [[nodiscard]] bool allows_all(const EntityPolicy& entity, Action action) const;
    [[nodiscard]] bool allows_none(const EntityPolicy& entity, Action action) const;

private:
    [[nodiscard]] bool passes_all(const EntityPolicy& entity, const PolicyRule& rule) const;
    [[nodiscard]] bool passes_none(const EntityPolicy& entity, const PolicyRule& rule) const;
};

}  // namespace holdfast
