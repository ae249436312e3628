// The view models of duplicates, and what the workspace makes of them.
#include "core/app/merge_view.h"

#include "core/app/record_stream.h"
#include "core/app/workspace.h"
#include "duplicates/duplicate_fixture.h"

using namespace holdfast;
using test::DuplicateFixture;
using test::must;
using test::text;

namespace {

struct ViewFixture : DuplicateFixture {
    ViewFixture() {
        first = create("account", {{"name", text("Berg AB")},
                                   {"phone", text("070-1234567")},
                                   {"billing_city", text("Umeå")}});
        second = create("account", {{"name", text("Bergs")},
                                    {"email", text("info@berg.example")},
                                    {"billing_street", text("Hamngatan 1")}});
        third = create("account", {{"name", text("Third")}, {"phone", text("0701234567")}});
    }
    MergeView open(const RecordId& id) {
        return must(MergeView::open(store, entity("account").id, id, Strings(), 0));
    }
    const MergeRow& row(const MergeView& view, std::string_view key) {
        for (const MergeRow& each : view.rows())
            if (each.field == field("account", key)) return each;
        FAIL("no row for " << key);
        return view.rows()[0];
    }
    static std::size_t position(const MergeView& view, const RecordId& id) {
        for (std::size_t index = 0; index < view.records().size(); ++index)
            if (view.records()[index].record == id) return index;
        FAIL("not among the records");
        return 0;
    }
    RecordId first, second, third;
};

}  // namespace

TEST_CASE_METHOD(ViewFixture, "the record on screen stands first and the likeliest is taken",
                 "[merge]") {
    const MergeView view = open(first);
    CHECK_FALSE(view.searching());
    REQUIRE(view.records().size() == 3);
    CHECK(view.records()[0].record == first);
    CHECK(view.records()[0].taken);
    CHECK(view.records()[1].taken);
    CHECK_FALSE(view.records()[2].taken);
    CHECK(view.records()[position(view, second)].fields == "Name");
    CHECK(view.records()[position(view, third)].fields == "Phone");
    CHECK(view.can_merge());
}

TEST_CASE_METHOD(ViewFixture, "only fields that differ are asked for, filled ones are chosen",
                 "[merge]") {
    MergeView view = open(first);
    view.leave_out(position(view, third));
    view.take(position(view, second));
    const std::size_t other = position(view, second);
    CHECK(row(view, "name").chosen == 0);
    CHECK(row(view, "name").texts[other] == "Bergs");
    CHECK(row(view, "email").chosen == other);
    CHECK(row(view, "email").texts[0] == "(empty)");
    // The winner has a part of the address, so the whole address is the winner's.
    CHECK(row(view, "billing_street").chosen == 0);
    for (const MergeRow& each : view.rows()) CHECK(each.field != field("account", "status"));
    view.choose(static_cast<std::size_t>(&row(view, "billing_city") - view.rows().data()), other);
    CHECK(row(view, "billing_street").chosen == other);
    CHECK(row(view, "name").chosen == 0);
}

TEST_CASE_METHOD(ViewFixture, "what is chosen is what is merged", "[merge]") {
    MergeView view = open(first);
    for (std::size_t index = 1; index < 3; ++index) view.take(index);
    view.set_winner(position(view, second));
    const MergeDone done = must(view.merge());
    CHECK(std::holds_alternative<Saved>(done.outcome));
    CHECK_FALSE(lives("account", first));
    CHECK_FALSE(lives("account", third));
    CHECK(get("account", second, "name") == text("Bergs"));
    CHECK(get("account", second, "phone") == text("070-1234567"));
    CHECK(get("account", second, "billing_street") == text("Hamngatan 1"));
}

TEST_CASE_METHOD(ViewFixture, "what was chosen by hand stays chosen whatever is taken besides",
                 "[merge]") {
    MergeView view = open(first);
    const std::size_t other = position(view, second);
    const auto choose = [&](std::string_view key, std::size_t from) {
        view.choose(static_cast<std::size_t>(&row(view, key) - view.rows().data()), from);
    };
    choose("name", other);
    choose("billing_city", other);
    view.take(position(view, third));
    CHECK(row(view, "name").chosen == other);
    CHECK(row(view, "billing_street").chosen == other);
    view.leave_out(position(view, third));
    CHECK(row(view, "name").chosen == other);
    // The values of a record that is left out go, and come back with it.
    view.take(position(view, third));
    view.leave_out(other);
    CHECK(row(view, "name").chosen == 0);
    view.take(other);
    CHECK(row(view, "name").chosen == other);
    choose("name", 0);
    view.set_winner(other);
    CHECK(row(view, "name").chosen == 0);
    const MergeDone done = must(view.merge());
    CHECK(std::holds_alternative<Saved>(done.outcome));
    CHECK(get("account", second, "name") == text("Berg AB"));
    CHECK(get("account", second, "billing_city") == Value());
}

TEST_CASE_METHOD(ViewFixture, "positions that do not exist are ignored", "[merge]") {
    MergeView view = open(first);
    view.set_winner(99);
    view.take(99);
    view.choose(99, 0);
    view.choose(0, 99);
    view.leave_out(0);
    CHECK(view.winner() == 0);
    CHECK(view.records()[0].taken);
    CHECK(MergeView::open(store, entity("work_order").id, first, Strings(), 0).error().code ==
          ErrorCode::NotFound);
    save(draft().remove(entity("account").id, first));
    CHECK(MergeView::open(store, entity("account").id, first, Strings(), 0).error().code ==
          ErrorCode::NotFound);
}

TEST_CASE_METHOD(ViewFixture,
                 "the record's stream says that it was merged and that this was undone",
                 "[merge]") {
    const std::int64_t group = merge("account", first, second);
    const Strings strings;
    const StreamQuestion question{entity("account").id, first, &strings, 0};
    auto items = must(read_merges(store, question));
    REQUIRE(items.size() == 1);
    CHECK(items[0].text == "Merged with Bergs");
    environment.now += 60'000;
    must(undo_merge(store, group));
    items = must(read_merges(store, question));
    REQUIRE(items.size() == 2);
    CHECK(items[1].text == "Merge with Bergs undone");
}

TEST_CASE_METHOD(ViewFixture, "an undo that is in the way of somebody's change names it",
                 "[merge][undo]") {
    Workspace workspace(std::move(store), environment);
    workspace.handle(intent::GoTo{"#/account/" + to_text(first)});
    workspace.handle(intent::FindDuplicates{});
    REQUIRE(workspace.merging() != nullptr);
    workspace.handle(intent::Merge{});
    CHECK(workspace.merging() == nullptr);
    REQUIRE(workspace.toast().has_value());
    const std::uint32_t token = workspace.toast()->token;
    CHECK(workspace.toast()->undo);
    Draft draft("test.edit", workspace.store().state().checkpoint);
    draft.set(entity("account").id, first, {{field("account", "email"), text("new@berg.example")}});
    must(workspace.store().commit(draft));
    workspace.handle(intent::Undo{token});
    REQUIRE(workspace.toast().has_value());
    CHECK(workspace.toast()->problem);
    CHECK(workspace.toast()->text.find("Berg AB: Email") != std::string::npos);
}

TEST_CASE_METHOD(ViewFixture,
                 "a merged record opens as it is from the recycle bin, elsewhere as what stayed",
                 "[merge]") {
    merge("account", first, second);
    Workspace workspace(std::move(store), environment);
    workspace.handle(intent::GoTo{"#/recycle_bin/account"});
    workspace.handle(intent::GoTo{"#/account/" + to_text(second)});
    REQUIRE(workspace.form() != nullptr);
    CHECK(workspace.form()->id() == second);
    CHECK(workspace.form()->deleted());
    workspace.handle(intent::GoTo{"#/account"});
    workspace.handle(intent::GoTo{"#/account/" + to_text(second)});
    REQUIRE(workspace.form() != nullptr);
    CHECK(workspace.form()->id() == first);
}

TEST_CASE_METHOD(ViewFixture, "the workspace tells of likes while a form is typed",
                 "[duplicates]") {
    Workspace workspace(std::move(store), environment);
    workspace.handle(intent::GoTo{"#/account/new"});
    CHECK(workspace.look_alikes().records.empty());
    workspace.handle(intent::SetText{field("account", "phone"), "070 123 45 67"});
    const LookAlikes& found = workspace.look_alikes();
    REQUIRE(found.records.size() == 2);
    CHECK(found.records[0].title == "Berg AB");
    CHECK(found.records[0].fields == "Phone");
    CHECK(found.records[0].address == "#/account/" + to_text(first));
    workspace.handle(intent::SetText{field("account", "phone"), ""});
    CHECK(workspace.look_alikes().records.empty());
}
