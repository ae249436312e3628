// The generic suite: the life of records of every module: history, as of, removal with parts and
// links.
#include <algorithm>

#include "core/history.h"
#include "core/recycle_bin.h"
#include "generic/scene.h"

using namespace holdfast;
using test::for_each_module;
using test::issues_of;
using test::must;
using test::RecordMaker;
using test::Scene;
using test::shown;

namespace {

std::vector<HistoryEntry> entries_of(Scene& scene, const RecordId& id) {
    return must(read_history(scene.store, {scene.module.id, id})).entries;
}

Record as_of(Scene& scene, const RecordId& id, std::int64_t at_ms) {
    auto record = must(read_as_of(scene.store, {scene.module.id, id, at_ms}));
    REQUIRE(record.has_value());
    return *std::move(record);
}

/// Living parts of the record, and theirs.
void collect_parts(Store& store, const EntityDef& entity, const RecordId& id,
                   std::vector<RecordId>& parts) {
    for (const EntityId child_id : entity.children)
        for (const Record& child : must(store.read_children(child_id, id))) {
            parts.push_back(child.id);
            collect_parts(store, *store.registry().find(child_id), child.id, parts);
        }
}

/// Every living record that links to `target`, by field.
std::vector<std::pair<FieldId, RecordId>> linking(Store& store, const EntityDef& entity,
                                                  const RecordId& target) {
    std::vector<std::pair<FieldId, RecordId>> links;
    for (const InverseDef& inverse : entity.inverses) {
        Query query;
        query.entity = inverse.entity;
        query.filters.push_back({inverse.field, FilterOperator::Equal, target});
        for (const Record& record :
             must(read_rows(store, inverse.entity, must(find_rows(store, query, 1'000)))))
            links.emplace_back(inverse.field, record.id);
    }
    return links;
}

}  // namespace

TEST_CASE("every change of every field of every module is in its history", "[generic]") {
    for_each_module("history", 85, [](const EntityDef& entity) {
        Scene scene(entity);
        const Record before = scene.first();
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            if (!RecordMaker::is_typed(entity, field)) continue;
            const Value next = RecordMaker::value_for(entity, field, 4);
            if (is_null(next) || next == shown(before, entity, field)) continue;
            CAPTURE(field.key);
            const std::size_t count = entries_of(scene, before.id).size();
            Draft draft = scene.draft();
            if (!issues_of(scene.store, draft.set(entity.id, before.id, {{field.id, next}}))
                     .empty())
                continue;
            const auto entries = entries_of(scene, before.id);
            // A page holds fifty; what is new stands first in any case.
            CHECK((entries.size() == count + 1 || count == 50));
            const auto change =
                std::find_if(entries[0].changes.begin(), entries[0].changes.end(),
                             [&](const HistoryChange& each) { return each.field == field.id; });
            REQUIRE(change != entries[0].changes.end());
            CHECK(change->from == shown(before, entity, field));
            CHECK(change->to == next);
            const Draft back =
                scene.draft().set(entity.id, before.id, {{field.id, shown(before, entity, field)}});
            static_cast<void>(issues_of(scene.store, back));
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("a record of any module is read as it was before its edits", "[generic]") {
    for_each_module("as of", 90, [](const EntityDef& entity) {
        Scene scene(entity);
        const Record before = *must(scene.store.read(entity.id, scene.ids[1]));
        const std::int64_t then_ms = test::world().environment.now;
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            if (!RecordMaker::is_typed(entity, field)) continue;
            const Value next = RecordMaker::value_for(entity, field, 5);
            if (is_null(next)) continue;
            test::world().environment.now += 1'000;
            const Draft draft = scene.draft().set(entity.id, before.id, {{field.id, next}});
            cases += issues_of(scene.store, draft).empty() ? 1 : 0;
        }
        CHECK(as_of(scene, before.id, then_ms).values == before.values);
        const Record now = *must(scene.store.read(entity.id, before.id));
        CHECK(as_of(scene, before.id, test::world().environment.now).values == now.values);
        const auto created = entries_of(scene, before.id);
        CHECK(std::any_of(created.begin(), created.end(), [](const HistoryEntry& entry) {
            return entry.kind == HistoryKind::Created || entry.kind == HistoryKind::Changed;
        }));
        return cases;
    });
}

TEST_CASE("a record of any module comes back with its parts and links", "[generic]") {
    for_each_module("delete, restore", 90, [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const RecordId& id : scene.ids) {
            const Record before = *must(scene.store.read(entity.id, id));
            // The check of files put one away for its copy.
            if (before.life == Record::Life::Deleted) continue;
            std::vector<RecordId> parts;
            collect_parts(scene.store, entity, id, parts);
            const auto links = linking(scene.store, entity, id);
            // What others need is refused; that is another check.
            if (!issues_of(scene.store, scene.draft().remove(entity.id, id)).empty()) continue;
            const auto bin = must(read_bin(scene.store, {entity.id}));
            CHECK(std::any_of(bin.begin(), bin.end(),
                              [&](const BinRecord& record) { return record.record == id; }));
            CHECK(issues_of(scene.store, scene.draft().restore(entity.id, id)).empty());
            std::vector<RecordId> parts_after;
            collect_parts(scene.store, entity, id, parts_after);
            CHECK(parts_after == parts);
            CHECK(linking(scene.store, entity, id) == links);
            CHECK(must(scene.store.read(entity.id, id))->values == before.values);
            CHECK(entries_of(scene, id)[0].kind == HistoryKind::Restored);
            cases += 2;
        }
        return cases;
    });
}
