// Rights in the life of records: what a person may not see is in no history and no bin.
#include <algorithm>

#include "core/app/mass_edit_view.h"
#include "core/history.h"
#include "core/recycle_bin.h"
#include "core/store/policy_fixture.h"

using namespace holdfast;
using test::must;
using test::PolicyFixture;
using test::text;

namespace {

struct LifeFixture : PolicyFixture {
    HistoryPage history(const RecordId& id) {
        return must(read_history(store, {entity("task").id, id}));
    }
};

}  // namespace

TEST_CASE_METHOD(LifeFixture, "the history and the bin of others' records stay closed",
                 "[history][rights]") {
    const RecordId own = add_task("Own", tom);
    const RecordId other = add_task("Other", tina);
    const RecordId binned = add_task("Binned", tina);
    set("task", own, {{"subject", text("Own, later")}});
    set("task", other, {{"subject", text("Other, later")}});
    save(draft().remove(entity("task").id, binned));
    become(tom);
    CHECK(history(own).entries.size() == 2);
    CHECK(history(other).entries.empty());
    const RecordMoment moment{entity("task").id, other, environment.now};
    CHECK_FALSE(must(read_as_of(store, moment)).has_value());
    CHECK(must(read_bin(store, {})).empty());
    CHECK(must(count_bin(store)).empty());
}

TEST_CASE_METHOD(LifeFixture, "a field that is hidden from the store's person is in no history",
                 "[history][rights]") {
    restrict_field("task", "subject", "hidden");
    const RecordId own = add_task("Secret", tom);
    set("task", own, {{"subject", text("More secret")}});
    become(tom);
    const auto entries = history(own).entries;
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].kind == HistoryKind::Created);
    const RecordMoment moment{entity("task").id, own, environment.now};
    const auto then = must(read_as_of(store, moment));
    REQUIRE(then.has_value());
    CHECK(is_null(then->values[entity("task").index_of(field("task", "subject"))]));
}

TEST_CASE_METHOD(LifeFixture, "a mass edit needs the right to it", "[mass_edit][rights]") {
    const RecordId own = add_task("Own", tom);
    allow("task", "mass_edit_level", "none");
    become(tom);
    const MassEditRequest request{entity("task").id, {{field("task", "subject"), text("All")}}};
    CHECK(MassEdit::start(store, request, {own}).error().code == ErrorCode::Unauthorized);
}

TEST_CASE_METHOD(LifeFixture, "the history of a record has no parts that one may not read",
                 "[history][rights]") {
    const RecordId account = create("account", {{"name", text("Norrsken AB")}});
    const RecordId quote =
        create("quote", {{"subject", text("Roof")}, {"account", account}, {"owner", tom}});
    create("quote_line", {{"quote", quote}, {"description", text("Tiles")}});
    become(tom);
    const auto entries_of = [&] {
        HistoryQuery query{entity("quote").id, quote};
        query.parts = HistoryParts::With;
        return must(read_history(store, query)).entries.size();
    };
    const std::size_t open = entries_of();
    must(store.write_setting("person", ""));
    allow("quote_line", "read_level", "none");
    become(tom);
    CHECK(open == 2);
    CHECK(entries_of() == 1);
}

TEST_CASE_METHOD(LifeFixture, "a mass edit offers what the person may write, and leaves the rest",
                 "[mass_edit][rights]") {
    restrict_field("task", "priority", "read");
    const RecordId own = add_task("Own", tom);
    const RecordId other = add_task("Other", tina);
    const auto open = [&] {
        return must(MassEditView::open(store, entity("task").id, {own, other}, Strings(), 0));
    };
    become(tom);
    MassEditView view = open();
    const auto offers = [&](std::string_view key) {
        return std::any_of(view.fields().begin(), view.fields().end(),
                           [&](const FormField& each) { return each.field == field("task", key); });
    };
    CHECK(offers("subject"));
    CHECK_FALSE(offers("priority"));
    view.choose_field(field("task", "subject"));
    view.set_text("All");
    while (view.step(8)) {
    }
    CHECK(view.forecast()->changing == 1);
    CHECK(view.forecast()->staying == 1);
    REQUIRE(must(view.start()));
    while (view.step(8)) {
    }
    CHECK(view.run()->records_edited() == 1);
    become(tina);
    CHECK(get("task", other, "subject") == text("Other"));
}

TEST_CASE_METHOD(LifeFixture, "the dialog of a mass edit does not open without the right to it",
                 "[mass_edit][rights]") {
    const RecordId own = add_task("Own", tom);
    allow("task", "mass_edit_level", "none");
    become(tom);
    CHECK(MassEditView::open(store, entity("task").id, {own}, Strings(), 0).error().code ==
          ErrorCode::Unauthorized);
    CHECK_FALSE(ListView(store, entity("task").id, Strings()).allows(Action::MassEdit));
}
