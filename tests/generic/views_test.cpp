// The generic suite: every module in queries, lists and forms.
#include <algorithm>

#include "core/app/form_view.h"
#include "core/app/list_view.h"
#include "core/record_source.h"
#include "core/rules.h"
#include "generic/scene.h"

using namespace holdfast;
using test::for_each_module;
using test::found_by;
using test::must;
using test::Scene;
using test::shown;

namespace {

std::vector<RecordId> sorted_by_id(std::vector<RecordId> ids) {
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::vector<RecordId> ids_where(const std::vector<Record>& records, auto&& holds) {
    std::vector<RecordId> ids;
    for (const Record& record : records)
        if (holds(record)) ids.push_back(record.id);
    return sorted_by_id(std::move(ids));
}

}  // namespace

TEST_CASE("every field of every module is filtered as one by one would", "[generic]") {
    for_each_module("filter", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        const std::vector<Record> records = scene.all();
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            CAPTURE(field.key);
            const Value wanted = shown(records.front(), entity, field);
            Query query;
            query.entity = entity.id;
            query.filters.push_back({field.id, FilterOperator::Equal, wanted});
            const bool none = is_null(wanted);
            CHECK(sorted_by_id(found_by(scene.store, query)) ==
                  ids_where(records, [&](const Record& record) {
                      return none ? is_null(shown(record, entity, field))
                                  : shown(record, entity, field) == wanted;
                  }));
            query.filters[0].op = FilterOperator::IsEmpty;
            CHECK(sorted_by_id(found_by(scene.store, query)) ==
                  ids_where(records, [&](const Record& record) {
                      return is_null(shown(record, entity, field));
                  }));
            cases += 2;
        }
        return cases;
    });
}

TEST_CASE("every field of every module sorts both ways", "[generic]") {
    for_each_module("sort", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            CAPTURE(field.key);
            Query query;
            query.entity = entity.id;
            query.sort_field = field.id;
            const auto up = must(find_rows(scene.store, query, 1'000));
            query.direction = SortDirection::Descending;
            auto down = must(find_rows(scene.store, query, 1'000));
            std::reverse(down.begin(), down.end());
            CHECK(up == down);
            CHECK(up.size() == scene.all().size());
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("every field of every module groups all of its records", "[generic]") {
    for_each_module("group", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        Query query;
        query.entity = entity.id;
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            CAPTURE(field.key);
            std::int64_t counted = 0;
            for (const ReportRow& row : must(report(scene.store, query, {field.id}, FieldId::None)))
                counted += row.count;
            CHECK(counted == static_cast<std::int64_t>(scene.all().size()));
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("what is searchable in any module is found by a part of it", "[generic]") {
    for_each_module("search", 70, [](const EntityDef& entity) {
        Scene scene(entity);
        const std::vector<Record> records = scene.all();
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            const std::string text(text_or_empty(shown(records[0], entity, field)));
            if (field.searching == Searching::No || text.size() < 3) continue;
            CAPTURE(field.key, text);
            Query query;
            query.entity = entity.id;
            query.search = text.substr(1);
            const auto found = sorted_by_id(found_by(scene.store, query));
            CHECK(std::binary_search(found.begin(), found.end(), records[0].id));
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("every module has a list and a form that say something", "[generic]") {
    for_each_module("views", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        const Strings strings;
        ListView list(scene.store, entity.id, strings);
        CHECK(list.row_count() == static_cast<std::int64_t>(scene.all().size()));
        CHECK(list.columns().size() == entity.list_columns.size());
        CHECK_FALSE(list.row(0).title.empty());
        CHECK(list.error() == nullptr);
        FormView form = must(FormView::open(scene.store, entity.id, scene.ids[0], strings, 0));
        CHECK_FALSE(form.title().empty());
        CHECK_FALSE(form.groups().empty());
        CHECK(form.error() == nullptr);
        const FormView fresh = must(FormView::create(scene.store, entity.id, {}, strings, 0));
        CHECK(fresh.mode() == FormMode::Create);
        return 3;
    });
}

TEST_CASE("computed fields of every module agree in memory and in SQL", "[generic]") {
    for_each_module("computed", 40, [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldDef& field : entity.computed) {
            CAPTURE(field.key);
            const auto values =
                must(read_computed(scene.store, entity.id, scene.ids[0], {field.id}, 20'800));
            REQUIRE(values.size() == 1);
            RecordSource source(scene.store);
            const auto record = must(scene.store.read(entity.id, scene.ids[0]));
            const Expression* expression = Registry::base().rules(entity.id).computed(field.id);
            REQUIRE(expression != nullptr);
            CHECK(must(expression->evaluate(*record, source, 20'800)) == values[0]);
            ++cases;
        }
        return cases;
    });
}
