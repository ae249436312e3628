#include <algorithm>
#include <iterator>

#include "core/record_source.h"
#include "core/store/policy_oracle.h"
#include "core/store/policy_world.h"
#include "support/property.h"

using namespace holdfast;
using test::for_all;
using test::policy_registry;
using test::PolicyOracle;
using test::PolicyWorld;

namespace {

constexpr std::int64_t kDecisionsMin = 20'000;
constexpr Action kActions[] = {Action::Read,   Action::Create, Action::Edit,     Action::Delete,
                               Action::Export, Action::Import, Action::MassEdit, Action::Approve};
static_assert(std::size(kActions) == kActionCount, "every action is asked about");

bool has_records(const EntityDef& entity) {
    return entity.key != "user" && entity.key != "group";
}

bool contains_all(const std::set<RecordId>& larger, const std::set<RecordId>& smaller) {
    return std::includes(larger.begin(), larger.end(), smaller.begin(), smaller.end());
}

}  // namespace

TEST_CASE("SQL finds the records that the check in memory accepts, whatever the rights",
          "[core][policy]") {
    std::int64_t decisions = 0;
    std::int64_t yes = 0;
    for_all([&](std::uint64_t seed) {
        PolicyWorld world(seed);
        const Policy policy = world.compile(world.any_user());
        for (const EntityDef& entity : policy_registry().entities()) {
            if (!has_records(entity)) continue;
            for (const Action action : kActions) {
                const std::set<RecordId> accepted = world.accepted(policy, entity, action);
                RC_ASSERT(world.found(policy, entity, action) == accepted);
                // What is offered for no record must not be there for any.
                RC_ASSERT(policy.can(entity.id, action) || accepted.empty());
                decisions += static_cast<std::int64_t>(world.records(entity).size());
                yes += static_cast<std::int64_t>(accepted.size());
            }
        }
    });
    INFO(decisions << " decisions, " << yes << " of them yes");
    CHECK(decisions >= kDecisionsMin);
    // Worlds in which everything or nothing is allowed would prove little.
    CHECK(yes > decisions / 10);
    CHECK(yes < decisions * 9 / 10);
}

TEST_CASE("the compiled rights are those that the rules say, record by record", "[core][policy]") {
    std::int64_t decisions = 0;
    for_all([&](std::uint64_t seed) {
        PolicyWorld world(seed);
        RecordSource source(world.store());
        PolicyOracle oracle(policy_registry(), world.tables, source);
        const PolicyUser& user = world.tables.users[seed % world.tables.users.size()];
        const Policy policy = world.compile(user.id);
        for (const EntityDef& entity : policy_registry().entities()) {
            if (!has_records(entity)) continue;
            for (const Action action : kActions)
                for (const Record& record : world.records(entity)) {
                    const std::optional<bool> expected = oracle.allows(user, action, record);
                    if (!expected) continue;
                    ++decisions;
                    INFO(entity.key << " " << static_cast<int>(action));
                    RC_ASSERT(test::must(policy.can(action, record, source)) == *expected);
                }
        }
    });
    CHECK(decisions >= kDecisionsMin);
}

TEST_CASE("a share, a rule, a profile or a place in a group never takes anything away",
          "[core][policy]") {
    std::int64_t grown = 0;
    for_all([&](std::uint64_t seed) {
        PolicyWorld world(seed);
        const RecordId user = world.any_user();
        const Policy before = world.compile(user);
        for (int more = 0; more < 3; ++more) world.give_more();
        const Policy after = world.compile(user);
        for (const EntityDef& entity : policy_registry().entities()) {
            if (!has_records(entity)) continue;
            for (const Action action :
                 {Action::Read, Action::Edit, Action::Export, Action::Approve}) {
                const std::set<RecordId> had = world.accepted(before, entity, action);
                const std::set<RecordId> has = world.accepted(after, entity, action);
                RC_ASSERT(contains_all(has, had));
                if (has.size() > had.size()) ++grown;
            }
        }
    });
    CHECK(grown > 20);
}

TEST_CASE("whatever may be done with a record, it may be read, except making a new one",
          "[core][policy]") {
    for_all([](std::uint64_t seed) {
        PolicyWorld world(seed);
        const Policy policy = world.compile(world.any_user());
        for (const EntityDef& entity : policy_registry().entities()) {
            if (!has_records(entity)) continue;
            const std::set<RecordId> readable = world.accepted(policy, entity, Action::Read);
            for (const Action action : kActions)
                RC_ASSERT(action == Action::Create ||
                          contains_all(readable, world.accepted(policy, entity, action)));
        }
    });
}
