#include "core/store/replica_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

TEST_CASE("rows of a delta are shown with their version", "[core][apply]") {
    Replica replica;
    const auto record = must(replica.store.read(replica.entity("account").id, replica.account));
    REQUIRE(record.has_value());
    CHECK(record->version == ServerSeq{10});
    CHECK(replica.get("account", replica.account, "name") == text("Server"));
    CHECK(replica.store.state().checkpoint == ServerSeq{10});
}

TEST_CASE("a delta that does not fit changes nothing", "[core][apply]") {
    Replica replica;
    Delta stale = replica.delta(20);
    stale.from = ServerSeq{9};
    Delta foreign = replica.delta(20);
    foreign.epoch = 99;
    for (const Delta& delta : {stale, foreign}) {
        const Status applied = replica.store.apply(delta);
        REQUIRE_FALSE(applied.has_value());
        CHECK(applied.error().code == ErrorCode::Conflict);
        CHECK(replica.store.state().checkpoint == ServerSeq{10});
    }
    StoreFixture standalone;
    CHECK(standalone.store.apply(standalone.delta(1)).error().code == ErrorCode::Conflict);
}

TEST_CASE("own undecided edits stay on top of what the server says", "[core][apply]") {
    Replica replica;
    replica.set("account", replica.account, {{"name", text("Mine")}});
    must(replica.store.apply(
        replica.account_delta(20, 0, {{"name", text("Theirs")}, {"phone", text("22222")}})));
    CHECK(replica.get("account", replica.account, "name") == text("Mine"));
    CHECK(replica.get("account", replica.account, "phone") == text("22222"));
    CHECK(must(replica.store.has_pending(replica.entity("account").id, replica.account)));
}

TEST_CASE("a further edit of a pending field inherits what the first had seen", "[core][apply]") {
    Replica replica;
    replica.set("account", replica.account, {{"name", text("One")}});
    must(replica.store.apply(replica.account_delta(20, 0, {{"name", text("Theirs")}})));
    replica.set("account", replica.account, {{"name", text("Two")}});
    replica.set("account", replica.account, {{"industry", text("Steel")}});
    const std::vector<TransactionRecord> queued = replica.queued();
    const FieldEdit& second = queued.at(1).operations.at(0).edits.at(0);
    CHECK(second.base == ServerSeq{10});
    CHECK(second.own_no == TransactionNo{1});
    CHECK(queued[1].depends_on == std::vector{TransactionNo{1}});
    const FieldEdit& other_field = queued.at(2).operations.at(0).edits.at(0);
    CHECK(other_field.base == ServerSeq{20});
    CHECK(other_field.own_no == TransactionNo::None);
    CHECK(queued[2].depends_on.empty());
}

TEST_CASE("once decided, the server's word is shown", "[core][apply]") {
    Replica replica;
    replica.set("account", replica.account, {{"name", text("Mine")}});
    must(replica.store.apply(replica.account_delta(20, 1, {{"name", text("Theirs")}})));
    CHECK(replica.get("account", replica.account, "name") == text("Theirs"));
    CHECK_FALSE(must(replica.store.has_pending(replica.entity("account").id, replica.account)));
    CHECK(replica.queued().empty());
    CHECK(must(replica.store.pending_counts()).queued == 0);
}

TEST_CASE("a refused transaction shows the base again and keeps what was typed", "[core][apply]") {
    Replica replica;
    replica.set("account", replica.account, {{"name", text("Mine")}});
    replica.set("account", replica.account, {{"name", text("Mine again")}});
    replica.set("account", replica.account, {{"industry", text("Steel")}});
    Delta delta =
        replica.account_delta(20, 3, {{"name", text("Server")}, {"industry", text("Steel")}});
    delta.refusals = {Replica::refusal(1, TransactionStatus::Rejected),
                      Replica::refusal(2, TransactionStatus::Blocked)};
    must(replica.store.apply(delta));
    CHECK(replica.get("account", replica.account, "name") == text("Server"));
    CHECK(replica.get("account", replica.account, "industry") == text("Steel"));
    CHECK(must(replica.store.pending_counts()).needs_attention == 2);

    const auto refused = must(replica.store.read_needing_attention());
    REQUIRE(refused.size() == 2);
    CHECK(refused[0].state == PendingState::Rejected);
    CHECK(refused[0].result->code == RejectionCode::Stale);
    CHECK(refused[0].result->current == "\"x\"");
    CHECK(refused[0].record.operations.at(0).edits.at(0).value == text("Mine"));
    CHECK(refused[1].state == PendingState::Blocked);

    must(replica.store.discard(TransactionNo{1}));
    CHECK(replica.store.discard(TransactionNo{1}).error().code == ErrorCode::NotFound);
    CHECK(replica.store.discard(TransactionNo{3}).error().code == ErrorCode::NotFound);
    CHECK(must(replica.store.read_needing_attention()).size() == 1);
}

TEST_CASE("a form that was open when its pending edit was refused has not seen what lay beneath",
          "[core][apply]") {
    Replica replica;
    replica.set("account", replica.account, {{"name", text("Mine")}});
    must(replica.store.apply(replica.account_delta(20, 0, {{"name", text("Theirs")}})));
    // It brings the refusal and no row: the checkpoint stays where the form was opened.
    Delta refusal = replica.delta(20, 1);
    refusal.refusals = {Replica::refusal(1, TransactionStatus::Rejected)};
    must(replica.store.apply(refusal));
    replica.set("account", replica.account, {{"name", text("Mine, on top of mine")}});
    CHECK(replica.queued().at(0).operations.at(0).edits.at(0).base == ServerSeq{10});
    must(replica.store.apply(replica.delta(21, 1)));
    replica.set("account", replica.account, {{"industry", text("Steel")}});
    CHECK(replica.queued().at(1).operations.at(0).edits.at(0).base == ServerSeq{21});
}

TEST_CASE("a refused creation takes the record away, and its parts are known to depend on it",
          "[core][apply]") {
    Replica replica;
    const RecordId order = replica.create("work_order", {{"subject", text("Pump")}});
    replica.set("work_order", order, {{"assignee", text("tech01")}});
    const RecordId line =
        replica.create("work_order_line", {{"work_order", order}, {"description", text("Seal")}});
    const std::vector<TransactionRecord> queued = replica.queued();
    CHECK(queued.at(1).depends_on == std::vector{TransactionNo{1}});
    CHECK(queued[1].operations.at(0).edits.at(0).own_no == TransactionNo{1});
    CHECK(queued.at(2).depends_on == std::vector{TransactionNo{1}});

    Delta delta = replica.delta(20, 3);
    delta.refusals = {Replica::refusal(1, TransactionStatus::Rejected),
                      Replica::refusal(2, TransactionStatus::Blocked),
                      Replica::refusal(3, TransactionStatus::Blocked)};
    must(replica.store.apply(delta));
    CHECK_FALSE(must(replica.store.read(replica.entity("work_order").id, order)).has_value());
    CHECK_FALSE(must(replica.store.read(replica.entity("work_order_line").id, line)).has_value());
    CHECK(must(replica.store.read_needing_attention()).size() == 3);
}

TEST_CASE("an accepted creation becomes the server's row", "[core][apply]") {
    Replica replica;
    const RecordId id = replica.create("account", {{"name", text("New")}});
    Delta delta = replica.delta(20, 1);
    RowImage image =
        replica.row("account", id, 20, {{"name", text("New")}, {"number", text("ACC-9")}});
    delta.rows.push_back({replica.entity("account").id, {image}});
    must(replica.store.apply(delta));
    CHECK(replica.get("account", id, "number") == text("ACC-9"));
    CHECK_FALSE(must(replica.store.has_pending(replica.entity("account").id, id)));
}

TEST_CASE("a removal merges like a field", "[core][apply]") {
    Replica replica;
    const EntityId account = replica.entity("account").id;
    replica.save(replica.draft().remove(account, replica.account));
    must(replica.store.apply(replica.account_delta(20, 0, {{"name", text("Renamed")}})));
    CHECK(must(replica.store.read(account, replica.account))->life == Record::Life::Deleted);
    Delta refused = replica.account_delta(30, 1, {{"name", text("Renamed")}});
    refused.refusals = {Replica::refusal(1, TransactionStatus::Rejected)};
    must(replica.store.apply(refused));
    CHECK(must(replica.store.read(account, replica.account))->life == Record::Life::Living);
    CHECK(replica.get("account", replica.account, "name") == text("Renamed"));
}

TEST_CASE("a database that was put back does not use numbers the server knows", "[core][apply]") {
    Replica replica;
    REQUIRE(replica.store.state().next_no == TransactionNo{1});
    must(replica.store.apply(replica.delta(20, 7)));
    CHECK(replica.store.state().next_no == TransactionNo{8});
    replica.create("account", {{"name", text("Later")}});
    CHECK(must(replica.store.read_queued(TransactionNo::None, 9, 1'000)).at(0).no ==
          TransactionNo{8});
}

TEST_CASE("enrolling queues what the workspace holds, parents first and in batches",
          "[core][apply]") {
    StoreFixture fixture;
    const RecordId order = fixture.create("work_order", {{"subject", text("Pump")}});
    fixture.create("work_order_line", {{"work_order", order}, {"description", text("Seal")}});
    const RecordId binned = fixture.create("account", {{"name", text("Old")}});
    fixture.save(fixture.draft().remove(fixture.entity("account").id, binned));
    for (int count = 0; count < 600; ++count)
        fixture.create("contact", {{"last_name", text("Berg")}});
    fixture.enrol();

    std::size_t created = 0;
    std::size_t removed = 0;
    for (const TransactionRecord& transaction : fixture.queued()) {
        CHECK(transaction.operations.size() <= 500);
        for (const Operation& operation : transaction.operations)
            ++(operation.kind == OperationKind::Create ? created : removed);
    }
    CHECK(created == 603);
    CHECK(removed == 1);
    CHECK(must(fixture.store.has_pending(fixture.entity("work_order").id, order)));
    CHECK(fixture.get("work_order", order, "number") == text("WO-0001"));

    Enrolment elsewhere = fixture.store.state().enrolment;
    elsewhere.server = "https://other.example";
    CHECK(fixture.store.enrol(elsewhere).error().code == ErrorCode::Conflict);
}

TEST_CASE("queued transactions are read in portions, always at least one", "[core][apply]") {
    Replica replica;
    for (int number = 0; number < 10; ++number)
        replica.set("account", replica.account,
                    {{"notes", text(std::string(1'000, 'a' + char(number)))}});
    CHECK(must(replica.store.read_queued(TransactionNo::None, 4, 1'000'000)).size() == 4);
    CHECK(must(replica.store.read_queued(TransactionNo::None, 100, 5'700)).size() == 3);
    CHECK(must(replica.store.read_queued(TransactionNo::None, 100, 10)).size() == 1);
    CHECK(must(replica.store.read_queued(TransactionNo{8}, 100, 1'000'000)).size() == 2);
}
