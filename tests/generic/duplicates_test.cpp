// The generic suite: every module that declares rules of duplicates finds a record's copy by each
// of them, and merges the two and takes that back.
#include "core/duplicates.h"

#include <algorithm>

#include "core/merge.h"
#include "generic/scene.h"

using namespace holdfast;
using test::for_each_module;
using test::must;
using test::RecordMaker;
using test::Scene;
using test::shown;
using test::world;

namespace {

/// The record that has the values of this rule alone, as a form would hold them.
DuplicateQuery like(const EntityDef& entity, const DuplicateRule& rule, const Record& record) {
    DuplicateQuery query;
    query.entity = entity.id;
    query.index_rows_max = 100'000;
    query.count_max = 1'000;
    for (const FieldId field : rule.fields)
        query.values.push_back({field, shown(record, entity, *entity.find_field(field))});
    return query;
}

bool has_values(const EntityDef& entity, const DuplicateRule& rule, const Record& record) {
    return std::none_of(rule.fields.begin(), rule.fields.end(), [&](FieldId field) {
        return is_null(shown(record, entity, *entity.find_field(field)));
    });
}

/// Every record of every module as it is stored, the log of merges aside.
std::vector<std::string> everything(Store& store) {
    std::vector<std::string> rows;
    for (const EntityDef& entity : store.registry().entities()) {
        if (entity.key == "merge_log") continue;
        Statement statement =
            must(store.database().prepare("SELECT * FROM \"" + entity.key + "\" ORDER BY id"));
        while (must(statement.step())) {
            std::string& row = rows.emplace_back(entity.key);
            for (std::size_t column = 0; column < entity.fields.size() + 4; ++column)
                row += " " + to_json(statement.value(static_cast<int>(column)));
        }
    }
    return rows;
}

/// Living records whose link leads to the record.
std::int64_t leads_to(Store& store, const EntityDef& entity, const RecordId& id) {
    std::int64_t count = 0;
    for (const InverseDef& inverse : entity.inverses) {
        // Rights stay where they were given.
        if (entity.key == "user") continue;
        Query query;
        query.entity = inverse.entity;
        query.filters.push_back({inverse.field, FilterOperator::Equal, id});
        if (inverse.entity != entity.id) count += must(count_rows(store, query));
    }
    return count;
}

bool finds(Store& store, const DuplicateQuery& query, const RecordId& wanted) {
    const DuplicateAnswer answer = must(find_duplicates(store, query));
    CHECK(answer.complete);
    return std::any_of(answer.candidates.begin(), answer.candidates.end(),
                       [&](const DuplicateCandidate& each) { return each.record == wanted; });
}

}  // namespace

TEST_CASE("every rule of duplicates of every module finds the record that it describes",
          "[generic]") {
    for_each_module("duplicates", [](const EntityDef& entity) {
        if (entity.duplicates.empty()) return 0;
        Scene scene(entity);
        int cases = 0;
        for (const DuplicateRule& rule : entity.duplicates)
            for (const Record& record : scene.all()) {
                if (!has_values(entity, rule, record)) continue;
                DuplicateQuery query = like(entity, rule, record);
                CHECK(finds(scene.store, query, record.id));
                query.self = record.id;
                CHECK_FALSE(finds(scene.store, query, record.id));
                ++cases;
            }
        CHECK(cases > 0);
        return cases;
    });
}

TEST_CASE("two records of every module with rules are merged and come apart exactly as they were",
          "[generic]") {
    for_each_module("merge, undo", [](const EntityDef& entity) {
        if (entity.duplicates.empty()) return 0;
        Scene scene(entity);
        const RecordId fresh = world().maker.create(entity, 101);
        const std::vector<std::string> before = everything(scene.store);
        int cases = 0;
        // What others link to, and who is linked by nobody yet.
        for (const RecordId& loser : {scene.ids[1], scene.ids[2], fresh}) {
            const MergeDone done =
                must(merge_records(scene.store, {entity.id, scene.ids[3], {loser}, {}}));
            // A rule may forbid what these two would become.
            if (!std::holds_alternative<Saved>(done.outcome)) continue;
            CHECK(must(find_survivor(scene.store, entity.id, loser)) ==
                  std::optional(scene.ids[3]));
            CHECK(leads_to(scene.store, entity, loser) == 0);
            const MergeUndone undone = must(undo_merge(scene.store, done.group));
            CHECK(undone.blockers.empty());
            CHECK(std::holds_alternative<Saved>(undone.outcome));
            CHECK(everything(scene.store) == before);
            ++cases;
        }
        CHECK(cases > 0);
        return cases;
    });
}
