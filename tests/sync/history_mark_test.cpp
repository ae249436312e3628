// Marks: a server recognises what it once gave, and what it does not know any more.
#include "history_mark.h"

#include "client_bench.h"
#include "rules_bench.h"

namespace holdfast::sync {
namespace {

using namespace sync::test;

std::uint64_t sign(std::string_view text) {
    return std::hash<std::string_view>{}(text) ^ 0x5EC2E7ULL;
}

/// A server that signs, and what its devices ask it.
struct MarkBench : RulesBench {
    ServerContext context() {
        ServerContext made{&sim::sim_registry(), &store, now_ms};
        made.sign = sign;
        return made;
    }
    Standing standing() {
        ServerContext server = context();
        const Delta delta = must(build_delta(server, kAna, {1, ServerSeq::None, {}, 0, {}}));
        return {delta.to, delta.mark};
    }
    bool is_lost(const Standing& standing, std::uint64_t epoch = 1) {
        ServerContext server = context();
        return must(has_lost_history(server, epoch, standing));
    }
};

TEST_CASE("a server knows its own history by its marks", "[rules][marks]") {
    MarkBench bench;
    const Standing before = bench.standing();
    CHECK(before.mark.size() == 32);
    CHECK_FALSE(bench.is_lost(before));
    bench.must_apply(kBen, {set(item::kPlan, 10, 1)});
    CHECK_FALSE(bench.is_lost(before));
    CHECK_FALSE(bench.is_lost(bench.standing()));
    CHECK(bench.standing().mark != before.mark);
}

TEST_CASE("a position that the server has not reached any more proves a lost history",
          "[rules][marks]") {
    MarkBench bench;
    bench.store.back_up();
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)});
    const Standing later = bench.standing();
    REQUIRE(bench.store.put_back());
    CHECK(bench.is_lost(later));
}

TEST_CASE("another history at the same position proves it too", "[rules][marks]") {
    MarkBench bench;
    bench.store.back_up();
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)});
    const Standing later = bench.standing();
    REQUIRE(bench.store.put_back());
    bench.must_apply(kBen, {set(item::kPlan, 20, 1)});
    CHECK(bench.standing().checkpoint == later.checkpoint);
    CHECK(bench.is_lost(later));
    CHECK_FALSE(bench.is_lost(bench.standing()));
}

TEST_CASE("what the server did not sign proves nothing", "[rules][marks]") {
    MarkBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)});
    const Standing good = bench.standing();
    Standing forged = good;
    forged.mark.back() = forged.mark.back() == '0' ? '1' : '0';
    CHECK_FALSE(bench.is_lost(forged));
    CHECK_FALSE(bench.is_lost({ServerSeq{900}, good.mark}));  // Of another position.
    CHECK_FALSE(bench.is_lost({ServerSeq{900}, ""}));
    CHECK_FALSE(bench.is_lost({ServerSeq{900}, std::string(32, 'z')}));
    CHECK_FALSE(bench.is_lost({ServerSeq{900}, std::string(5'000, 'a')}));
}

TEST_CASE("an epoch that the server had before proves nothing, one that it never had does",
          "[rules][marks]") {
    MarkBench bench;
    const Standing first = bench.standing();
    bench.store.back_up();
    bench.store.begin_new_history(bench.now_ms);
    CHECK_FALSE(bench.is_lost(first, 1));  // Who comes from there starts anew anyway.
    const Standing later = bench.standing();
    const std::uint64_t epoch = bench.store.epoch_now();
    REQUIRE(bench.store.put_back());
    CHECK(bench.is_lost(later, epoch));
    CHECK_FALSE(bench.is_lost(first, 1));
}

TEST_CASE("the same entry at the same position behind another one is another history",
          "[rules][marks]") {
    MarkBench bench;
    bench.store.back_up();
    bench.must_apply(kBen, {set(item::kPlan, 10, 1)}, 5);
    bench.must_apply(kAna, {set(item::kNote, 20, 1)}, 9);
    const Standing later = bench.standing();
    REQUIRE(bench.store.put_back());
    bench.must_apply(kBen, {set(item::kPlan, 11, 1)}, 6);
    bench.must_apply(kAna, {set(item::kNote, 20, 1)}, 9);
    CHECK(bench.standing().checkpoint == later.checkpoint);
    CHECK(bench.is_lost(later));
}

TEST_CASE("a position without an entry stands for everything before it", "[rules][marks]") {
    MarkBench bench;
    bench.store.start(kNoonMs);
    const Standing started = bench.standing();
    CHECK(raw(started.checkpoint) >= raw(first_seq_at(kNoonMs)));
    CHECK_FALSE(bench.is_lost(started));
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)});
    CHECK_FALSE(bench.is_lost(started));
}

TEST_CASE("where a new history begins nothing was logged, and it is known again",
          "[rules][marks]") {
    MarkBench bench;
    bench.store.begin_new_history(bench.now_ms);
    const std::uint64_t epoch = bench.store.epoch_now();
    CHECK_FALSE(bench.is_lost(bench.standing(), epoch));
}

TEST_CASE("a device sends the mark of its checkpoint with every push and question",
          "[client][marks]") {
    Bench bench;
    bench.store.state_.mark = "00ff";
    bench.store.state_.checkpoint = ServerSeq{17};
    bench.store.commit();
    bench.take(bench.client.start());
    const std::string wanted = "cp=17&mark=00ff&";
    CHECK(bench.take_request("/v1/push").path.find(wanted) != std::string::npos);
    CHECK(bench.take_request("/v1/delta").path.find(wanted) != std::string::npos);
}

TEST_CASE("a mark that is no plain word stays out of addresses", "[client][marks]") {
    Bench bench;
    bench.store.state_.mark = "0&epoch=9";
    bench.take(bench.client.start());
    CHECK(bench.take_request("/v1/delta").path.find("mark") == std::string::npos);
}

}  // namespace
}  // namespace holdfast::sync
