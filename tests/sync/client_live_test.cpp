// What is new, sent along with the poke, and the client machine.
#include "client_bench.h"

namespace holdfast::sync {
namespace {

using namespace sync::test;

/// From where Bench::go_live() leaves the device to position 11.
News next_news() {
    News news{{5, ServerSeq{11}}, LiveDelta{}};
    news.live->delta.epoch = 5;
    news.live->delta.from = ServerSeq{10};
    news.live->delta.to = ServerSeq{11};
    news.live->delta.mark = "b";
    return news;
}

void hear(Bench& bench, const News& news) {
    bench.take(bench.client.on_socket_message(encode(news)));
}

TEST_CASE("what is new is taken from the socket without a question", "[client][live]") {
    Bench bench;
    bench.go_live();
    const int changes = bench.data_changes;
    hear(bench, next_news());
    CHECK(bench.store.state().checkpoint == ServerSeq{11});
    CHECK(bench.store.state().mark == "b");
    CHECK(bench.data_changes == changes + 1);
    CHECK(bench.requests.empty());
}

TEST_CASE("what is new to somebody who stands elsewhere is asked for", "[client][live]") {
    News news = next_news();
    SECTION("at another position") {
        news.live->delta.from = ServerSeq{9};
    }
    SECTION("in another epoch") {
        news.live->delta.epoch = 6;
    }
    SECTION("in another history") {
        news.live->from_mark = "other";
    }
    SECTION("with everything") {
        news.live->delta.rebaseline = true;
    }
    SECTION("with refusals, which are of one device") {
        news.live->delta.refusals = {sample_result()};
    }
    Bench bench;
    bench.go_live();
    const int applied = bench.store.applied;
    hear(bench, news);
    CHECK(bench.store.applied == applied);
    CHECK(bench.asks("/v1/delta?cp=10&epoch=5&after=0&wait=0"));
}

TEST_CASE("a device that waits for an answer does not move before it", "[client][live]") {
    Bench bench;
    bench.go_live();
    bench.push_first();
    REQUIRE(bench.asks("/v1/delta?cp=10"));
    hear(bench, next_news());
    CHECK(bench.store.state().checkpoint == ServerSeq{10});
    bench.reply_delta(11, 1);
    CHECK(bench.store.state().checkpoint == ServerSeq{11});
}

TEST_CASE("what is new decides nothing of a device's own work", "[client][live]") {
    Bench bench;
    bench.go_live();
    bench.store.commit();
    bench.take(bench.client.on_local_commit());
    News news = next_news();
    news.live->delta.decided_upto = TransactionNo{1};
    hear(bench, news);
    CHECK(bench.store.state().checkpoint == ServerSeq{11});
    CHECK(bench.store.queued.size() == 1);
    CHECK(bench.client.status().pending == 1);
}

TEST_CASE("a conflict that comes with what is new is told at once", "[client][live]") {
    Bench bench;
    bench.go_live();
    bench.store.attention = 1;
    hear(bench, next_news());
    CHECK(bench.client.status().needs_attention == 1);
    CHECK(bench.client.status().phase == SyncPhase::Attention);
}

TEST_CASE("what is new and cannot be stored is asked for after a pause", "[client][live]") {
    Bench bench;
    bench.go_live();
    bench.store.refuse_apply = ErrorCode::Full;
    hear(bench, next_news());
    CHECK(bench.client.status().problem == "sync.problem.storage");
    CHECK_FALSE(bench.asks("/v1/delta"));
    bench.store.refuse_apply.reset();
    bench.pass(1'000);
    CHECK(bench.asks("/v1/delta?cp=10"));
}

}  // namespace
}  // namespace holdfast::sync
