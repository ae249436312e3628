#include "client_bench.h"

namespace holdfast::sync {
namespace {

using namespace sync::test;

TEST_CASE("a standalone workspace asks nobody anything", "[client]") {
    FixedEnvironment environment;
    ScriptedStore store;
    Client client(store, environment);
    CHECK(client.start().empty());
    CHECK(client.on_local_commit().empty());
    CHECK(client.status().phase == SyncPhase::Standalone);
}

TEST_CASE("starting asks for the delta at once and opens the socket", "[client]") {
    Bench bench;
    bench.take(bench.client.start());
    CHECK(bench.asks("/v1/delta?cp=0&epoch=5&after=0&wait=0"));
    CHECK(bench.sockets_opened == 1);
    CHECK(bench.requests.at(0).token == "secret");
    CHECK(bench.client.status().phase == SyncPhase::Syncing);
    bench.reply_delta(10, 0);
    CHECK(bench.client.status().phase == SyncPhase::Synced);
    CHECK(bench.data_changes == 1);
}

TEST_CASE("without a socket the question waits at the server", "[client]") {
    Bench bench;
    bench.take(bench.client.start());
    bench.reply_delta(10, 0);
    CHECK(bench.asks("/v1/delta?cp=10&epoch=5&after=0&wait=25"));
}

TEST_CASE("a poke with news asks for the delta at once", "[client]") {
    Bench bench;
    bench.go_live();
    bench.take(bench.client.on_socket_message(encode(Poke{5, ServerSeq{11}})));
    CHECK(bench.asks("/v1/delta?cp=10&epoch=5&after=0&wait=0"));
}

TEST_CASE("a poke without news asks for nothing", "[client]") {
    Bench bench;
    bench.go_live();
    bench.take(bench.client.on_socket_message(encode(Poke{5, ServerSeq{10}})));
    bench.take(bench.client.on_socket_message(text("<html>")));
    CHECK(bench.requests.empty());
}

TEST_CASE("a local commit is pushed at once", "[client]") {
    Bench bench;
    bench.go_live();
    bench.store.commit();
    bench.take(bench.client.on_local_commit());
    const SendRequest push = bench.take_request("/v1/push");
    CHECK(must(decode_push_request(push.body)).transactions.size() == 1);
    CHECK(bench.client.status().phase == SyncPhase::Syncing);
    CHECK(bench.client.status().pending == 1);
    bench.reply(push, 200, encode(PushReply{5, ServerSeq{11}, TransactionNo{1}, {}}));
    bench.reply_delta(11, 1);
    CHECK(bench.client.status().phase == SyncPhase::Synced);
    CHECK(bench.client.status().pending == 0);
}

TEST_CASE("what was pushed stays queued until the delta decides it", "[client]") {
    Bench bench;
    bench.go_live();
    bench.push_first();
    CHECK(bench.store.queued.size() == 1);
    CHECK_FALSE(bench.asks("/v1/push"));
    CHECK(bench.asks("/v1/delta?cp=10&epoch=5&after=0&wait=0"));
}

TEST_CASE("work done while a push is under way follows right behind it", "[client]") {
    Bench bench;
    bench.go_live();
    bench.store.commit();
    bench.take(bench.client.on_local_commit());
    const SendRequest first = bench.take_request("/v1/push");
    bench.store.commit();
    bench.take(bench.client.on_local_commit());
    CHECK_FALSE(bench.asks("/v1/push"));
    bench.reply(first, 200, encode(PushReply{5, ServerSeq{11}, TransactionNo{1}, {}}));
    const PushRequest second = must(decode_push_request(bench.take_request("/v1/push").body));
    REQUIRE(second.transactions.size() == 1);
    CHECK(second.transactions[0].no == TransactionNo{2});
}
}  // namespace
}  // namespace holdfast::sync
