// The generic suite: thousands of records of every module, and how much work its lists, searches
// and pages are. Work is counted, not timed: what needs an index and has none fails on any machine.
#include <cstdio>

#include "core/app/list_view.h"
#include "generic/company.h"
#include "generic/many_rows.h"
#include "generic/scene.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// Steps of SQLite's virtual machine: of what an index finds, whatever there is beside it.
constexpr std::int64_t kFoundMax = 3'000;
/// The first rows of a list in its own order, where an index has it.
constexpr std::int64_t kPageMax = 1'000;
/// A save looks at what is unique and what links to it, a few times; less than once at each record.
constexpr std::int64_t kSaveMax = 2'500;
/// A search looks at the records that may hold its text: a hundred or two do here.
constexpr std::int64_t kSearchMax = 30'000;
/// For each record: opening a list counts them, a search for the first time reads them.
constexpr std::int64_t kCountMax = 8;
constexpr std::int64_t kReadMax = 15;
/// For each record, where all of them are put in order first.
constexpr std::int64_t kSortMax = 60;
/// The same by what is worked out over the records that belong to each.
constexpr std::int64_t kComputedSortMax = 100;

/// The dearest question of a kind; printed at the end.
struct Dearest {
    std::int64_t steps = 0;
    std::string place;
};
std::map<std::string, Dearest>& dearest() {
    static std::map<std::string, Dearest> only;
    return only;
}

/// Asks and counts; `most`: steps.
template <typename Ask>
void ask(ManyRows& rows, const std::string& kind, const std::string& place, std::int64_t most,
         Ask&& question) {
    CAPTURE(kind, place);
    const Work work(rows.store.database());
    question();
    const std::int64_t steps = work.steps();
    CHECK(steps <= most);
    Dearest& so_far = dearest()[kind];
    if (steps >= so_far.steps) so_far = {steps, place};
}

Query query_of(const EntityDef& entity) {
    Query query;
    query.entity = entity.id;
    return query;
}

/// Parts have no list of their own; rights are looked up in tables that are read as a whole.
bool has_ordered_list(const EntityDef& entity) {
    return !entity.menu.empty() && !Company::carries_rights(entity);
}

int ask_list(ManyRows& rows, const EntityDef& entity) {
    const std::int64_t count = ManyRows::count_for(entity);
    const std::int64_t each = has_ordered_list(entity) ? kCountMax : 2 * kSortMax;
    ask(rows, "open list", entity.key, each * count + kFoundMax, [&] {
        ListView view(rows.store, entity.id, Strings());
        CHECK(view.row_count() > count);
        CHECK_FALSE(view.row(5).cells.empty());
        CHECK(view.error() == nullptr);
    });
    if (entity.menu.empty()) return 1;
    ask(rows, "first rows", entity.key, kPageMax,
        [&] { CHECK(must(find_rows(rows.store, query_of(entity), 100)).size() == 100); });
    return 2;
}

int ask_sorts(ManyRows& rows, const EntityDef& entity) {
    for (const FieldId column : entity.list_columns) {
        const FieldDef& field = *entity.find_any(column);
        const bool stored = entity.find_field(column) != nullptr;
        const std::int64_t each = stored ? kSortMax : kComputedSortMax;
        Query query = query_of(entity);
        query.sort_field = column;
        ask(rows, stored ? "sort" : "sort, computed", entity.key + "." + field.key,
            each * ManyRows::count_for(entity),
            [&] { CHECK(must(find_rows(rows.store, query, 100)).size() == 100); });
    }
    return static_cast<int>(entity.list_columns.size());
}

/// By what a few of the records have; the index of texts is made by the first search.
int ask_search(ManyRows& rows, const EntityDef& entity, const Record& copy) {
    for (const FieldDef& field : entity.fields) {
        const std::string text(text_or_empty(shown(copy, entity, field)));
        if (field.searching == Searching::No || text.empty()) continue;
        Query query = query_of(entity);
        query.search = text + " 79";
        const auto search = [&] { CHECK_FALSE(must(find_rows(rows.store, query, 100)).empty()); };
        ask(rows, "first search", entity.key, kReadMax * ManyRows::count_for(entity), search);
        ask(rows, "search", entity.key, kSearchMax, search);
        return 2;
    }
    return 0;
}

/// Lists on the page of the record that a link leads to.
int ask_links(ManyRows& rows, const EntityDef& entity) {
    int cases = 0;
    for (const FieldDef& field : entity.fields) {
        if (field.type != FieldType::Link || field.inverse.empty()) continue;
        Query query = query_of(entity);
        query.filters.push_back({field.id, FilterOperator::Equal, ManyRows::target(40)});
        ask(rows, "related list", entity.key + "." + field.key, kFoundMax, [&] {
            CHECK(must(count_rows(rows.store, query)) == ManyRows::kPerTarget);
            CHECK(must(find_rows(rows.store, query, 100)).size() == ManyRows::kPerTarget);
        });
        ++cases;
    }
    return cases;
}

int ask_save(ManyRows& rows, const EntityDef& entity, const Record& copy) {
    // What is compared with rules that people keep, and rights, is read as a whole.
    if (Company::carries_rights(entity) || entity.key == "duplicate_rule" ||
        entity.key == "change_set")
        return 0;
    std::vector<Draft::FieldValue> values;
    for (const FieldDef& field : entity.fields)
        if (RecordMaker::is_typed(entity, field) || field.need == Need::Required)
            if (!is_null(shown(copy, entity, field)))
                values.push_back({field.id, shown(copy, entity, field)});
    Draft draft = rows.draft();
    draft.create(entity.id, make_record_id(rows.environment), values);
    ask(rows, "save", entity.key, kSaveMax, [&] {
        // Some of it is unique: what has to be looked for is looked for all the same.
        static_cast<void>(issues_of(rows.store, draft));
    });
    return 1;
}

}  // namespace

TEST_CASE("thousands of records of any module are listed, sorted, searched and linked in budget",
          "[generic][budget]") {
    ManyRows rows;
    for_each_module("many rows", 100, [&](const EntityDef& entity) {
        const Record copy = rows.fill(entity);
        const int cases = ask_list(rows, entity) + ask_sorts(rows, entity) +
                          ask_search(rows, entity, copy) + ask_links(rows, entity) +
                          ask_save(rows, entity, copy);
        rows.empty(entity);
        return cases;
    });
    for (const auto& [kind, most] : dearest())
        std::printf("generic suite: dearest %-15s %8lld steps, %s\n", kind.c_str(),
                    static_cast<long long>(most.steps), most.place.c_str());
}
