// The generic suite: what the transitions of every module need beside the record's own rules.
#include <algorithm>
#include <set>

#include "core/rules.h"
#include "core/strings.h"
#include "generic/scene.h"

using namespace holdfast;
using test::issues_of;
using test::must;
using test::RecordMaker;
using test::StoreFixture;
using test::text;

namespace {

template <typename Check>
int for_each_demand(Check&& check) {
    int moves = 0;
    for (const EntityDef& entity : Registry::base().entities())
        for (const TransitionDef& move : entity.transitions) {
            if (move.right == MoveRight::Edit && move.place == MovePlace::Device &&
                move.reason == FieldId::None)
                continue;
            CAPTURE(entity.key, move.from, move.to);
            check(entity, move);
            ++moves;
        }
    return moves;
}

bool names(const std::vector<FieldIssue>& issues, FieldId field, IssueKind kind,
           std::string_view detail) {
    return std::any_of(issues.begin(), issues.end(), [&](const FieldIssue& issue) {
        return issue.field == field && issue.kind == kind && issue.detail == detail;
    });
}

/// A record of the module in the state that the move leads out of, in a store of its own.
struct Moved : StoreFixture {
    Moved(const EntityDef& module, const TransitionDef& move) : maker(store, environment) {
        create("user", {{"name", text("Boss")}, {"login", text("boss")}});
        id = maker.create(module, 900);
        REQUIRE(
            issues_of(store, draft().set(module.id, id, {{module.state_field, text(move.from)}}))
                .empty());
    }
    std::vector<FieldIssue> make(const EntityDef& module, const TransitionDef& move) {
        return issues_of(store, draft().transition(module.id, id, move.from, move.to));
    }
    std::vector<FieldIssue> write(const EntityDef& module, const std::string& state) {
        return issues_of(store, draft().set(module.id, id, {{module.state_field, text(state)}}));
    }
    /// Tom may do everything with records of the module but approve them.
    void close_approving(const EntityDef& module) {
        const RecordId profile = create("profile", {{"name", text("Field")},
                                                    {"default_read", text("all")},
                                                    {"default_write", text("all")}});
        create(
            "profile_right",
            {{"profile", profile}, {"entity", text(module.key)}, {"approve_level", text("none")}});
        const RecordId role = create("role", {{"name", text("Staff")}, {"profile", profile}});
        tom = create("user", {{"name", text("Tom")}, {"login", text("tom")}, {"role", role}});
    }
    /// None: the one whose store it is.
    void become(const RecordId& user) {
        must(store.write_setting("person", user.is_none() ? std::string() : to_text(user)));
    }
    RecordMaker maker;
    RecordId id;
    RecordId tom;
};

/// Where moves lead that need no right but to edit the record.
std::set<std::string> reachable(const EntityDef& entity, const std::string& from) {
    std::set<std::string> reached{from};
    for (std::size_t before = 0; before != reached.size();) {
        before = reached.size();
        for (const TransitionDef& move : entity.transitions)
            if (move.right == MoveRight::Edit && reached.contains(move.from))
                reached.insert(move.to);
    }
    return reached;
}

}  // namespace

TEST_CASE("no move of any module that needs the right to approve is made without", "[generic]") {
    int guarded = 0;
    for_each_demand([&](const EntityDef& entity, const TransitionDef& move) {
        if (move.right != MoveRight::Approve) return;
        Moved world(entity, move);
        world.close_approving(entity);
        world.become(world.tom);
        CHECK(names(world.make(entity, move), entity.state_field, IssueKind::NoRight, "approve"));
        world.become({});
        CHECK_FALSE(
            names(world.make(entity, move), entity.state_field, IssueKind::NoRight, "approve"));
        ++guarded;
    });
    CHECK(guarded >= 5);
}

TEST_CASE("no moves that everybody makes lead round one that needs the right to approve",
          "[generic]") {
    int guarded = 0;
    for_each_demand([&](const EntityDef& entity, const TransitionDef& move) {
        if (move.right != MoveRight::Approve) return;
        CHECK_FALSE(reachable(entity, move.from).contains(move.to));
        ++guarded;
    });
    CHECK(guarded >= 10);
}

TEST_CASE("a state is corrected by hand without the right only where one's moves lead",
          "[generic]") {
    int modules = 0;
    std::uint64_t seed = 900;
    for (const EntityDef& entity : Registry::base().entities()) {
        const bool guarded =
            std::any_of(entity.transitions.begin(), entity.transitions.end(),
                        [](const auto& move) { return move.right == MoveRight::Approve; });
        if (!guarded) continue;
        CAPTURE(entity.key);
        Moved world(entity, entity.transitions.front());
        world.close_approving(entity);
        for (const StateDef& from : entity.states)
            for (const StateDef& to : entity.states) {
                if (from.key == to.key) continue;
                CAPTURE(from.key, to.key);
                world.become({});
                // A document that was issued does not go back by hand.
                if (!world.write(entity, from.key).empty()) {
                    world.id = world.maker.create(entity, ++seed);
                    REQUIRE(world.write(entity, from.key).empty());
                }
                world.become(world.tom);
                CHECK(names(world.write(entity, to.key), entity.state_field, IssueKind::NoRight,
                            "approve") != reachable(entity, from.key).contains(to.key));
            }
        ++modules;
    }
    CHECK(modules >= 3);
}

TEST_CASE("no move of any module that asks for a reason is made without", "[generic]") {
    int reasons = 0;
    for_each_demand([&](const EntityDef& entity, const TransitionDef& move) {
        if (move.reason == FieldId::None) return;
        Moved world(entity, move);
        const FieldDef& reason = *entity.find_field(move.reason);
        REQUIRE(
            issues_of(world.store, world.draft().set(entity.id, world.id, {{reason.id, Value()}}))
                .empty());
        CHECK(names(world.make(entity, move), reason.id, IssueKind::Missing, ""));
        REQUIRE(
            issues_of(world.store,
                      world.draft().set(entity.id, world.id,
                                        {{reason.id, RecordMaker::value_for(entity, reason, 1)}}))
                .empty());
        CHECK_FALSE(names(world.make(entity, move), reason.id, IssueKind::Missing, ""));
        ++reasons;
    });
    CHECK(reasons >= 1);
}
