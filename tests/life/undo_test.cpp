// Undo and redo of own commits, from what history knows of them.
#include "core/app/undo.h"

#include "life/history_fixture.h"

using namespace holdfast;
using test::HistoryFixture;
using test::must;
using test::number;
using test::text;

namespace {

struct UndoFixture : HistoryFixture {
    void note() { stack.note(last_history_group(store)); }
    RecordId create_noted(const char* name) {
        const RecordId id = create("project", {{"name", text(name)}, {"budget", number(1)}});
        note();
        return id;
    }
    void set_noted(const RecordId& id, std::int64_t budget) {
        set("project", id, {{"budget", number(budget)}});
        note();
    }
    void move(const RecordId& id, const char* from, const char* to) {
        save(draft().transition(module("project"), id, from, to));
        note();
    }
    UndoOutcome undo() { return must(stack.undo(store)); }
    UndoOutcome redo() { return must(stack.redo(store)); }
    UndoStack stack;
};

}  // namespace

TEST_CASE_METHOD(UndoFixture, "edits are taken back one after the other and done again", "[undo]") {
    const RecordId id = create_noted("Roof");
    set_noted(id, 2);
    set_noted(id, 3);
    CHECK(undo() == UndoOutcome::Done);
    CHECK(get("project", id, "budget") == number(2));
    CHECK(undo() == UndoOutcome::Done);
    CHECK(get("project", id, "budget") == number(1));
    CHECK(undo() == UndoOutcome::Done);
    CHECK_FALSE(lives("project", id));
    CHECK(undo() == UndoOutcome::Nothing);
    CHECK(redo() == UndoOutcome::Done);
    CHECK(redo() == UndoOutcome::Done);
    CHECK(redo() == UndoOutcome::Done);
    CHECK(lives("project", id));
    CHECK(get("project", id, "budget") == number(3));
    CHECK(redo() == UndoOutcome::Nothing);
}

TEST_CASE_METHOD(UndoFixture, "a new commit ends what could be done again", "[undo]") {
    const RecordId id = create_noted("Roof");
    set_noted(id, 2);
    CHECK(undo() == UndoOutcome::Done);
    CHECK(stack.can_redo());
    set_noted(id, 9);
    CHECK_FALSE(stack.can_redo());
    CHECK(undo() == UndoOutcome::Done);
    CHECK(get("project", id, "budget") == number(1));
}

TEST_CASE_METHOD(UndoFixture, "a later change of somebody else is never overwritten", "[undo]") {
    const RecordId id = create_noted("Roof");
    set_noted(id, 2);
    set("project", id, {{"budget", number(7)}});
    CHECK(undo() == UndoOutcome::Changed);
    CHECK(get("project", id, "budget") == number(7));
    CHECK(undo() == UndoOutcome::Changed);
    CHECK(lives("project", id));
    CHECK_FALSE(stack.can_undo());
}

TEST_CASE_METHOD(UndoFixture, "another field of the same record does not keep an undo back",
                 "[undo]") {
    const RecordId id = create_noted("Roof");
    set_noted(id, 2);
    set("project", id, {{"name", text("Wall")}});
    CHECK(undo() == UndoOutcome::Done);
    CHECK(get("project", id, "budget") == number(1));
    CHECK(get("project", id, "name") == text("Wall"));
}

TEST_CASE_METHOD(UndoFixture, "a move is taken back with its stamp, where the machine lets it",
                 "[undo]") {
    const RecordId id = create_noted("Roof");
    move(id, "open", "done");
    CHECK_FALSE(is_null(get("project", id, "finished_at")));
    CHECK(undo() == UndoOutcome::Done);
    CHECK(get("project", id, "status") == text("open"));
    CHECK(is_null(get("project", id, "finished_at")));
    CHECK(redo() == UndoOutcome::Done);
    move(id, "done", "archived");
    CHECK(undo() == UndoOutcome::NoWayBack);
    CHECK(get("project", id, "status") == text("archived"));
}

TEST_CASE_METHOD(UndoFixture, "an enrolled device sends an undo as an ordinary transaction",
                 "[undo]") {
    enrol();
    const RecordId id = create_noted("Roof");
    move(id, "open", "done");
    CHECK(undo() == UndoOutcome::Done);
    CHECK(queued().size() == 3);
    CHECK(queued().back().reason == "undo");
}

TEST_CASE_METHOD(UndoFixture, "counters come back by the difference", "[undo]") {
    const RecordId id = create_noted("Roof");
    save(draft().increment(module("project"), id, field("project", "hours"), 5));
    note();
    save(draft().increment(module("project"), id, field("project", "hours"), 3));
    CHECK(undo() == UndoOutcome::Done);
    CHECK(get("project", id, "hours") == number(3));
}

TEST_CASE_METHOD(UndoFixture, "a removal with cleared links is taken back and done again",
                 "[undo]") {
    const RecordId roof = create_noted("Roof");
    const RecordId call = create("note", {{"text", text("Call")}, {"about", roof}});
    remove("project", roof);
    note();
    CHECK(undo() == UndoOutcome::Done);
    CHECK(get("note", call, "about") == Value(roof));
    CHECK(redo() == UndoOutcome::Done);
    CHECK(is_null(get("note", call, "about")));
    CHECK(undo() == UndoOutcome::Done);
    CHECK(lives("project", roof));
    CHECK(get("note", call, "about") == Value(roof));
}

TEST_CASE_METHOD(UndoFixture, "the stack holds twenty steps", "[undo]") {
    const RecordId id = create_noted("Roof");
    for (int budget = 2; budget <= 31; ++budget) set_noted(id, budget);
    int taken_back = 0;
    while (undo() == UndoOutcome::Done) ++taken_back;
    CHECK(taken_back == 20);
    CHECK(get("project", id, "budget") == number(11));
}

TEST_CASE_METHOD(UndoFixture, "a commit that changed nothing is no step", "[undo]") {
    const RecordId id = create_noted("Roof");
    set_noted(id, 2);
    CHECK(undo() == UndoOutcome::Done);
    set_noted(id, 1);
    CHECK(stack.can_redo());
}

TEST_CASE_METHOD(UndoFixture, "undoing a creation does not take along what was added since",
                 "[undo]") {
    const RecordId roof = create("project", {{"name", text("Roof")}});
    const std::int64_t made = last_history_group(store);
    const RecordId tiles = create("step", {{"project", roof}, {"name", text("Tiles")}});
    CHECK(must(stack.undo(store, made)) == UndoOutcome::Changed);
    CHECK(lives("project", roof));
    CHECK(lives("step", tiles));
    remove("step", tiles);
    CHECK(must(stack.undo(store, made)) == UndoOutcome::Done);
    CHECK_FALSE(lives("project", roof));
}

TEST_CASE_METHOD(UndoFixture, "undoing a creation takes along the parts of the same change",
                 "[undo]") {
    const RecordId roof = make_record_id(environment);
    const RecordId tiles = make_record_id(environment);
    save(draft()
             .create(module("project"), roof, values("project", {{"name", text("Roof")}}))
             .create(module("step"), tiles,
                     values("step", {{"project", roof}, {"name", text("Tiles")}})));
    CHECK(must(stack.undo(store, last_history_group(store))) == UndoOutcome::Done);
    CHECK_FALSE(lives("project", roof));
    CHECK_FALSE(lives("step", tiles));
}

TEST_CASE("a record that somebody commented on is not taken back with the comment", "[undo]") {
    test::StoreFixture office;
    const RecordId account = office.create("account", {{"name", text("Norrsken AB")}});
    const auto made = must(find_undo(office.store, last_history_group(office.store)));
    REQUIRE(made);
    office.create(
        "comment",
        {{"record_entity", text("account")}, {"record", account}, {"text", text("Call them")}});
    CHECK(take_back(office.store, *made).error().code == ErrorCode::Conflict);
    CHECK(must(office.store.read(office.entity("account").id, account))->life ==
          Record::Life::Living);
}
