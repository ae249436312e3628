// The change of many records as a person makes it: field, value, forecast, run, reasons, undo.
#include "core/app/mass_edit_view.h"

#include "core/app/record_selection.h"
#include "life/history_fixture.h"

using namespace holdfast;
using test::HistoryFixture;
using test::must;
using test::number;
using test::text;

namespace {

constexpr int kBudgetMs = 8;

struct ViewFixture : HistoryFixture {
    std::vector<RecordId> create_many(int count) {
        std::vector<RecordId> ids;
        for (int index = 0; index < count; ++index)
            ids.push_back(create("project", {{"name", text("P" + std::to_string(100 + index))},
                                             {"budget", number(index % 3)}}));
        return ids;
    }
    MassEditView open(std::string_view key, std::vector<RecordId> ids) {
        return must(MassEditView::open(store, module(key), std::move(ids), Strings(), 0));
    }
    static void finish(MassEditView& view) {
        for (int step = 0; step < 10'000; ++step)
            if (!view.step(kBudgetMs)) return;
        FAIL("the mass edit does not end");
    }
    bool offers(const MassEditView& view, std::string_view entity_key, std::string_view key) {
        for (const FormField& each : view.fields())
            if (each.field == field(entity_key, key)) return true;
        return false;
    }
    ListView list() { return {store, module("project"), Strings()}; }
};

}  // namespace

TEST_CASE_METHOD(ViewFixture, "only fields that one value suits are offered", "[mass_edit_view]") {
    const MassEditView view = open("project", create_many(1));
    CHECK(offers(view, "project", "name"));
    CHECK(offers(view, "project", "budget"));
    CHECK_FALSE(offers(view, "project", "status"));       // Moved along its states.
    CHECK_FALSE(offers(view, "project", "finished_at"));  // A stamp.
    CHECK_FALSE(offers(view, "project", "hours"));        // A counter.
    // The link to the parent is what a part is a part of.
    CHECK_FALSE(offers(open("step", {}), "step", "project"));
}

TEST_CASE_METHOD(ViewFixture, "the forecast says how many change while a value is typed",
                 "[mass_edit_view]") {
    auto ids = create_many(6);
    remove("project", ids[0]);
    MassEditView view = open("project", ids);
    CHECK_FALSE(view.forecast().has_value());
    view.choose_field(field("project", "budget"));
    view.set_text("2");
    finish(view);
    REQUIRE(view.forecast().has_value());
    CHECK(view.forecast()->complete);
    CHECK(view.forecast()->changing == 3);  // Of 1, 2, 0, 1, 2: two have it, one is removed.
    CHECK(view.forecast()->staying == 3);
    view.set_text("7");
    CHECK(view.forecast()->changing == 5);
    view.set_text("seven");
    CHECK_FALSE(view.forecast().has_value());
}

TEST_CASE_METHOD(ViewFixture, "the forecast follows what others change meanwhile",
                 "[mass_edit_view]") {
    const auto ids = create_many(3);
    MassEditView view = open("project", ids);
    view.choose_field(field("project", "budget"));
    view.set_text("9");
    finish(view);
    CHECK(view.forecast()->changing == 3);
    set("project", ids[1], {{"budget", number(9)}});
    finish(view);
    CHECK(view.forecast()->changing == 2);
}

TEST_CASE_METHOD(ViewFixture, "what cannot be read stops at the field and changes nothing",
                 "[mass_edit_view]") {
    const auto ids = create_many(2);
    MassEditView view = open("project", ids);
    view.choose_field(field("project", "budget"));
    view.set_text("a lot");
    CHECK(view.editor()->error.empty());
    CHECK_FALSE(must(view.start()));
    CHECK_FALSE(view.editor()->error.empty());
    CHECK(view.run() == nullptr);
    view.choose_field(field("project", "name"));
    CHECK_FALSE(must(view.start()));  // A name is required.
    CHECK(get("project", ids[0], "name") == text("P100"));
}

TEST_CASE_METHOD(ViewFixture, "a run says what it changed, what it left and why, and is taken back",
                 "[mass_edit_view]") {
    const auto ids = create_many(450);
    for (const std::size_t locked : {std::size_t{3}, std::size_t{300}})
        set("project", ids[locked], {{"locked", number(1)}});
    MassEditView view = open("project", ids);
    view.choose_field(field("project", "budget"));
    view.set_text("50");
    REQUIRE(must(view.start()));
    CHECK(view.is_working());
    finish(view);
    CHECK(view.run()->records_edited() == 448);
    REQUIRE(view.answers().size() == 1);
    CHECK(view.answers()[0].count == 2);
    CHECK(view.answers()[0].sentence.find("cannot be changed") != std::string::npos);
    CHECK(get("project", ids[0], "budget") == number(50));
    CHECK(get("project", ids[3], "budget") == number(0));
    REQUIRE(view.can_undo());
    view.undo();
    finish(view);
    CHECK(view.run()->phase() == MassEditPhase::Undone);
    CHECK_FALSE(view.can_undo());
    CHECK(get("project", ids[1], "budget") == number(1));
    CHECK(get("project", ids[449], "budget") == number(449 % 3));
}

TEST_CASE_METHOD(ViewFixture, "a value of nothing clears the field", "[mass_edit_view]") {
    const auto ids = create_many(2);
    MassEditView view = open("project", ids);
    view.choose_field(field("project", "budget"));
    REQUIRE(must(view.start()));
    finish(view);
    CHECK(is_null(get("project", ids[0], "budget")));
}

TEST_CASE_METHOD(ViewFixture, "a link is found by title and set on many", "[mass_edit_view]") {
    const RecordId project = create_many(1)[0];
    const RecordId first = create("note", {{"text", text("One")}});
    const RecordId second = create("note", {{"text", text("Two")}});
    MassEditView view = open("note", {first, second});
    view.choose_field(field("note", "about"));
    const std::vector<FormOption> options = view.find_link_options("");
    REQUIRE(options.size() == 1);
    view.set_text(options[0].key);
    CHECK(view.editor()->text == "P100");
    REQUIRE(must(view.start()));
    finish(view);
    CHECK(get("note", first, "about") == Value(project));
    CHECK(get("note", second, "about") == Value(project));
}

TEST_CASE_METHOD(ViewFixture, "a mass edit view without sense does not open", "[mass_edit_view]") {
    const auto code = [&](EntityId entity, std::size_t count) {
        return MassEditView::open(store, entity, std::vector<RecordId>(count), Strings(), 0)
            .error()
            .code;
    };
    CHECK(code(EntityId{999}, 1) == ErrorCode::BadInput);
    CHECK(code(module("project"), kMassEditRecordsMax + 1) == ErrorCode::LimitExceeded);
    MassEditView view = open("project", {});
    view.choose_field(FieldId{999});
    CHECK(view.editor() == nullptr);
    view.set_text("lost");
    CHECK_FALSE(must(view.start()));
    CHECK_FALSE(view.step(kBudgetMs));
}

TEST_CASE_METHOD(ViewFixture, "rows are chosen one by one, as a range and all together",
                 "[selection]") {
    const auto ids = create_many(300);
    ListView rows = list();
    RecordSelection selection;
    must(selection.toggle(rows, 3));
    CHECK(selection.contains(ids[3]));
    must(selection.extend(rows, 7));
    CHECK(selection.count() == 5);
    must(selection.extend(rows, 1));  // From the last one back.
    CHECK(selection.count() == 7);
    must(selection.toggle(rows, 3));
    CHECK_FALSE(selection.contains(ids[3]));
    must(selection.toggle(rows, 300));  // There is no such row.
    must(selection.extend(rows, -1));
    CHECK(selection.count() == 6);
    must(selection.select_all(rows));
    CHECK(selection.count() == 300);
    CHECK(selection.records().size() == 300);
}

TEST_CASE_METHOD(ViewFixture, "what is chosen stays chosen when the list is narrowed or sorted",
                 "[selection]") {
    const auto ids = create_many(20);
    ListView rows = list();
    RecordSelection selection;
    must(selection.toggle(rows, 4));
    rows.set_sort(field("project", "name"), SortDirection::Descending);
    CHECK(selection.contains(ids[4]));
    // The row that a range would begin at is another one now.
    must(selection.extend(rows, 2));
    CHECK(selection.count() == 2);
    CHECK(selection.contains(ids[17]));
    rows.set_filters({{field("project", "budget"), FilterOperator::Equal, number(0)}});
    must(selection.select_all(rows));
    CHECK(selection.count() == 9);  // Seven of them, and the two from before.
}
