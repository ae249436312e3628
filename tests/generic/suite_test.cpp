// The generic suite: every module of the registry, by its definition alone, through everything that
// a module gets for free. A module that is added later is in here without a change.
#include <algorithm>

#include "core/frozen.h"
#include "generic/scene.h"

using namespace holdfast;
using test::for_each_module;
using test::has_issue;
using test::issues_of;
using test::must;
using test::RecordMaker;
using test::Scene;
using test::shown;

TEST_CASE("every module takes valid values and gives them back", "[generic]") {
    for_each_module("create", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        CHECK(scene.all().size() >= scene.ids.size());
        return static_cast<int>(scene.ids.size());
    });
}

TEST_CASE("every required field of every module is missed by name", "[generic]") {
    for_each_module("required", 85, [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            if (field.need != Need::Required || !is_null(field.initial) ||
                !RecordMaker::is_typed(entity, field))
                continue;
            CAPTURE(field.key);
            const auto issues = issues_of(
                scene.store, scene.draft().set(entity.id, scene.ids[0], {{field.id, Value()}}));
            const bool named =
                std::any_of(issues.begin(), issues.end(),
                            [&](const FieldIssue& issue) { return issue.field == field.id; });
            CHECK(named);
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("a link of any module leads somewhere or is refused", "[generic]") {
    for_each_module("dangling link", 80, [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            if (field.type != FieldType::Link || !RecordMaker::is_typed(entity, field)) continue;
            CAPTURE(field.key);
            const auto issues =
                issues_of(scene.store,
                          scene.draft().set(entity.id, scene.ids[0], {{field.id, RecordId{9, 9}}}));
            CHECK(has_issue(issues, field.id, IssueKind::UnknownLink));
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("every field of every module is changed and set back", "[generic]") {
    for_each_module("update", 90, [](const EntityDef& entity) {
        Scene scene(entity);
        const Record before = scene.first();
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            if (!RecordMaker::is_typed(entity, field)) continue;
            const Value next = RecordMaker::value_for(entity, field, 2);
            if (is_null(next)) continue;
            CAPTURE(field.key);
            const auto set = [&](const Value& value) {
                return issues_of(scene.store,
                                 scene.draft().set(entity.id, before.id, {{field.id, value}}));
            };
            // A rule of the module may forbid this one value beside the others.
            if (!set(next).empty()) continue;
            const auto changed = must(scene.store.read(entity.id, before.id));
            CHECK(shown(*changed, entity, field) == next);
            CHECK(set(shown(before, entity, field)).empty());
            const auto back = must(scene.store.read(entity.id, before.id));
            CHECK(back->values == before.values);
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("a record of any module goes to the recycle bin and comes back whole", "[generic]") {
    for_each_module("recycle bin", 90, [](const EntityDef& entity) {
        // What a log or an issued document says stays; that is another check.
        if (entity.kind == EntityKind::Log) return 0;
        Scene scene(entity);
        const auto read = [&](const RecordId& id) {
            return *must(scene.store.read(entity.id, id));
        };
        const auto open = std::find_if(scene.ids.begin(), scene.ids.end(), [&](const auto& id) {
            return !is_frozen(entity, read(id));
        });
        REQUIRE(open != scene.ids.end());
        const Record before = read(*open);
        const std::size_t count = scene.all().size();
        CHECK(issues_of(scene.store, scene.draft().remove(entity.id, before.id)).empty());
        CHECK(scene.all().size() == count - 1);
        CHECK(issues_of(scene.store, scene.draft().restore(entity.id, before.id)).empty());
        CHECK(read(before.id).values == before.values);
        return 2;
    });
}
