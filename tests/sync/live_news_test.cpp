// What the server tells everybody who stands at one position.
#include "rules_bench.h"

namespace holdfast::sync {
namespace {

using namespace sync::test;

std::optional<LiveNews> news_behind(RulesBench& bench, ServerSeq after) {
    ServerContext context;
    context.registry = &sim::sim_registry();
    context.store = &bench.store;
    return must(build_live_news(context, after));
}

TEST_CASE("what is new has the rows behind the position and names their authors", "[rules][live]") {
    RulesBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 10, 1)});
    const ServerSeq before = must(bench.store.head());
    bench.must_apply(kBen, {set(item::kNote, 20, raw(before))});
    bench.must_apply(kBen, {set(item::kNote, 21, raw(before))});
    const auto news = news_behind(bench, before);
    REQUIRE(news.has_value());
    CHECK(news->live.delta.from == before);
    CHECK(news->live.delta.to == must(bench.store.head()));
    CHECK(news->live.delta.decided_upto == TransactionNo::None);
    REQUIRE(news->live.delta.rows.size() == 1);
    CHECK(news->live.delta.rows[0].rows.size() == 1);
    CHECK(news->authors == std::vector{kBen});
}

TEST_CASE("there is no way back from a position that the server does not have", "[rules][live]") {
    RulesBench bench;
    const ServerSeq head = must(bench.store.head());
    CHECK_FALSE(news_behind(bench, ServerSeq{raw(head) + 1}).has_value());
}

TEST_CASE("too many transactions are not sent to everybody", "[rules][live]") {
    RulesBench bench;
    const ServerSeq before = must(bench.store.head());
    for (std::uint64_t count = 0; count <= kLiveTransactionsMax; ++count)
        bench.must_apply(kAna, {set(item::kPlan, static_cast<int>(count), raw(before))});
    CHECK_FALSE(news_behind(bench, before).has_value());
    CHECK(news_behind(bench, ServerSeq{raw(before) + 1}).has_value());
}

}  // namespace
}  // namespace holdfast::sync
