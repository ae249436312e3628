#include "rules_bench.h"

namespace holdfast::sync {
namespace {

using namespace sync::test;

TEST_CASE("two people who edit different fields both get their way", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)});
    bench.must_apply(kBen, {set(item::kNote, 20, 1)});
    CHECK(bench.value(item::kPlan) == Value{std::int64_t{10}});
    CHECK(bench.value(item::kNote) == Value{std::int64_t{20}});
    CHECK(is_null(bench.conflict(0, "state")));
}

TEST_CASE("of two concurrent values the later clock's is shown, the other one waits", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)}, 5'000);
    FieldEdit late = edit(item::kPlan, std::int64_t{20}, 1);
    late.seen = std::int64_t{3};
    bench.must_apply(kBen, {operation(OperationKind::Set, {late})}, 9'000);
    CHECK(bench.value(item::kPlan) == Value{std::int64_t{20}});
    CHECK(bench.conflict(0, "state") == text_value("open"));
    CHECK(bench.conflict(0, "entity") == text_value("item"));
    CHECK(bench.conflict(0, "record_id") == text_value(to_text(kPump)));
    CHECK(bench.conflict(0, "field") == text_value("plan"));
    CHECK(bench.conflict(0, "seen") == text_value(R"({"plan":3})"));
    CHECK(bench.conflict(0, "winner") == text_value(R"({"plan":20})"));
    CHECK(bench.conflict(0, "loser") == text_value(R"({"plan":10})"));
    CHECK(bench.conflict(0, "winner_user") == text_value("user2"));
    CHECK(bench.conflict(0, "loser_user") == text_value("user1"));
    CHECK(bench.conflict(0, "winner_device") == text_value("K2"));
    CHECK(bench.conflict(0, "loser_at") == Value{kNoonMs + 5'000});
}

TEST_CASE("an earlier clock that arrives later does not overwrite", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)}, 9'000);
    bench.must_apply(kBen, {set(item::kPlan, 20, 1)}, 5'000);
    CHECK(bench.value(item::kPlan) == Value{std::int64_t{10}});
    CHECK(bench.conflict(0, "loser") == text_value(R"({"plan":20})"));
}

TEST_CASE("who has seen the last value overwrites it without a conflict", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)}, 9'000);
    bench.must_apply(kBen, {set(item::kPlan, 20, 2)}, 5'000);
    CHECK(bench.value(item::kPlan) == Value{std::int64_t{20}});
    CHECK(is_null(bench.conflict(0, "state")));
}

TEST_CASE("the same value from two people is no conflict", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)});
    bench.must_apply(kBen, {set(item::kPlan, 10, 1)});
    CHECK(is_null(bench.conflict(0, "state")));
}

TEST_CASE("a person never conflicts with their own earlier work", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)});
    bench.must_apply(kAna, {set(item::kPlan, 11, 1)});
    CHECK(bench.value(item::kPlan) == Value{std::int64_t{11}});
    CHECK(is_null(bench.conflict(0, "state")));
}

TEST_CASE("a group is decided as one", "[rules]") {
    RulesBench bench;
    const auto address = [](std::int64_t street, std::int64_t city) {
        return operation(OperationKind::Set,
                         {edit(item::kStreet, street, 1), edit(item::kCity, city, 1)});
    };
    bench.must_apply(kAna, {address(1, 2)}, 9'000);
    bench.must_apply(kBen, {address(3, 4)}, 5'000);
    CHECK(bench.value(item::kStreet) == Value{std::int64_t{1}});
    CHECK(bench.value(item::kCity) == Value{std::int64_t{2}});
    CHECK(bench.conflict(0, "field") == text_value("address"));
    CHECK(bench.conflict(0, "loser") == text_value(R"({"street":3,"city":4})"));
}

TEST_CASE("a strict field refuses the whole transaction of who had not seen it", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kPrice, 10, 1)});
    const TransactionResult result =
        bench.push(kBen, {set(item::kNote, 5, 1), set(item::kPrice, 20, 1)}, 9'000);
    CHECK(result.status == TransactionStatus::Rejected);
    CHECK(result.code == RejectionCode::Stale);
    CHECK(result.field == item::kPrice);
    CHECK(result.current == R"({"price":10})");
    CHECK(is_null(bench.value(item::kNote)));
}

TEST_CASE("a copy that brings another value of a strict field loses it to a conflict record",
          "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kPrice, 10, 1)});
    const Operation copied =
        operation(OperationKind::Create,
                  {edit(item::kNote, std::int64_t{5}, 0), edit(item::kPrice, std::int64_t{20}, 0)});
    CHECK(bench.push(kBen, {copied}, 9'000).status == TransactionStatus::Applied);
    CHECK(bench.value(item::kPrice) == Value{std::int64_t{10}});
    CHECK(bench.value(item::kNote) == Value{std::int64_t{5}});
    CHECK(bench.conflict(0, "loser") == text_value(R"({"price":20})"));
}

TEST_CASE("a field that is written once keeps its first value", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kSerial, 10, 1)}, 0);
    bench.must_apply(kBen, {set(item::kSerial, 20, 1)}, 9'000);
    CHECK(bench.value(item::kSerial) == Value{std::int64_t{10}});
    CHECK(bench.conflict(0, "loser") == text_value(R"({"serial":20})"));
}

TEST_CASE("increments of a counter add up", "[rules]") {
    RulesBench bench;
    const auto add = [](std::int64_t delta) {
        return operation(OperationKind::Increment, {edit(item::kStock, delta, 1)});
    };
    bench.must_apply(kAna, {add(5)});
    bench.must_apply(kBen, {add(-2)});
    CHECK(bench.value(item::kStock) == Value{std::int64_t{3}});
    CHECK(bench.push(kBen, {set(item::kStock, 9, 1)}).code == RejectionCode::Invalid);
    CHECK(bench.push(kBen, {add(INT64_MAX)}).code == RejectionCode::OutOfBounds);
}

Operation move(std::string from, std::string to) {
    Operation made = operation(OperationKind::Transition, {edit(item::kStatus, std::move(to), 1)});
    made.from_state = std::move(from);
    return made;
}

TEST_CASE("a move is judged by where the record is now", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {move("open", "active")});
    bench.must_apply(kBen, {move("open", "active")});
    bench.must_apply(kBen, {move("active", "done")});
    const TransactionResult late = bench.push(kAna, {move("active", "paused")});
    CHECK(late.code == RejectionCode::BadTransition);
    CHECK(late.current == R"("done")");
    CHECK(bench.value(item::kStatus) == text_value("done"));
}

Operation correct(std::string to, std::uint64_t base) {
    return operation(OperationKind::Set, {edit(item::kStatus, std::move(to), base)});
}

TEST_CASE("a correction takes a record to any declared state", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {correct("done", 1)});
    CHECK(bench.value(item::kStatus) == text_value("done"));
    CHECK(bench.push(kAna, {correct("nowhere", 2)}).code == RejectionCode::Invalid);
}

TEST_CASE("a correction that did not know of a move merges like a scalar", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {move("open", "active")}, 9'000);
    bench.must_apply(kBen, {correct("done", 1)}, 5'000);
    CHECK(bench.value(item::kStatus) == text_value("active"));
    CHECK(bench.conflict(0, "field") == text_value("status"));
    CHECK(bench.conflict(0, "loser") == text_value(R"({"status":"done"})"));
    CHECK(bench.conflict(0, "state") == text_value("open"));
    bench.must_apply(kBen, {correct("paused", 1)}, 11'000);
    CHECK(bench.value(item::kStatus) == text_value("paused"));
}

TEST_CASE("a move by somebody who has seen both states closes their conflict", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {move("open", "active")}, 9'000);
    bench.must_apply(kBen, {correct("done", 1)}, 5'000);
    Operation cancel = move("active", "cancelled");
    cancel.edits.front().base = ServerSeq{3};
    bench.must_apply(kAna, {cancel});
    CHECK(bench.conflict(0, "state") == text_value("resolved"));
    CHECK(bench.conflict(0, "winner") == text_value(R"({"status":"cancelled"})"));
}

TEST_CASE("what builds on refused work is blocked, everything else goes on", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kPrice, 10, 1)});
    const TransactionResult refused = bench.push(kBen, {set(item::kPrice, 20, 1)});
    const TransactionResult blocked = bench.push(kBen, {set(item::kNote, 1, 1)}, 0, {refused.no});
    CHECK(blocked.status == TransactionStatus::Blocked);
    CHECK(blocked.blocked_by == refused.no);
    CHECK(bench.push(kBen, {set(item::kNote, 2, 1)}).status == TransactionStatus::Applied);
    const Delta delta = bench.delta(kBen, {1, ServerSeq{1}, TransactionNo::None, 0});
    CHECK(delta.decided_upto == TransactionNo{3});
    CHECK(delta.refusals == std::vector<TransactionResult>{refused, blocked});
}

TEST_CASE("a push that is repeated changes nothing and is answered the same", "[rules]") {
    RulesBench bench;
    TransactionRecord transaction;
    transaction.no = TransactionNo{1};
    transaction.operations = {set(item::kPlan, 10, 1)};
    const PushRequest push{1, 1, {transaction}};
    const PushReply first = bench.must_reply(kBen, push);
    const PushReply again = bench.must_reply(kBen, push);
    CHECK(again.results == first.results);
    CHECK(again.head == first.head);
}

TEST_CASE("a push that leaves a number out is told where to go on", "[rules]") {
    RulesBench bench;
    TransactionRecord transaction;
    transaction.no = TransactionNo{3};
    const auto outcome = bench.try_push(kBen, {1, 1, {transaction}});
    REQUIRE(std::holds_alternative<Problem>(outcome));
    CHECK(std::get<Problem>(outcome).code == ProblemCode::Gap);
    CHECK(std::get<Problem>(outcome).expected_no == TransactionNo{1});
}

TEST_CASE("pushes that make no sense are refused as a whole", "[rules]") {
    RulesBench bench;
    const auto code_of = [&](const PushRequest& push) {
        const auto outcome = bench.try_push(kBen, push);
        const auto* problem = std::get_if<Problem>(&outcome);
        return problem == nullptr ? ProblemCode::Retry : problem->code;
    };
    TransactionRecord one;
    one.no = TransactionNo{1};
    TransactionRecord three;
    three.no = TransactionNo{3};
    CHECK(code_of({2, 1, {one}}) == ProblemCode::WrongEpoch);
    CHECK(code_of({1, 1, {one, three}}) == ProblemCode::BadRequest);
    CHECK(code_of({1, 1, std::vector<TransactionRecord>(257)}) == ProblemCode::TooLarge);
    CHECK(bench.store.last_no(kBen) == TransactionNo::None);
}

TEST_CASE("operations that cannot be are refused with where and why", "[rules]") {
    RulesBench bench;
    struct Case {
        Operation operation;
        RejectionCode code;
    };
    Operation unknown_entity = set(item::kPlan, 1, 1);
    unknown_entity.entity = EntityId{77};
    Operation missing = set(item::kPlan, 1, 1);
    missing.record = {9, 9};
    Operation orphan =
        operation(OperationKind::Create, {edit(sim::part::kItemLink, RecordId{9, 9}, 1)});
    orphan.entity = sim::kPart;
    orphan.record = {5, 5};
    Operation unlinked = orphan;
    unlinked.edits.clear();
    const std::vector<Case> cases = {
        {unknown_entity, RejectionCode::TooNew},
        {set(FieldId{77}, 1, 1), RejectionCode::TooNew},
        {missing, RejectionCode::MissingRecord},
        {orphan, RejectionCode::MissingRecord},
        {unlinked, RejectionCode::Invalid},
        {operation(OperationKind::Set, {}), RejectionCode::Invalid},
        {operation(OperationKind::Set, {edit(item::kPlan, std::string("ten"), 1)}),
         RejectionCode::Invalid},
        {operation(OperationKind::Set, {edit(item::kStatus, std::string("nowhere"), 1)}),
         RejectionCode::Invalid},
        {operation(OperationKind::Set, {edit(item::kStatus, {}, 1)}), RejectionCode::Invalid},
        {operation(OperationKind::Transition, {edit(item::kStatus, std::string("active"), 1),
                                               edit(item::kStatus, std::string("done"), 1)}),
         RejectionCode::Invalid},
        {operation(OperationKind::Transition, {edit(item::kStatus, std::string("active"), 1),
                                               edit(item::kStock, std::int64_t{9}, 1)}),
         RejectionCode::Invalid}};
    for (const Case& tried : cases) {
        const TransactionResult result = bench.push(kBen, {tried.operation});
        CHECK(result.status == TransactionStatus::Rejected);
        CHECK(result.code == tried.code);
    }
}

TEST_CASE("a device that nobody knows is not served", "[rules]") {
    RulesBench bench;
    ServerContext context{&sim::sim_registry(), &bench.store, kNoonMs};
    CHECK(handle_push(context, DeviceNo{99}, {1, 1, {}}).error().code == ErrorCode::Unauthorized);
    CHECK(build_delta(context, DeviceNo{99}, {}).error().code == ErrorCode::Unauthorized);
}

TEST_CASE("a clock far ahead wins no more than two minutes", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)}, 365LL * 24 * 3'600'000);
    CHECK(bench.store.log().back().entry.hlc.wall_ms() <= kNoonMs + kHlcFutureMsMax);
}

TEST_CASE("a delta brings what changed and nothing twice", "[rules]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)});
    const DeltaRequest behind{1, ServerSeq{1}, TransactionNo::None, 0};
    const Delta delta = bench.delta(kBen, behind);
    CHECK(delta.to == ServerSeq{2});
    REQUIRE(delta.rows.size() == 1);
    CHECK(delta.rows[0].rows.at(0).id == kPump);
    CHECK(has_news(delta, behind));
    const DeltaRequest current{1, ServerSeq{2}, TransactionNo::None, 0};
    const Delta nothing = bench.delta(kBen, current);
    CHECK(nothing.rows.empty());
    CHECK_FALSE(has_news(nothing, current));
}

TEST_CASE("a refusal alone is news", "[rules]") {
    RulesBench bench;
    Operation missing = set(item::kPlan, 1, 1);
    missing.record = {9, 9};
    bench.push(kBen, {missing});
    const DeltaRequest waiting{1, ServerSeq{1}, TransactionNo::None, 0};
    CHECK(has_news(bench.delta(kBen, waiting), waiting));
}

TEST_CASE("a device of another epoch gets everything anew", "[rules]") {
    RulesBench bench;
    const Delta delta = bench.delta(kBen, {7, ServerSeq{900}, TransactionNo::None, 0});
    CHECK(delta.rebaseline);
    CHECK(delta.from == ServerSeq::None);
    CHECK(delta.rows.size() == 1);
}

}  // namespace
}  // namespace holdfast::sync
