// PolicyWorld: people, rights and records made at random, in a store and in memory at once, so that
// both readings of a policy can be asked the same.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "core/fixed_environment.h"
#include "core/policy.h"
#include "core/store.h"

namespace holdfast::test {

/// company; deal (owner, team, company) with lines that have notes; task (owner, assignee, team);
/// job (assignee by name, team); mark (owner) and what it marks; stage, kept by administrators;
/// place, which is nobody's.
[[nodiscard]] const Registry& policy_registry();

class PolicyWorld {
public:
    /// The same seed gives the same world.
    explicit PolicyWorld(std::uint64_t seed);

    [[nodiscard]] Policy compile(const RecordId& user) const {
        return Policy::compile(policy_registry(), tables, user);
    }
    /// One of the users; sometimes one who does not exist.
    [[nodiscard]] RecordId any_user();
    /// Something that gives somebody more: a share, a sharing rule, a profile, a place in a group.
    void give_more();

    /// The records that can() accepts, and those that where() finds.
    [[nodiscard]] std::set<RecordId> accepted(const Policy& policy, const EntityDef& entity,
                                              Action action);
    [[nodiscard]] std::set<RecordId> found(const Policy& policy, const EntityDef& entity,
                                           Action action);
    [[nodiscard]] Store& store() { return store_; }
    [[nodiscard]] const std::vector<Record>& records(const EntityDef& entity) const {
        return records_.at(entity.id);
    }

    PolicyTables tables;

private:
    [[nodiscard]] bool once_in(std::uint64_t count) { return random_.below(count) == 0; }
    [[nodiscard]] RecordId any_id(std::uint64_t kind, std::uint64_t count);
    [[nodiscard]] Principal any_principal();
    [[nodiscard]] std::string any_entity();
    [[nodiscard]] std::array<std::optional<RightsLevel>, kActionCount> any_levels();
    [[nodiscard]] std::string any_condition();
    [[nodiscard]] PolicySharingRule any_rule();
    [[nodiscard]] PolicyRecordShare any_share();
    void make_people();
    void make_rights();
    [[nodiscard]] Value any_value(const EntityDef& entity, const FieldDef& field);
    void store_records();

    Random random_;
    FixedEnvironment environment_;
    Store store_;
    std::map<EntityId, std::vector<Record>> records_;
};

}  // namespace holdfast::test
