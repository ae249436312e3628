// The generic suite: every module on a board, in a calendar, and found by the search.
#include <algorithm>

#include "core/app/calendar_view.h"
#include "core/app/kanban_view.h"
#include "core/app/record_company.h"
#include "core/search.h"
#include "generic/scene.h"

using namespace holdfast;
using test::for_each_module;
using test::must;
using test::Scene;
using test::shown;

namespace {

/// Cards of all columns, each looked at.
std::int64_t count_cards(KanbanView& view) {
    std::int64_t count = 0;
    for (std::size_t column = 0; column < view.columns().size(); ++column)
        for (std::int64_t index = 0; view.card(column, index) != nullptr; ++index) {
            CHECK_FALSE(view.card(column, index)->title.empty());
            ++count;
        }
    return count;
}

std::int64_t count_columns(KanbanView& view) {
    std::int64_t count = 0;
    for (const KanbanColumn& column : view.columns()) {
        CHECK_FALSE(column.label.empty());
        count += column.count;
    }
    return count;
}

}  // namespace

TEST_CASE("every groupable field of every module makes a board of all records", "[generic]") {
    for_each_module("kanban", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldId field : KanbanView::column_fields(entity)) {
            CAPTURE(entity.find_field(field)->key);
            KanbanView view(scene.store, entity.id, Strings());
            view.set_column_field(field);
            const std::vector<Record> records = scene.all();
            const auto all = static_cast<std::int64_t>(records.size());
            for (const KanbanColumn& each : view.columns())
                CHECK(each.count ==
                      std::count_if(records.begin(), records.end(), [&](const Record& record) {
                          return shown(record, entity, *entity.find_field(field)) == each.value;
                      }));
            if (view.columns_left_out() == 0) {
                CHECK(count_columns(view) == all);
                CHECK(count_cards(view) == all);
            }
            CHECK(view.error() == nullptr);
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("what a board says of a move is what comes of it, in every module", "[generic]") {
    for_each_module("kanban move", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        if (!KanbanView::fits(entity)) return 0;
        KanbanView view(scene.store, entity.id, Strings());
        int cases = 0;
        for (std::size_t column = 0; column < std::min<std::size_t>(view.columns().size(), 12);
             ++column) {
            const MoveAdvice advice = view.advise(scene.ids[0], column);
            const auto move = view.move(scene.ids[0], column);
            CAPTURE(column, static_cast<int>(advice.verdict), advice.sentence);
            REQUIRE(move.has_value());
            const bool saved = std::holds_alternative<Saved>(move->outcome);
            if (advice.verdict != MoveVerdict::Allowed) CHECK_FALSE(saved);
            if (saved && move->undo) {
                const auto back = take_back(scene.store, *move->undo);
                CHECK(back.has_value());
            }
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("every dated module stands in a calendar, and moves there", "[generic]") {
    for_each_module("calendar", 20, [](const EntityDef& entity) {
        if (!CalendarView::fits(entity)) return 0;
        Scene scene(entity);
        int cases = 0;
        const FieldDef& start = *entity.find_field(entity.calendar.start);
        for (const Record& record : scene.all()) {
            const Value begins = shown(record, entity, start);
            if (is_null(begins)) continue;
            CalendarView view(scene.store, entity.id, Strings(), 0);
            const std::int64_t value = integer_or(begins, 0);
            view.set_day(view.has_hours() ? value / 86'400'000 : value);
            const auto& entries = view.entries();
            const bool found =
                std::any_of(entries.begin(), entries.end(),
                            [&](const CalendarEntry& entry) { return entry.id == record.id; });
            CHECK(found);
            CHECK(view.error() == nullptr);
            ++cases;
        }
        // Dates that only the engine sets are not there until it runs.
        if (start.access == Access::Writable) CHECK(cases > 0);
        return cases;
    });
}

TEST_CASE("the search over all modules finds a record of each by its title", "[generic]") {
    for_each_module("search everywhere", 70, [](const EntityDef& entity) {
        Scene scene(entity);
        const Record record = scene.first();
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            const std::string text(text_or_empty(shown(record, entity, field)));
            if (field.searching == Searching::No || text.size() < 4) continue;
            CAPTURE(field.key, text);
            SearchLimits limits;
            limits.per_module_max = 1'000;
            limits.rows_max = 1'000'000;
            const SearchResults results = must(search_everywhere(scene.store, text, limits));
            CHECK(results.complete);
            const bool found = std::any_of(
                results.modules.begin(), results.modules.end(), [&](const SearchModule& module) {
                    return module.entity == entity.id &&
                           std::any_of(module.hits.begin(), module.hits.end(),
                                       [&](const SearchHit& hit) { return hit.id == record.id; });
                });
            CHECK(found);
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("a record of every module takes a comment and a tag", "[generic]") {
    for_each_module("company", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        const Strings strings;
        RecordCompany company(scene.store, entity.id, scene.ids[0]);
        const CommitWithUndo comment = must(company.comment("Seen by the suite"));
        CHECK(std::holds_alternative<Saved>(comment.outcome));
        const StreamQuestion question{entity.id, scene.ids[0], &strings, 0};
        const auto stream = must(read_stream(scene.store, question, stream_readers()));
        CHECK(std::any_of(stream.begin(), stream.end(),
                          [](const StreamItem& item) { return item.text == "Seen by the suite"; }));
        const CommitWithUndo tag = must(company.add_tag("suite " + entity.key));
        CHECK(std::holds_alternative<Saved>(tag.outcome));
        CHECK(must(company.tags(strings)).size() >= 1);
        must(take_back(scene.store, tag.undo.value()));
        must(take_back(scene.store, comment.undo.value()));
        return 2;
    });
}
