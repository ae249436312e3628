#include "rules_bench.h"

namespace holdfast::sync {
namespace {

using namespace sync::test;

Operation move(std::string from, std::string to, std::uint64_t base) {
    Operation made =
        operation(OperationKind::Transition, {edit(item::kStatus, std::move(to), base)});
    made.from_state = std::move(from);
    made.edits[0].seen = made.from_state;
    return made;
}

/// The pump is being worked on; Ana has completed it at position 3, Ben has not seen that.
struct RaceBench : RulesBench {
    RaceBench() {
        must_apply(kAna, {move("open", "active", 1)});
        must_apply(kAna, {move("active", "done", 2), set(item::kPlan, 10, 2)});
    }
};

TEST_CASE("a raced move ends where the rule says, and nobody's word is lost", "[races]") {
    RaceBench bench;
    bench.must_apply(kBen, {move("active", "cancelled", 2), set(item::kNote, 20, 2)});
    CHECK(bench.value(item::kStatus) == text_value("disputed"));
    CHECK(bench.value(item::kPlan) == Value{std::int64_t{10}});
    CHECK(bench.value(item::kNote) == Value{std::int64_t{20}});
    CHECK(bench.conflict(0, "state") == text_value("open"));
    CHECK(bench.conflict(0, "rule") == text_value("race"));
    CHECK(bench.conflict(0, "seen") == text_value(R"({"status":"active"})"));
    CHECK(bench.conflict(0, "winner") == text_value(R"({"status":"disputed"})"));
    CHECK(bench.conflict(0, "winner_user") == text_value("user1"));
    CHECK(bench.conflict(0, "loser") == text_value(R"({"status":"cancelled"})"));
    CHECK(bench.conflict(0, "loser_user") == text_value("user2"));
}

TEST_CASE("the end of a race does not depend on who came first", "[races]") {
    RulesBench bench;
    bench.must_apply(kAna, {move("open", "active", 1)});
    bench.must_apply(kBen, {move("active", "cancelled", 2)});
    bench.must_apply(kAna, {move("active", "done", 2), set(item::kPlan, 10, 2)});
    CHECK(bench.value(item::kStatus) == text_value("disputed"));
    CHECK(bench.value(item::kPlan) == Value{std::int64_t{10}});
}

TEST_CASE("facts in the move itself are kept, whoever wins", "[races]") {
    RaceBench bench;
    Operation cancelled = move("active", "cancelled", 2);
    cancelled.edits.push_back(edit(item::kNote, std::int64_t{20}, 2));
    bench.must_apply(kBen, {cancelled});
    CHECK(bench.value(item::kNote) == Value{std::int64_t{20}});
}

TEST_CASE("who saw where the record is gets no race, but the state machine", "[races]") {
    RaceBench bench;
    const TransactionResult refused = bench.push(kBen, {move("done", "cancelled", 3)});
    CHECK(refused.code == RejectionCode::BadTransition);
    CHECK(bench.value(item::kStatus) == text_value("done"));
}

TEST_CASE("a move from where a restored server has not been yet is raced, not refused", "[races]") {
    RulesBench bench;
    bench.must_apply(kAna, {move("open", "cancelled", 1)});
    // Ben knew it as cancelled, then as paused by a correction that the backup lacks.
    bench.must_apply(kBen, {move("paused", "active", 9), set(item::kNote, 20, 9)});
    CHECK(bench.value(item::kStatus) == text_value("cancelled"));
    CHECK(bench.value(item::kNote) == Value{std::int64_t{20}});
    CHECK(bench.conflict(0, "loser") == text_value(R"({"status":"active"})"));
}

TEST_CASE("a dispute stays until somebody moves it who saw it", "[races]") {
    RaceBench bench;
    bench.must_apply(kBen, {move("active", "cancelled", 2)});
    // Ana goes on with what she shows: she does not know of the dispute that Ben's move began.
    bench.must_apply(kAna, {move("done", "active", 3)});
    CHECK(bench.value(item::kStatus) == text_value("disputed"));
    // Nor does Ben, although his own move brought it about.
    bench.must_apply(kBen, {move("cancelled", "open", 2)});
    CHECK(bench.value(item::kStatus) == text_value("disputed"));
    bench.must_apply(kAna, {move("disputed", "done", 5)});
    CHECK(bench.value(item::kStatus) == text_value("done"));
}

TEST_CASE("people do not race with themselves", "[races]") {
    RaceBench bench;
    const TransactionResult refused = bench.push(kAna, {move("active", "cancelled", 2)});
    CHECK(refused.code == RejectionCode::BadTransition);
    CHECK(is_null(bench.conflict(0, "state")));
}

TEST_CASE("a disputed document is numbered like a completed one", "[races][numbers]") {
    RulesBench bench;
    bench.must_apply(kAna, {move("open", "active", 1)});
    bench.must_apply(kBen, {move("active", "cancelled", 2)});
    CHECK(is_null(bench.value(item::kNumber)));
    bench.must_apply(kAna, {move("active", "done", 2)});
    CHECK(bench.value(item::kNumber) == text_value("I-1"));
}

}  // namespace
}  // namespace holdfast::sync
