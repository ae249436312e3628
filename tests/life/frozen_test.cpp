// Issued documents and logs under undo, redo and mass edit.
#include "core/app/mass_edit.h"
#include "core/app/undo.h"
#include "core/history.h"
#include "core/store_fixture.h"

using namespace holdfast;
using test::must;
using test::text;

namespace {

struct FrozenFixture : test::StoreFixture {
    FrozenFixture() {
        account = create("account", {{"name", text("Acme")}});
        order = new_order();
    }
    RecordId new_order() {
        return create("sales_order", {{"account", account},
                                      {"currency", text("EUR")},
                                      {"order_date", test::number(20'000)}});
    }
    EntityId module(std::string_view key) { return entity(key).id; }
    bool lives(std::string_view key, const RecordId& id) {
        return must(store.read(module(key), id))->life == Record::Life::Living;
    }
    RecordId add_line(std::string words) {
        return create("sales_order_line",
                      {{"sales_order", order}, {"description", text(std::move(words))}});
    }
    void move(const char* from, const char* to) {
        save(draft().transition(module("sales_order"), order, from, to));
    }
    void note() { stack.note(last_history_group(store)); }
    UndoStack stack;
    RecordId account, order;
};

}  // namespace

TEST_CASE_METHOD(FrozenFixture, "undo takes no line from a document that was issued since",
                 "[undo][frozen]") {
    const RecordId line = add_line("Pump");
    note();
    move("draft", "confirmed");
    CHECK(must(stack.undo(store)) == UndoOutcome::Changed);
    CHECK(lives("sales_order_line", line));
}

TEST_CASE_METHOD(FrozenFixture, "a save that changed lines and issued the document is undone whole",
                 "[undo][frozen]") {
    const RecordId edited = add_line("Pump");
    const RecordId removed = add_line("Valve");
    const EntityDef& lines = entity("sales_order_line");
    const RecordId added = make_record_id(environment);
    Draft both = draft();
    both.set(lines.id, edited, values("sales_order_line", {{"description", text("Big pump")}}));
    both.remove(lines.id, removed);
    both.create(
        lines.id, added,
        values("sales_order_line", {{"sales_order", order}, {"description", text("Seal")}}));
    both.set(module("sales_order"), order, values("sales_order", {{"currency", text("SEK")}}));
    both.transition(module("sales_order"), order, "draft", "confirmed");
    save(both);
    note();
    for (int round = 0; round < 2; ++round) {
        CHECK(must(stack.undo(store)) == UndoOutcome::Done);
        CHECK(get("sales_order", order, "status") == text("draft"));
        CHECK(get("sales_order", order, "currency") == text("EUR"));
        CHECK(get("sales_order_line", edited, "description") == text("Pump"));
        CHECK(lives("sales_order_line", removed));
        CHECK_FALSE(lives("sales_order_line", added));
        CHECK(must(stack.redo(store)) == UndoOutcome::Done);
        CHECK(get("sales_order", order, "status") == text("confirmed"));
        CHECK(get("sales_order", order, "currency") == text("SEK"));
        CHECK(get("sales_order_line", edited, "description") == text("Big pump"));
        CHECK(lives("sales_order_line", added));
    }
}

TEST_CASE_METHOD(FrozenFixture, "undo brings no removed line back to an issued document",
                 "[undo][frozen]") {
    add_line("Pump");
    const RecordId line = add_line("Seal");
    save(draft().remove(module("sales_order_line"), line));
    note();
    move("draft", "confirmed");
    CHECK(must(stack.undo(store)) == UndoOutcome::Changed);
    CHECK_FALSE(lives("sales_order_line", line));
    move("confirmed", "draft");
}

TEST_CASE_METHOD(FrozenFixture, "a mass edit leaves the lines of issued documents and says why",
                 "[mass_edit][frozen]") {
    const RecordId frozen = add_line("Pump");
    move("draft", "confirmed");
    order = new_order();
    const RecordId open = add_line("Pump");
    MassEdit edit = must(MassEdit::start(
        store,
        {module("sales_order_line"), {{field("sales_order_line", "description"), text("Seal")}}},
        {frozen, open}));
    for (int step = 0; step < 10 && edit.phase() == MassEditPhase::Running; ++step) edit.step(0);
    CHECK(edit.records_edited() == 1);
    REQUIRE(edit.records_refused() == 1);
    CHECK(edit.refusals()[0].record == frozen);
    CHECK(get("sales_order_line", frozen, "description") == text("Pump"));
    CHECK(get("sales_order_line", open, "description") == text("Seal"));
}

TEST_CASE_METHOD(FrozenFixture, "an entry of a log is taken back and done again, but not edited",
                 "[undo][frozen]") {
    const RecordId asset = create("asset", {{"name", text("Boiler")}});
    const RecordId reading =
        create("reading", {{"asset", asset}, {"value", test::number(1)}, {"at", test::number(2)}});
    note();
    CHECK(must(stack.undo(store)) == UndoOutcome::Done);
    CHECK_FALSE(lives("reading", reading));
    CHECK(must(stack.redo(store)) == UndoOutcome::Done);
    CHECK(lives("reading", reading));
    MassEdit edit = must(MassEdit::start(
        store, {module("reading"), {{field("reading", "note"), text("Seen")}}}, {reading}));
    for (int step = 0; step < 10 && edit.phase() == MassEditPhase::Running; ++step) edit.step(0);
    REQUIRE(edit.refusals().size() == 1);
    CHECK(edit.refusals()[0].issues[0].kind == IssueKind::AddOnly);
}
