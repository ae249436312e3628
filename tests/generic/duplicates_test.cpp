// The generic suite: every module that declares rules of duplicates finds a record's copy by each
// of them, and merges the two and takes that back.
#include "core/duplicates.h"

#include <algorithm>

#include "core/merge.h"
#include "generic/scene.h"

using namespace holdfast;
using test::for_each_module;
using test::must;
using test::note;
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

/// The first value that the loser has and the winner has otherwise; none: they are the same.
std::vector<MergeChoice> first_choice(const EntityDef& entity, const Record& winner,
                                      const Record& loser) {
    for (const FieldDef& field : entity.fields) {
        const Value& value = shown(loser, entity, field);
        // What links to a merged record is not taken over: that would be itself.
        const bool fits = can_be_chosen(entity, field) && link_or_none(value).is_none();
        if (fits && !is_null(value) && value != shown(winner, entity, field))
            return {{field.id, loser.id}};
    }
    return {};
}

/// Merges with one value of the loser, looks at what came of it and takes it back; false when a
/// rule of the module forbids what the two would become.
bool merges_and_comes_apart(Store& store, const EntityDef& entity, const RecordId& winner,
                            const RecordId& loser) {
    const std::vector<std::string> before = everything(store);
    const Record lost = *must(store.read(entity.id, loser));
    const auto choices = first_choice(entity, *must(store.read(entity.id, winner)), lost);
    REQUIRE(choices.size() == 1);
    const MergeDone done = must(merge_records(store, {entity.id, winner, {loser}, choices}));
    if (!std::holds_alternative<Saved>(done.outcome)) {
        CHECK(everything(store) == before);
        return false;
    }
    const FieldDef& chosen = *entity.find_field(choices[0].field);
    CHECK(shown(*must(store.read(entity.id, winner)), entity, chosen) ==
          shown(lost, entity, chosen));
    CHECK(must(find_survivor(store, entity.id, loser)) == std::optional(winner));
    CHECK(leads_to(store, entity, loser) == 0);
    const MergeUndone undone = must(undo_merge(store, done.group));
    CHECK(undone.blockers.empty());
    CHECK(std::holds_alternative<Saved>(undone.outcome));
    CHECK(everything(store) == before);
    return true;
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
    for_each_module("duplicates", 10, [](const EntityDef& entity) {
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
        // The fingerprint of a file is written by the engine: no record here has one.
        const bool typed = std::any_of(
            entity.duplicates.begin(), entity.duplicates.end(), [&](const DuplicateRule& rule) {
                return RecordMaker::is_typed(entity, *entity.find_field(rule.fields[0]));
            });
        CHECK((cases > 0 || !typed));
        return cases;
    });
}

TEST_CASE("two records of every module with rules are merged and come apart exactly as they were",
          "[generic]") {
    for_each_module("merge, undo", 11, [](const EntityDef& entity) {
        if (entity.duplicates.empty()) return 0;
        Scene scene(entity);
        const RecordId fresh = world().maker.create(entity, 101);
        int cases = 0;
        int refused = 0;
        // What others link to, and who is linked by nobody yet.
        for (const RecordId& loser : {scene.ids[1], scene.ids[2], fresh})
            ++(merges_and_comes_apart(scene.store, entity, scene.ids[3], loser) ? cases : refused);
        if (refused > 0) note("merge refused", entity, refused);
        CHECK(cases > 0);
        return cases;
    });
}
