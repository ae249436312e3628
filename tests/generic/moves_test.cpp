// The generic suite: what the transitions of every module need beside the record's own rules.
#include <algorithm>

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
    RecordMaker maker;
    RecordId id;
};

}  // namespace

TEST_CASE("no move of any module that needs the right to approve is made without", "[generic]") {
    int guarded = 0;
    for_each_demand([&](const EntityDef& entity, const TransitionDef& move) {
        if (move.right != MoveRight::Approve) return;
        Moved world(entity, move);
        const RecordId profile = world.create("profile", {{"name", text("Field")},
                                                          {"default_read", text("all")},
                                                          {"default_write", text("all")}});
        world.create(
            "profile_right",
            {{"profile", profile}, {"entity", text(entity.key)}, {"approve_level", text("none")}});
        const RecordId role = world.create("role", {{"name", text("Staff")}, {"profile", profile}});
        const RecordId tom =
            world.create("user", {{"name", text("Tom")}, {"login", text("tom")}, {"role", role}});
        must(world.store.write_setting("person", to_text(tom)));
        CHECK(names(world.make(entity, move), entity.state_field, IssueKind::NoRight, "approve"));
        must(world.store.write_setting("person", ""));
        CHECK_FALSE(
            names(world.make(entity, move), entity.state_field, IssueKind::NoRight, "approve"));
        ++guarded;
    });
    CHECK(guarded >= 5);
}

TEST_CASE("no move of any module that only the server makes is made by a device", "[generic]") {
    int remote = 0;
    for_each_demand([&](const EntityDef& entity, const TransitionDef& move) {
        if (move.place != MovePlace::Authority) return;
        Moved world(entity, move);
        world.enrol();
        CHECK(names(world.make(entity, move), entity.state_field, IssueKind::NotAllowed,
                    "authority"));
        ++remote;
    });
    CHECK(remote >= 5);
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
