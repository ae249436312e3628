// Taking a merge back: exactly as it was, or not at all and with the reason.
#include "core/app/undo.h"
#include "core/history.h"
#include "core/recycle_bin.h"
#include "duplicates/duplicate_fixture.h"

using namespace holdfast;
using test::DuplicateFixture;
using test::must;
using test::text;

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

/// A merge with everything that it touches.
struct UndoFixture : DuplicateFixture {
    UndoFixture() {
        winner = create("account", {{"name", text("Berg AB")}, {"phone", text("070-1234567")}});
        loser = create("account", {{"name", text("Bergs")}, {"email", text("info@berg.example")}});
        order = create("work_order", {{"subject", text("Pump")}, {"account", loser}});
        invoice = create(
            "invoice", {{"account", loser}, {"status", text("issued")}, {"currency", text("SEK")}});
        const RecordId tag = create("tag", {{"name", text("Both")}});
        for (const RecordId& record : {winner, loser})
            twin = create("tag_link",
                          {{"record_entity", text("account")}, {"record", record}, {"tag", tag}});
        before = everything();
        MergeRequest wanted = request("account", winner, {loser});
        wanted.choices = {{field("account", "name"), loser}, {field("account", "email"), loser}};
        group = merge(wanted);
    }
    std::vector<std::pair<Record::Life, std::vector<Value>>> everything() {
        std::vector<std::pair<Record::Life, std::vector<Value>>> all;
        const std::pair<const char*, RecordId> records[] = {{"account", winner},
                                                            {"account", loser},
                                                            {"work_order", order},
                                                            {"invoice", invoice},
                                                            {"tag_link", twin}};
        for (const auto& [module, id] : records) {
            const Record record = *must(store.read(entity(module).id, id));
            all.emplace_back(record.life, record.values);
        }
        return all;
    }
    MergeUndone undo() { return must(undo_merge(store, group)); }

    RecordId winner, loser, order, invoice, twin;
    std::vector<std::pair<Record::Life, std::vector<Value>>> before;
    std::int64_t group = 0;
};

}  // namespace

TEST_CASE_METHOD(UndoFixture, "a merge that is taken back leaves everything as it was",
                 "[merge][undo]") {
    CHECK(everything() != before);
    environment.now += 29 * kDayMs;
    const MergeUndone undone = undo();
    CHECK(std::holds_alternative<Saved>(undone.outcome));
    CHECK(undone.blockers.empty());
    CHECK(everything() == before);
    CHECK_FALSE(must(find_survivor(store, entity("account").id, loser)).has_value());
    const auto marks = must(find_merges(store, entity("account").id, winner));
    REQUIRE(marks.size() == 1);
    CHECK(marks[0].undone_ms == environment.now);
    CHECK(undo_merge(store, group).error().code == ErrorCode::NotFound);
}

TEST_CASE_METHOD(UndoFixture, "a merge is one step of undo", "[merge][undo]") {
    UndoStack stack;
    stack.note(group);
    CHECK(must(stack.undo(store)) == UndoOutcome::Done);
    CHECK(everything() == before);
}

TEST_CASE_METHOD(UndoFixture, "a value that somebody changed since holds the merge, and is named",
                 "[merge][undo]") {
    set("account", winner, {{"email", text("new@berg.example")}});
    const auto merged = everything();
    const MergeUndone undone = undo();
    REQUIRE(undone.blockers.size() == 1);
    CHECK(undone.blockers[0].record == winner);
    CHECK(undone.blockers[0].field == field("account", "email"));
    CHECK(everything() == merged);
    set("account", winner, {{"email", text("info@berg.example")}});
    CHECK(undo().blockers.empty());
    CHECK(everything() == before);
}

TEST_CASE_METHOD(UndoFixture, "what was changed elsewhere or made since does not hold it",
                 "[merge][undo]") {
    set("work_order", order, {{"subject", text("Pump, urgent")}});
    set("account", winner, {{"phone", text("070-7654321")}});
    const RecordId later = create("work_order", {{"subject", text("New")}, {"account", winner}});
    CHECK(undo().blockers.empty());
    CHECK(get("work_order", order, "subject") == text("Pump, urgent"));
    CHECK(get("work_order", order, "account") == Value(loser));
    CHECK(get("account", winner, "phone") == text("070-7654321"));
    CHECK(get("work_order", later, "account") == Value(winner));
}

TEST_CASE_METHOD(UndoFixture, "a link that leads elsewhere since holds the merge",
                 "[merge][undo]") {
    const RecordId other = create("account", {{"name", text("Other")}});
    set("work_order", order, {{"account", other}});
    const MergeUndone undone = undo();
    REQUIRE(undone.blockers.size() == 1);
    CHECK(undone.blockers[0].record == order);
    CHECK(undone.blockers[0].field == field("work_order", "account"));
}

TEST_CASE_METHOD(UndoFixture, "a loser that was restored or erased holds the merge",
                 "[merge][undo]") {
    SECTION("restored") {
        save(draft().restore(entity("account").id, loser));
    }
    SECTION("erased") {
        must(purge_record(store, entity("account").id, loser));
    }
    const MergeUndone undone = undo();
    REQUIRE(undone.blockers.size() == 1);
    CHECK(undone.blockers[0].record == loser);
    CHECK(undone.blockers[0].field == FieldId::None);
}

TEST_CASE_METHOD(UndoFixture, "a moved record that was removed since gets its link back there",
                 "[merge][undo]") {
    save(draft().remove(entity("work_order").id, order));
    CHECK(undo().blockers.empty());
    CHECK(get("work_order", order, "account") == Value(loser));
    CHECK_FALSE(lives("work_order", order));
}

TEST_CASE_METHOD(UndoFixture, "after thirty days a merge stands", "[merge][undo]") {
    environment.now += kMergeUndoMs + 1;
    CHECK(undo_merge(store, group).error().code == ErrorCode::LimitExceeded);
    CHECK_FALSE(lives("account", loser));
}

TEST_CASE_METHOD(UndoFixture, "a group that is no merge is not taken back as one",
                 "[merge][undo]") {
    set("account", winner, {{"phone", text("070-7654321")}});
    CHECK(undo_merge(store, last_history_group(store)).error().code == ErrorCode::NotFound);
    CHECK(undo_merge(store, 0).error().code == ErrorCode::NotFound);
    CHECK(undo_merge(store, -5).error().code == ErrorCode::NotFound);
}
