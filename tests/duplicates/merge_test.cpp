// Merging: values, links, parts, what joins two records, and where the loser's address leads.
#include "duplicates/duplicate_fixture.h"
#include "store/merge_links.h"

using namespace holdfast;
using test::DuplicateFixture;
using test::must;
using test::number;
using test::text;

namespace {

struct MergeFixture : DuplicateFixture {
    MergeFixture() {
        winner = create("account", {{"name", text("Berg AB")}, {"phone", text("070-1234567")}});
        loser = create("account", {{"name", text("Bergs Installation")},
                                   {"email", text("info@berg.example")},
                                   {"billing_street", text("Hamngatan 1")},
                                   {"billing_city", text("Umeå")}});
    }
    EntityId account() const { return entity("account").id; }
    RecordId winner, loser;
};

}  // namespace

TEST_CASE_METHOD(MergeFixture, "the winner takes the chosen values and the loser goes to the bin",
                 "[merge]") {
    MergeRequest wanted = request("account", winner, {loser});
    wanted.choices = {{field("account", "email"), loser},
                      {field("account", "phone"), winner},
                      {field("account", "billing_city"), loser}};
    merge(wanted);
    CHECK(get("account", winner, "name") == text("Berg AB"));
    CHECK(get("account", winner, "phone") == text("070-1234567"));
    CHECK(get("account", winner, "email") == text("info@berg.example"));
    CHECK(get("account", winner, "billing_city") == text("Umeå"));
    // Fields of one group come from one record: half an address would be wrong.
    CHECK(get("account", winner, "billing_street") == text("Hamngatan 1"));
    CHECK_FALSE(lives("account", loser));
}

TEST_CASE_METHOD(MergeFixture, "everything that led to the loser leads to the winner", "[merge]") {
    const RecordId order = create("work_order", {{"subject", text("Pump")}, {"account", loser}});
    const RecordId removed = create("work_order", {{"subject", text("Old")}, {"account", loser}});
    const RecordId own = create("work_order", {{"subject", text("Own")}, {"account", winner}});
    const RecordId child = create("account", {{"name", text("Child")}, {"parent", loser}});
    const RecordId note = create("comment", {{"record_entity", text("account")},
                                             {"record", loser},
                                             {"text", text("Calls on Fridays")}});
    save(draft().remove(entity("work_order").id, removed));
    const MergeDone done = must(merge_records(store, request("account", winner, {loser})));
    CHECK(done.moved == 4);
    CHECK(get("work_order", order, "account") == Value(winner));
    CHECK(get("work_order", removed, "account") == Value(winner));
    CHECK(get("work_order", own, "account") == Value(winner));
    CHECK(get("account", child, "parent") == Value(winner));
    CHECK(get("comment", note, "record") == Value(winner));
}

TEST_CASE_METHOD(MergeFixture, "links that people may not write any more move as well", "[merge]") {
    const RecordId invoice = create(
        "invoice", {{"account", loser}, {"status", text("issued")}, {"currency", text("SEK")}});
    CHECK_FALSE(
        refuse(draft().set(entity("invoice").id, invoice, values("invoice", {{"account", winner}})))
            .empty());
    const RecordId lead = create(
        "lead",
        {{"name", text("Ana")}, {"status", text("converted")}, {"converted_account", loser}});
    merge("account", winner, loser);
    CHECK(get("invoice", invoice, "account") == Value(winner));
    CHECK(get("lead", lead, "converted_account") == Value(winner));
}

TEST_CASE_METHOD(MergeFixture, "a tag that both have stands once afterwards", "[merge]") {
    const RecordId both = create("tag", {{"name", text("Both")}});
    const RecordId only = create("tag", {{"name", text("Only the loser")}});
    const auto tie = [&](const RecordId& tag, const RecordId& record) {
        return create("tag_link",
                      {{"record_entity", text("account")}, {"record", record}, {"tag", tag}});
    };
    const RecordId kept = tie(both, winner);
    const RecordId twin = tie(both, loser);
    const RecordId moved = tie(only, loser);
    merge("account", winner, loser);
    CHECK(lives("tag_link", kept));
    CHECK_FALSE(lives("tag_link", twin));
    CHECK(lives("tag_link", moved));
    CHECK(get("tag_link", moved, "record") == Value(winner));
}

TEST_CASE_METHOD(MergeFixture, "two losers with the same tag leave one to the winner", "[merge]") {
    const RecordId third = create("account", {{"name", text("Third")}});
    const RecordId tag = create("tag", {{"name", text("Both")}});
    for (const RecordId& record : {loser, third})
        create("tag_link", {{"record_entity", text("account")}, {"record", record}, {"tag", tag}});
    merge(request("account", winner, {loser, third}));
    Query query;
    query.entity = entity("tag_link").id;
    query.filters.push_back({field("tag_link", "record"), FilterOperator::Equal, winner});
    CHECK(must(count_rows(store, query)) == 1);
    CHECK_FALSE(lives("account", third));
}

TEST_CASE_METHOD(MergeFixture, "what joins the winner already is found by an index, and once",
                 "[merge]") {
    const EntityDef& links = entity("tag_link");
    const auto sets = unique_sets(links, *links.find_field("record"));
    // The module names the same three fields that a record of it joins.
    REQUIRE(sets.size() == 1);
    const auto plan_of = [&](const std::vector<Value>& values) {
        Statement plan = must(
            store.database().prepare("EXPLAIN QUERY PLAN " + twin_sql(links, sets[0], values)));
        REQUIRE(must(plan.step()));
        return std::string(plan.text(3));
    };
    const std::vector<Value> filled{text("account"), Value(winner), Value(loser)};
    CHECK(plan_of(filled).find("USING INDEX tag_link_by_") != std::string::npos);
    // A link without a tag is asked for by the record that it hangs on.
    const std::vector<Value> half{text("account"), Value(winner), Value()};
    CHECK(twin_sql(links, sets[0], half).find("\"tag\" IS NULL") != std::string::npos);
    CHECK(plan_of(half).find("USING INDEX tag_link_by_record") != std::string::npos);
}

TEST_CASE_METHOD(MergeFixture, "the winner does not become its own parent", "[merge]") {
    set("account", winner, {{"parent", loser}});
    MergeRequest wanted = request("account", winner, {loser});
    wanted.choices = {{field("account", "parent"), winner}};
    merge(wanted);
    CHECK(is_null(get("account", winner, "parent")));
}

TEST_CASE_METHOD(MergeFixture, "the loser's address leads to what stands for it", "[merge]") {
    const RecordId last = create("account", {{"name", text("Last")}});
    merge("account", winner, loser);
    CHECK(must(find_survivor(store, account(), loser)) == std::optional(winner));
    CHECK_FALSE(must(find_survivor(store, account(), winner)).has_value());
    merge("account", last, winner);
    CHECK(must(find_survivor(store, account(), loser)) == std::optional(last));
    CHECK(must(find_survivor(store, account(), winner)) == std::optional(last));
    // Who takes the loser out of the bin by hand has two records again.
    save(draft().restore(account(), loser));
    CHECK_FALSE(must(find_survivor(store, account(), loser)).has_value());
}

TEST_CASE_METHOD(MergeFixture, "a merge is one transaction that syncs, its mark included",
                 "[merge]") {
    enrol();
    create("work_order", {{"subject", text("Pump")}, {"account", loser}});
    const std::size_t before = queued().size();
    merge("account", winner, loser);
    const auto transactions = queued();
    REQUIRE(transactions.size() == before + 1);
    CHECK(transactions.back().reason == "merge");
    // The order, the removal, the mark.
    CHECK(transactions.back().operations.size() == 3);
}

TEST_CASE_METHOD(MergeFixture, "on another device the loser's address leads to the winner, too",
                 "[merge]") {
    enrol();
    Delta news = delta(1);
    RowImage gone = row("account", loser, 1, {{"name", text("Bergs")}});
    gone.deleted = true;
    news.rows.push_back({account(), {gone}});
    news.rows.push_back({entity("merge_log").id,
                         {row("merge_log", make_record_id(environment), 1,
                              {{"record_entity", text("account")},
                               {"record", winner},
                               {"loser", loser},
                               {"losers", text("[]")},
                               {"at", number(environment.now)}})}});
    must(store.apply(news));
    CHECK(must(find_survivor(store, account(), loser)) == std::optional(winner));
    const auto marks = must(find_merges(store, account(), winner));
    REQUIRE(marks.size() == 1);
    // This device does not know how they were, so it cannot take it back.
    CHECK(marks[0].group == 0);
}

TEST_CASE_METHOD(MergeFixture, "the history says who became what", "[merge]") {
    const std::int64_t group = merge("account", winner, loser);
    CHECK(must(is_merge(store, group)));
    CHECK_FALSE(must(is_merge(store, group + 1'000)));
    const auto marks = must(find_merges(store, account(), winner));
    REQUIRE(marks.size() == 1);
    CHECK(marks[0].loser == loser);
    CHECK(marks[0].group == group);
    CHECK(marks[0].at_ms == environment.now);
    CHECK(marks[0].undo_until_ms == environment.now + kMergeUndoMs);
    CHECK(must(find_merges(store, account(), loser)).empty());
}

TEST_CASE_METHOD(MergeFixture, "a wrong request is refused and changes nothing", "[merge]") {
    const auto code = [&](const MergeRequest& wanted) {
        return merge_records(store, wanted).error().code;
    };
    const RecordId order = create("work_order", {{"subject", text("Pump")}});
    CHECK(code(request("account", winner, {})) == ErrorCode::BadInput);
    CHECK(code(request("account", winner, {winner})) == ErrorCode::BadInput);
    CHECK(code(request("account", winner, {loser, loser})) == ErrorCode::BadInput);
    CHECK(code(request("account", winner, {make_record_id(environment)})) == ErrorCode::NotFound);
    CHECK(code(request("account", winner, {order})) == ErrorCode::NotFound);
    CHECK(code(request("work_order", order, {winner})) == ErrorCode::BadInput);
    CHECK(code(request("account", winner, std::vector<RecordId>(kMergeLosersMax + 1, loser))) ==
          ErrorCode::BadInput);
    MergeRequest state = request("account", winner, {loser});
    state.choices = {{field("account", "status"), loser}};
    CHECK(code(state) == ErrorCode::BadInput);
    MergeRequest stranger = request("account", winner, {loser});
    stranger.choices = {{field("account", "email"), order}};
    CHECK(code(stranger) == ErrorCode::BadInput);
    save(draft().remove(account(), loser));
    CHECK(code(request("account", winner, {loser})) == ErrorCode::NotFound);
    CHECK(lives("account", winner));
}

TEST_CASE_METHOD(MergeFixture, "a rule that the merged record breaks keeps both as they are",
                 "[merge]") {
    // A subsidiary of the loser is the winner's parent: the tree would contain itself.
    const RecordId child = create("account", {{"name", text("Child")}, {"parent", loser}});
    set("account", winner, {{"parent", child}});
    const MergeDone done = must(merge_records(store, request("account", winner, {loser})));
    REQUIRE(std::holds_alternative<NeedsWork>(done.outcome));
    CHECK(std::get<NeedsWork>(done.outcome).issues[0].kind == IssueKind::Cyclic);
    CHECK(lives("account", loser));
    CHECK(get("account", child, "parent") == Value(loser));
    CHECK(must(find_merges(store, account(), winner)).empty());
}

TEST_CASE_METHOD(MergeFixture, "more links than one transaction holds are refused with a limit",
                 "[merge]") {
    const auto limit = static_cast<int>(kOperationsPerTransactionMax);
    for (int part = 0; part < 2; ++part) {
        Draft draft = this->draft();
        for (int each = 0; each < limit / 2 + 1; ++each)
            draft.create(entity("contact").id, make_record_id(environment),
                         values("contact", {{"last_name", text("Berg")}, {"account", loser}}));
        save(draft);
    }
    CHECK(merge_records(store, request("account", winner, {loser})).error().code ==
          ErrorCode::LimitExceeded);
    CHECK(lives("account", loser));
}
