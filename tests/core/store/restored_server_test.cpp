#include "core/store/replica_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

TEST_CASE("acknowledged transactions are kept for seven days", "[core][apply]") {
    Replica replica;
    replica.set("account", replica.account, {{"name", text("Mine")}});
    must(replica.store.apply(replica.account_delta(20, 1, {{"name", text("Mine")}})));
    replica.sync_hourly(6 * 24);
    CHECK(replica.kept() == 1);
    replica.sync_hourly(2 * 24);
    CHECK(replica.kept() == 0);
}

TEST_CASE("a device whose clock jumps keeps what a restored server needs", "[core][apply]") {
    constexpr std::int64_t kYearMs = std::int64_t{365} * 24 * kHourMs;
    Replica replica;
    replica.set("account", replica.account, {{"name", text("Mine")}});
    must(replica.store.apply(replica.account_delta(20, 1, {{"name", text("Mine")}})));
    for (const std::int64_t jump : {kYearMs, -2 * kYearMs, 2 * kYearMs}) {
        replica.environment.now += jump;
        replica.sync_hourly(24);
        CHECK(replica.kept() == 1);
    }
    must(replica.store.apply(replica.restored(0, {{"name", text("Server")}})));
    REQUIRE(replica.queued_work().size() == 1);
    CHECK(replica.queued()[0].operations.size() == 1);
    CHECK(replica.get("account", replica.account, "name") == text("Mine"));
}

TEST_CASE("of forgotten transactions a restored server gets only the numbers", "[core][apply]") {
    Replica replica;
    replica.set("account", replica.account, {{"name", text("Mine")}});
    must(replica.store.apply(replica.account_delta(20, 1, {{"name", text("Mine")}})));
    replica.sync_hourly(8 * 24);
    REQUIRE(replica.kept() == 0);
    must(replica.store.apply(replica.restored(0, {{"name", text("Server")}})));
    REQUIRE(replica.queued_work().size() == 1);
    CHECK(replica.queued()[0].no == TransactionNo{1});
    CHECK(replica.queued()[0].operations.empty());
    CHECK(replica.get("account", replica.account, "name") == text("Server"));
}

TEST_CASE("a restored server gets back what it forgot, under the same numbers", "[core][apply]") {
    Replica replica;
    const EntityId account = replica.entity("account").id;
    replica.set("account", replica.account, {{"name", text("First")}});
    const RecordId created = replica.create("account", {{"name", text("Created")}});
    replica.set("account", replica.account, {{"phone", text("33333")}});
    Delta decided =
        replica.account_delta(20, 3, {{"name", text("First")}, {"phone", text("11111")}});
    decided.rows[0].rows.push_back(
        replica.row("account", created, 19, {{"name", text("Created")}}));
    decided.refusals = {Replica::refusal(3, TransactionStatus::Rejected)};
    must(replica.store.apply(decided));
    must(replica.store.discard(TransactionNo{3}));
    replica.set("account", replica.account, {{"industry", text("Steel")}});  // No 4, never sent.

    // The backup is from before transaction 2; the record made by 2 is unknown there.
    must(replica.store.apply(replica.restored(1, {{"name", text("First")}})));

    CHECK(replica.store.state().enrolment.epoch == 2);
    CHECK(replica.store.state().checkpoint == ServerSeq{5'000});
    const std::vector<TransactionRecord> queued = replica.queued_work();
    REQUIRE(queued.size() == 3);
    CHECK(queued[0].no == TransactionNo{2});
    CHECK(queued[1].no == TransactionNo{3});
    CHECK(queued[1].operations.empty());  // Was discarded: only the number is left.
    CHECK(queued[2].no == TransactionNo{4});
    CHECK(replica.get("account", created, "name") == text("Created"));
    CHECK(replica.get("account", replica.account, "industry") == text("Steel"));
    CHECK(is_null(replica.get("account", replica.account, "phone")));

    Delta answered =
        replica.account_delta(5'010, 4, {{"name", text("First")}, {"industry", text("Steel")}});
    answered.rows[0].rows.push_back(
        replica.row("account", created, 5'009, {{"name", text("Created")}}));
    answered.refusals = {Replica::refusal(3, TransactionStatus::Rejected)};
    must(replica.store.apply(answered));
    CHECK(replica.queued_work().empty());
    CHECK(must(replica.store.read_needing_attention()).empty());
    CHECK_FALSE(must(replica.store.has_pending(account, created)));
    CHECK(replica.get("account", replica.account, "industry") == text("Steel"));
}

TEST_CASE("what was refused stays with its author when the server is restored", "[core][apply]") {
    Replica replica;
    replica.set("account", replica.account, {{"name", text("First")}});
    replica.set("account", replica.account, {{"name", text("Refused")}});
    Delta decided = replica.account_delta(20, 2, {{"name", text("First")}});
    decided.refusals = {Replica::refusal(2, TransactionStatus::Rejected)};
    must(replica.store.apply(decided));

    must(replica.store.apply(replica.restored(0, {{"name", text("Server")}})));
    REQUIRE(replica.queued_work().size() == 1);
    CHECK(replica.queued()[0].no == TransactionNo{1});
    CHECK(replica.get("account", replica.account, "name") == text("First"));
    const auto refused = must(replica.store.read_needing_attention());
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].record.no == TransactionNo{2});
    CHECK(refused[0].result->code == RejectionCode::Stale);
}

TEST_CASE("work on a record that a restored server lacks is shown when the record is back",
          "[core][apply]") {
    Replica replica;
    const EntityId account = replica.entity("account").id;
    replica.set("account", replica.account, {{"name", text("Mine")}});
    replica.set("account", replica.account, {{"phone", text("33333")}});
    replica.save(replica.draft().remove(account, replica.account));
    Delta without = replica.restored(0, {});
    without.rows.clear();
    must(replica.store.apply(without));
    CHECK_FALSE(must(replica.store.read(account, replica.account)).has_value());
    CHECK(replica.queued_work().size() == 3);

    // Whoever created it sends it again; own work on it is decided step by step.
    must(replica.store.apply(
        replica.account_delta(5'001, 1, {{"name", text("Mine")}, {"phone", text("11111")}})));
    CHECK(replica.get("account", replica.account, "name") == text("Mine"));
    CHECK(replica.get("account", replica.account, "phone") == text("33333"));
    CHECK(must(replica.store.read(account, replica.account))->life == Record::Life::Deleted);
    replica.set("account", replica.account, {{"phone", text("44444")}});
    CHECK(replica.queued().back().depends_on == std::vector{TransactionNo{2}});
    CHECK(replica.queued().back().operations.at(0).edits.at(0).base == ServerSeq{10});

    // Number 4 is the report of document numbers.
    Delta refused = replica.account_delta(5'002, 5, {{"name", text("Mine")}});
    refused.refusals = {Replica::refusal(2, TransactionStatus::Rejected),
                        Replica::refusal(3, TransactionStatus::Rejected),
                        Replica::refusal(5, TransactionStatus::Blocked)};
    must(replica.store.apply(refused));
    CHECK(is_null(replica.get("account", replica.account, "phone")));
    CHECK(must(replica.store.read(account, replica.account))->life == Record::Life::Living);
}
