// Rights: nobody learns of a record or a field by a suggestion, and nobody merges what he may not.
#include "core/strings.h"
#include "duplicates/duplicate_fixture.h"

using namespace holdfast;
using test::DuplicateRightsFixture;
using test::must;
using test::text;

namespace {

struct RightsFixture : DuplicateRightsFixture {
    RecordId account(const char* name, const char* owner, const char* phone = "") {
        return create("account", {{"name", text(name)},
                                  {"owner", text(owner)},
                                  {"phone", text(phone)},
                                  {"tax_id", text("SE556677")}});
    }
    RecordId boss() {
        Statement row = must(store.database().prepare("SELECT id FROM user WHERE login = 'boss'"));
        REQUIRE(must(row.step()));
        return row.record_id(0);
    }
    /// The person has no right to this merge; the rule that says so.
    std::string refusal(const MergeRequest& wanted) {
        const MergeDone done = must(merge_records(store, wanted));
        REQUIRE(std::holds_alternative<NeedsWork>(done.outcome));
        const FieldIssue issue = std::get<NeedsWork>(done.outcome).issues.front();
        CHECK(issue.kind == IssueKind::NoRight);
        CHECK(issue.record == wanted.winner);
        for (const RecordId& loser : wanted.losers)
            CHECK(must(store.read(wanted.entity, loser))->life == Record::Life::Living);
        return issue.detail;
    }
};

}  // namespace

TEST_CASE_METHOD(RightsFixture, "a record that the person may not read is never suggested",
                 "[duplicates][rights]") {
    const RecordId own = account("Berg AB", "tom");
    account("Berg", "tina");
    become(tom);
    CHECK(titles("account", {{"name", text("Berg")}}) == std::vector<std::string>{"Berg AB"});
    CHECK(groups("account").empty());
    become(mia);
    CHECK(titles("account", {{"name", text("Berg")}}).size() == 2);
    CHECK(groups("account").size() == 1);
    CHECK(candidates("account", {{"name", text("Berg")}}, own).size() == 1);
}

TEST_CASE_METHOD(RightsFixture, "nothing is found by a field that is hidden from the person",
                 "[duplicates][rights]") {
    restrict_field("account", "phone", "hidden");
    account("Berg AB", "tom", "070-1234567");
    account("Dahl", "tom", "070-1234567");
    allow("account", "read_level", "subordinates");
    become(tom);
    CHECK(titles("account", {{"phone", text("070-1234567")}}).empty());
    CHECK(titles("account", {{"name", text("Berg AB")}}).size() == 1);
    const auto found =
        candidates("account", {{"name", text("Berg AB")}, {"phone", text("070-1234567")}});
    REQUIRE(found.size() == 1);
    CHECK(found[0].fields == std::vector<FieldId>{field("account", "name")});
}

TEST_CASE_METHOD(RightsFixture, "a merge moves what others own and asks for both records' rights",
                 "[merge][rights]") {
    const RecordId winner = account("Berg AB", "tom");
    const RecordId loser = account("Berg", "tom");
    const RecordId foreign = account("Bergs", "tina");
    const RecordId order = create(
        "work_order", {{"subject", text("Pump")}, {"account", loser}, {"assignee", text("tina")}});
    allow("account", "delete_level", "subordinates");
    become(tom);
    CHECK(merge_records(store, request("account", winner, {foreign})).error().code ==
          ErrorCode::NotFound);
    CHECK_FALSE(must(store.read(entity("work_order").id, order)).has_value());
    const std::int64_t group = merge("account", winner, loser);
    become(tina);
    CHECK(get("work_order", order, "account") == Value(winner));
    become(tom);
    const MergeUndone undone = must(undo_merge(store, group));
    CHECK(std::holds_alternative<Saved>(undone.outcome));
    CHECK(undone.blockers.empty());
    CHECK(lives("account", loser));
    become(tina);
    CHECK(get("work_order", order, "account") == Value(loser));
}

TEST_CASE_METHOD(RightsFixture, "who may not delete the loser does not merge it",
                 "[merge][rights]") {
    const RecordId winner = account("Berg AB", "tom");
    const RecordId loser = account("Berg", "tom");
    allow("account", "delete_level", "none");
    become(tom);
    const MergeDone done = must(merge_records(store, request("account", winner, {loser})));
    REQUIRE(std::holds_alternative<NeedsWork>(done.outcome));
    CHECK(std::get<NeedsWork>(done.outcome).issues[0].kind == IssueKind::NoRight);
    CHECK(lives("account", loser));
}

TEST_CASE_METHOD(RightsFixture, "who may not edit the winner merges nothing into it or out of it",
                 "[merge][rights]") {
    const RecordId winner = account("Berg AB", "tom");
    const RecordId loser = account("Berg", "tom");
    allow("account", "delete_level", "subordinates");
    become(tom);
    const std::int64_t group = merge("account", winner, loser);
    become(boss());
    allow("account", "edit_level", "none");
    become(tom);
    const MergeUndone undone = must(undo_merge(store, group));
    REQUIRE(std::holds_alternative<NeedsWork>(undone.outcome));
    CHECK_FALSE(lives("account", loser));
    become(boss());
    CHECK(std::holds_alternative<Saved>(must(undo_merge(store, group)).outcome));
    become(tom);
    CHECK(refusal(request("account", winner, {loser})) == "edit");
}

TEST_CASE_METHOD(RightsFixture, "only administrators merge records that rights are made of",
                 "[merge][rights]") {
    allow("user", "edit_level", "all");
    allow("user", "delete_level", "all");
    const RecordId task = add_task("Call back", tina);
    become(tom);
    const MergeRequest wanted = request("user", tom, {tina});
    CHECK(refusal(wanted) == "merge");
    const FieldIssue issue{tom, FieldId::None, IssueKind::NoRight, "merge"};
    CHECK(Strings().sentence(entity("user"), issue) ==
          "User: only an administrator may merge these, because rights hang on them. Ask an "
          "administrator to do it");
    CHECK_FALSE(must(store.read(entity("task").id, task)).has_value());
    become(boss());
    merge(wanted);
    CHECK_FALSE(lives("user", tina));
    CHECK(get("task", task, "owner") == Value(tom));
}

TEST_CASE_METHOD(RightsFixture, "the log of merges tells nobody what a record is called",
                 "[merge][rights]") {
    merge("account", account("Winning AB", "tina"), account("Losing AB", "tina"));
    const EntityDef& log = entity("merge_log");
    Query all;
    all.entity = log.id;
    const std::vector<Record> records =
        must(read_rows(store, log.id, must(find_rows(store, all, 10))));
    REQUIRE(records.size() == 1);
    for (const Value& value : records[0].values)
        CHECK(to_json(value).find("ing AB") == std::string::npos);
    for (const FieldDef& each : log.fields) CHECK(each.searching == Searching::No);
}

TEST_CASE_METHOD(RightsFixture, "a hidden field cannot be chosen, so that nothing is emptied by it",
                 "[merge][rights]") {
    restrict_field("account", "tax_id", "hidden");
    allow("account", "delete_level", "subordinates");
    const RecordId winner = account("Berg AB", "tom");
    const RecordId loser = account("Berg", "tom");
    become(tom);
    MergeRequest wanted = request("account", winner, {loser});
    wanted.choices = {{field("account", "tax_id"), loser}};
    CHECK(merge_records(store, wanted).error().code == ErrorCode::Unauthorized);
}

TEST_CASE_METHOD(RightsFixture, "a share of the loser opens the winner to nobody",
                 "[merge][rights]") {
    const RecordId winner = account("Berg AB", "tom");
    const RecordId loser = account("Berg", "tom");
    create("record_share", {{"record_entity", text("account")},
                            {"record", loser},
                            {"user", tina},
                            {"level", text("read")}});
    allow("account", "delete_level", "subordinates");
    become(tina);
    const bool opened = must(store.read(entity("account").id, loser)).has_value();
    become(mia);
    merge("account", winner, loser);
    become(tina);
    CHECK(opened);
    CHECK_FALSE(must(store.read(entity("account").id, winner)).has_value());
    CHECK_FALSE(must(find_survivor(store, entity("account").id, loser)).has_value());
}
