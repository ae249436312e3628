// Mass edit: the same fields on many records, slice by slice.
#include "core/app/mass_edit.h"

#include "life/history_fixture.h"

using namespace holdfast;
using test::HistoryFixture;
using test::must;
using test::number;
using test::text;

namespace {

struct MassFixture : HistoryFixture {
    std::vector<RecordId> create_many(int count) {
        std::vector<RecordId> ids;
        for (int index = 0; index < count; ++index)
            ids.push_back(create("project", {{"name", text("P")}, {"budget", number(index % 3)}}));
        return ids;
    }
    MassEditRequest budget(std::int64_t value) {
        return {module("project"), {{field("project", "budget"), number(value)}}};
    }
    /// The environment's clock stands still: each call is one transaction.
    int run(MassEdit& edit) {
        int steps = 0;
        const MassEditPhase phase = edit.phase();
        while (edit.phase() == phase && steps < 10'000) {
            edit.step(0);
            ++steps;
        }
        return steps;
    }
    std::int64_t count_with(std::int64_t value) {
        Query query;
        query.entity = module("project");
        query.filters.push_back({field("project", "budget"), FilterOperator::Equal, value});
        return must(count_rows(store, query));
    }
};

}  // namespace

TEST_CASE_METHOD(MassFixture, "a selection is edited in batches and taken back as one",
                 "[mass_edit]") {
    const auto ids = create_many(450);
    MassEdit edit = must(MassEdit::start(store, budget(2), ids));
    CHECK(edit.records_total() == 450);
    const int steps = run(edit);
    CHECK(edit.phase() == MassEditPhase::Done);
    CHECK(steps >= 2);
    // Every third had the value before.
    CHECK(edit.records_edited() == 300);
    CHECK(edit.records_seen() == 450);
    CHECK(count_with(2) == 450);
    CHECK(history("project", ids[0])[0].reason == "mass_edit");
    edit.undo();
    run(edit);
    CHECK(edit.phase() == MassEditPhase::Undone);
    CHECK(edit.records_kept() == 0);
    CHECK(count_with(0) == 150);
    CHECK(count_with(1) == 150);
    CHECK(count_with(2) == 150);
}

TEST_CASE_METHOD(MassFixture, "a query is edited as it stood at the start", "[mass_edit]") {
    create_many(30);
    Query query;
    query.entity = module("project");
    query.filters.push_back({field("project", "budget"), FilterOperator::Equal, std::int64_t{1}});
    MassEdit edit = must(MassEdit::start(store, budget(8), query));
    CHECK(edit.records_total() == 10);
    run(edit);
    CHECK(count_with(8) == 10);
    CHECK(count_with(1) == 0);
}

TEST_CASE_METHOD(MassFixture, "what a rule forbids is refused by record, the others are edited",
                 "[mass_edit]") {
    const auto ids = create_many(20);
    for (const std::size_t locked : {std::size_t{3}, std::size_t{11}})
        set("project", ids[locked], {{"locked", number(1)}});
    MassEdit edit = must(MassEdit::start(store, budget(9), ids));
    run(edit);
    CHECK(edit.phase() == MassEditPhase::Done);
    CHECK(edit.records_edited() == 18);
    CHECK(count_with(9) == 18);
    REQUIRE(edit.records_refused() == 2);
    CHECK(edit.refusals()[0].record == ids[3]);
    CHECK(edit.refusals()[1].record == ids[11]);
    CHECK(edit.refusals()[0].issues[0].kind == IssueKind::ReadOnly);
    CHECK(edit.refusals()[0].issues[0].field == field("project", "budget"));
}

TEST_CASE_METHOD(MassFixture, "what is wrong for every record is refused for every record",
                 "[mass_edit]") {
    const auto ids = create_many(20);
    MassEditRequest request{module("project"), {{field("project", "name"), Value()}}};
    MassEdit edit = must(MassEdit::start(store, request, ids));
    run(edit);
    CHECK(edit.records_edited() == 0);
    CHECK(edit.records_refused() == 20);
    CHECK(edit.refusals().at(0).issues[0].kind == IssueKind::Missing);
}

TEST_CASE_METHOD(MassFixture, "a mass edit that is cancelled keeps and takes back what it did",
                 "[mass_edit]") {
    const auto ids = create_many(600);
    MassEdit edit = must(MassEdit::start(store, budget(5), ids));
    edit.step(0);
    edit.cancel();
    edit.step(0);
    CHECK(edit.phase() == MassEditPhase::Cancelled);
    CHECK(edit.records_edited() == 200);
    CHECK(count_with(5) == 200);
    edit.undo();
    run(edit);
    CHECK(count_with(5) == 0);
}

TEST_CASE_METHOD(MassFixture, "what is too much for one transaction is edited in several",
                 "[mass_edit]") {
    enrol();
    // 200 of them, as they were, are more than the outbox takes at once.
    const std::string before(6'000, 'a');
    std::vector<RecordId> ids;
    for (int index = 0; index < 200; ++index) ids.push_back(create("note", {{"text", before}}));
    MassEdit edit =
        must(MassEdit::start(store, {module("note"), {{field("note", "text"), text("b")}}}, ids));
    run(edit);
    CHECK(edit.phase() == MassEditPhase::Done);
    CHECK(edit.records_edited() == 200);
    CHECK(edit.records_refused() == 0);
    edit.undo();
    run(edit);
    CHECK(edit.records_kept() == 0);
    CHECK(get("note", ids[199], "text") == Value(before));
}

TEST_CASE_METHOD(MassFixture, "a mass edit that the disk stopped is taken back all the same",
                 "[mass_edit]") {
    const auto ids = create_many(600);
    MassEdit edit = must(MassEdit::start(store, budget(5), ids));
    edit.step(0);
    must(store.database().run("PRAGMA max_page_count = 1"));
    run(edit);
    CHECK(edit.phase() == MassEditPhase::Failed);
    CHECK(edit.error()->code == ErrorCode::Full);
    must(store.database().run("PRAGMA max_page_count = 1000000"));
    CHECK(count_with(5) == edit.records_edited());
    edit.undo();
    run(edit);
    CHECK(edit.phase() == MassEditPhase::Undone);
    CHECK(count_with(5) == 0);
}

TEST_CASE_METHOD(MassFixture, "undo leaves alone what somebody changed since", "[mass_edit]") {
    const auto ids = create_many(10);
    MassEdit edit = must(MassEdit::start(store, budget(5), ids));
    run(edit);
    set("project", ids[4], {{"budget", number(77)}});
    edit.undo();
    run(edit);
    CHECK(edit.records_kept() == 1);
    CHECK(get("project", ids[4], "budget") == number(77));
    CHECK(count_with(5) == 0);
}

TEST_CASE_METHOD(MassFixture, "removed and unknown records are passed over", "[mass_edit]") {
    auto ids = create_many(3);
    remove("project", ids[1]);
    ids.push_back(make_record_id(environment));
    MassEdit edit = must(MassEdit::start(store, budget(5), ids));
    run(edit);
    CHECK(edit.phase() == MassEditPhase::Done);
    CHECK(edit.records_edited() == 2);
    CHECK(edit.records_seen() == 4);
}

TEST_CASE_METHOD(MassFixture, "a mass edit without sense does not start", "[mass_edit]") {
    const auto code = [&](MassEditRequest request, std::vector<RecordId> ids) {
        return MassEdit::start(store, std::move(request), std::move(ids)).error().code;
    };
    CHECK(code({EntityId{999}, {{FieldId{1}, Value()}}}, {}) == ErrorCode::BadInput);
    CHECK(code({module("project"), {}}, {}) == ErrorCode::BadInput);
    CHECK(code({module("project"), {{FieldId{99}, Value()}}}, {}) == ErrorCode::BadInput);
    CHECK(code(budget(1), std::vector<RecordId>(kMassEditRecordsMax + 1)) ==
          ErrorCode::LimitExceeded);
    MassEdit nothing = must(MassEdit::start(store, budget(1), std::vector<RecordId>{}));
    CHECK(nothing.phase() == MassEditPhase::Done);
}
