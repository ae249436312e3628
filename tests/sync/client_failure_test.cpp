#include "client_bench.h"
#include "first_version.h"

namespace holdfast::sync {
namespace {

using namespace sync::test;

TEST_CASE("a lost answer is asked for again after its time", "[client]") {
    Bench bench;
    bench.take(bench.client.start());
    bench.requests.clear();
    for (int round = 0; round < 20 && bench.requests.empty(); ++round)
        bench.pass(std::max<std::int64_t>(bench.wake_ms - bench.environment.time_ms, 0));
    CHECK(bench.asks("/v1/delta"));
    CHECK(bench.client.status().phase == SyncPhase::Offline);
    CHECK(bench.client.status().problem == "sync.problem.unreachable");
}

TEST_CASE("no loss of any answer can make the machine stand still", "[client]") {
    Bench bench;
    bench.store.commit();
    bench.take(bench.client.start());
    for (int round = 0; round < 200; ++round) {
        CAPTURE(round);
        REQUIRE(bench.wake_ms >= bench.environment.time_ms);
        REQUIRE(bench.wake_ms - bench.environment.time_ms <= 10 * 60'000);
        bench.pass(bench.wake_ms - bench.environment.time_ms);
    }
    CHECK(bench.asks("/v1/push"));
    CHECK(bench.sockets_opened > 3);
}

TEST_CASE("a timer that fires a moment early is set again", "[client]") {
    Bench bench;
    bench.take(bench.client.start());
    const std::int64_t due = bench.wake_ms;
    bench.wake_ms = 0;
    bench.environment.time_ms = due - 1;
    bench.take(bench.client.tick());
    CHECK(bench.wake_ms == due);
}

TEST_CASE("a clock that is set back does not postpone anything", "[client]") {
    Bench bench;
    bench.take(bench.client.start());
    const std::int64_t wait = bench.wake_ms - bench.environment.time_ms;
    bench.environment.time_ms -= 365LL * 24 * 3'600'000;
    bench.take(bench.client.tick());
    CHECK(bench.wake_ms - bench.environment.time_ms <= wait);
}

TEST_CASE("a clock that is set back while a question waits does not silence the device",
          "[client]") {
    constexpr std::int64_t kYearMs = 365LL * 24 * 60 * 60 * 1'000;
    Bench bench;
    bench.take(bench.client.start());
    bench.reply_delta(10, 0);
    bench.take(bench.client.on_socket_closed());
    bench.pass(2'000);
    REQUIRE(bench.asks("/v1/delta"));
    bench.environment.time_ms -= kYearMs;
    bench.reply_delta(10, 0);
    bench.pass(60'000);
    CHECK(bench.asks("/v1/delta"));
}

TEST_CASE("what a server took and no longer knows is sent again", "[client]") {
    Bench bench;
    bench.go_live();
    bench.push_first();
    REQUIRE_FALSE(bench.asks("/v1/push"));
    // Before the question arrived a backup was put back.
    bench.reply_delta(10, 0);
    CHECK(bench.asks("/v1/push"));
    CHECK(bench.client.status().pending == 1);
}

TEST_CASE("a question that was asked before a push says nothing of it", "[client]") {
    Bench bench;
    bench.go_live();
    bench.pass(60'000);
    REQUIRE(bench.asks("/v1/delta"));
    bench.push_first();
    bench.reply_delta(10, 0);
    CHECK_FALSE(bench.asks("/v1/push"));
}

TEST_CASE("failures are retried later and later, with jitter and a cap", "[client]") {
    Bench bench;
    bench.take(bench.client.start());
    std::int64_t longest = 0;
    for (int round = 0; round < 60; ++round) {
        const SendRequest request = bench.take_request("/v1/delta");
        if (!request.method.empty()) {
            bench.reply(request, 0, {});
            CHECK_FALSE(bench.asks("/v1/delta"));
        }
        const std::int64_t wait = bench.wake_ms - bench.environment.time_ms;
        longest = std::max(longest, wait);
        bench.pass(std::max<std::int64_t>(wait, 0));
    }
    CHECK(longest > 1'000);
    CHECK(longest <= 60'000);
}

TEST_CASE("a captive portal is not a server", "[client]") {
    Bench bench;
    bench.store.commit();
    bench.take(bench.client.start());
    const Bytes page = text("<!doctype html><title>Welcome to our hotel</title>");
    bench.reply(bench.take_request("/v1/delta"), 200, page);
    bench.reply(bench.take_request("/v1/push"), 401, page);
    CHECK(bench.client.status().phase == SyncPhase::Offline);
    CHECK(bench.client.status().problem == "sync.problem.unreachable");
    CHECK(bench.store.applied == 0);
    CHECK(bench.store.queued.size() == 1);
}

TEST_CASE("a refused token stops and deletes nothing", "[client]") {
    Bench bench;
    bench.store.commit();
    bench.take(bench.client.start());
    bench.reply(bench.take_request("/v1/push"), 401, encode(Problem{ProblemCode::Unauthorized}));
    bench.requests.clear();
    bench.pass(3'600'000);
    CHECK(bench.requests.empty());
    CHECK(bench.client.status().phase == SyncPhase::Attention);
    CHECK(bench.client.status().problem == "sync.problem.unauthorized");
    CHECK(bench.store.queued.size() == 1);
    bench.take(bench.client.sync_now());
    CHECK(bench.asks("/v1/push"));
}

TEST_CASE("a peer of another version stops the syncing, and the queue stays", "[client]") {
    struct Case {
        ProblemCode code;
        std::string_view problem;
    };
    const auto [code, problem] =
        GENERATE(values<Case>({{ProblemCode::UpgradeRequired, "sync.problem.too_new"},
                               {ProblemCode::ServerTooOld, "sync.problem.too_old"}}));
    const std::string asked = GENERATE(as<std::string>(), "/v1/push", "/v1/delta");
    CAPTURE(problem, asked);
    Bench bench;
    bench.store.commit();
    bench.take(bench.client.start());
    bench.reply(bench.take_request(asked), 426, encode(Problem{code}));
    bench.requests.clear();
    bench.pass(3'600'000);
    CHECK(bench.requests.empty());
    CHECK(bench.client.status().phase == SyncPhase::Attention);
    CHECK(bench.client.status().problem == problem);
    CHECK(bench.store.queued.size() == 1);
    // Whoever comes back to the page looks whether the other side was updated.
    bench.take(bench.client.on_visible(true));
    CHECK(bench.asks("/v1/push"));
    bench.reply_delta(10, 1);
    CHECK(bench.client.status().problem.empty());
}

TEST_CASE("an answer from before there were versions names the server as too old", "[client]") {
    Bench bench;
    bench.store.commit();
    bench.take(bench.client.start());
    bench.reply(bench.take_request("/v1/delta"), 200, first_version_delta());
    CHECK(bench.client.status().problem == "sync.problem.too_old");
    CHECK(bench.store.applied == 0);
    CHECK(bench.store.queued.size() == 1);
}

TEST_CASE("every request names the version of the protocol", "[client]") {
    Bench bench;
    bench.store.commit();
    bench.take(bench.client.start());
    const std::string named = "protocol=" + std::to_string(kProtocolVersion);
    CHECK(bench.take_request("/v1/push").path == "/v1/push?" + named);
    CHECK(bench.take_request("/v1/delta").path.ends_with("&" + named));
}

TEST_CASE("a server that asks for a pause gets it", "[client]") {
    Bench bench;
    bench.take(bench.client.start());
    bench.reply(bench.take_request("/v1/delta"), 503,
                encode(Problem{ProblemCode::Retry, 20'000, {}}));
    CHECK(bench.client.status().problem == "sync.problem.server");
    bench.pass(19'000);
    CHECK_FALSE(bench.asks("/v1/delta"));
    bench.pass(1'001);
    CHECK(bench.asks("/v1/delta"));
}

TEST_CASE("a foreign epoch leads to a new start from the server's rows", "[client]") {
    Bench bench;
    bench.go_live();
    bench.store.commit();
    bench.take(bench.client.on_local_commit());
    bench.reply(bench.take_request("/v1/push"), 409, encode(Problem{ProblemCode::WrongEpoch}));
    Delta delta;
    delta.epoch = 6;
    delta.to = ServerSeq{900};
    delta.rebaseline = true;
    bench.reply(bench.take_request("/v1/delta"), 200, encode(delta));
    CHECK(bench.store.state().enrolment.epoch == 6);
    const PushRequest again = must(decode_push_request(bench.take_request("/v1/push").body));
    CHECK(again.epoch == 6);
    CHECK(again.transactions.at(0).no == TransactionNo{1});
}

TEST_CASE("numbers the device no longer has are given up so that the rest can follow", "[client]") {
    Bench bench;
    for (int count = 0; count < 3; ++count) bench.store.commit();
    bench.store.queued.pop_front();
    bench.store.queued.pop_front();
    bench.take(bench.client.start());
    bench.reply(bench.take_request("/v1/push"), 409,
                encode(Problem{ProblemCode::Gap, 0, TransactionNo{1}}));
    bench.pass(1'000);
    const PushRequest push = must(decode_push_request(bench.take_request("/v1/push").body));
    REQUIRE(push.transactions.size() == 3);
    CHECK(push.transactions[0].operations.empty());
    CHECK(push.transactions[1].operations.empty());
    CHECK(push.transactions[2] == sample_transaction(3));
}

TEST_CASE("a push that is too large is halved", "[client]") {
    Bench bench;
    for (int count = 0; count < 300; ++count) bench.store.commit();
    bench.take(bench.client.start());
    const SendRequest first = bench.take_request("/v1/push");
    CHECK(must(decode_push_request(first.body)).transactions.size() == 256);
    bench.reply(first, 413, encode(Problem{ProblemCode::TooLarge}));
    bench.pass(1'000);
    CHECK(must(decode_push_request(bench.take_request("/v1/push").body)).transactions.size() ==
          128);
}

TEST_CASE("a full disk is said and tried again", "[client]") {
    Bench bench;
    bench.take(bench.client.start());
    bench.store.refuse_apply = ErrorCode::Full;
    bench.reply_delta(10, 0);
    CHECK(bench.client.status().problem == "sync.problem.storage");
    bench.store.refuse_apply.reset();
    bench.pass(2'000);
    bench.reply_delta(10, 0);
    CHECK(bench.client.status().problem.empty());
    CHECK(bench.store.applied == 1);
}

TEST_CASE("a database that cannot be read is said and read again later", "[client]") {
    Bench bench;
    bench.store.commit();
    bench.store.refuse_read = ErrorCode::Storage;
    bench.take(bench.client.start());
    CHECK(bench.client.status().problem == "sync.problem.storage");
    CHECK(bench.requests.empty());
    bench.store.refuse_read.reset();
    for (int round = 0; round < 10 && !bench.asks("/v1/push"); ++round)
        bench.pass(std::max<std::int64_t>(bench.wake_ms - bench.environment.time_ms, 0));
    CHECK(bench.asks("/v1/push"));
    CHECK(bench.asks("/v1/delta?cp=0&epoch=5&after=0&wait=0"));
    CHECK(bench.client.status().pending == 1);
    bench.reply_delta(10, 1);
    CHECK(bench.client.status().problem.empty());
}

TEST_CASE("going offline asks nothing; coming back asks soon", "[client]") {
    Bench bench;
    bench.go_live();
    bench.take(bench.client.on_network(false));
    CHECK(bench.client.status().phase == SyncPhase::Offline);
    bench.store.commit();
    bench.take(bench.client.on_local_commit());
    bench.pass(3'600'000);
    CHECK(bench.requests.empty());
    bench.take(bench.client.on_network(true));
    bench.pass(250);
    CHECK(bench.asks("/v1/push"));
    CHECK(bench.asks("/v1/delta"));
}

TEST_CASE("a network that refuses while it comes back is tried again at once", "[client]") {
    Bench bench;
    bench.go_live();
    bench.take(bench.client.on_network(false));
    bench.store.commit();
    bench.take(bench.client.on_local_commit());
    bench.take(bench.client.on_network(true));
    for (int refusal = 0; refusal < 4; ++refusal) {
        CAPTURE(refusal);
        bench.pass(350);
        REQUIRE(bench.asks("/v1/push"));
        bench.reply(bench.take_request("/v1/push"), 0, {});
    }
    // One that goes on refusing is tried ever more seldom, like any other.
    int tries = 0;
    for (int second = 0; second < 60; ++second) {
        bench.pass(1'000);
        if (!bench.asks("/v1/push")) continue;
        ++tries;
        bench.reply(bench.take_request("/v1/push"), 0, {});
    }
    CHECK(tries > 3);
    CHECK(tries < 30);
}

TEST_CASE("while pokes arrive the server is asked once a minute anyway", "[client]") {
    Bench bench;
    bench.go_live();
    bench.pass(59'000);
    CHECK(bench.requests.empty());
    bench.pass(1'001);
    CHECK(bench.asks("/v1/delta?cp=10&epoch=5&after=0&wait=0"));
}

TEST_CASE("a server that answers long polls at once is not asked without a pause", "[client]") {
    Bench bench;
    bench.take(bench.client.start());
    bench.reply_delta(10, 0);
    REQUIRE(bench.asks("/v1/delta?cp=10&epoch=5&after=0&wait=25"));
    bench.reply_delta(10, 0);
    CHECK_FALSE(bench.asks("/v1/delta"));
    bench.pass(1'000);
    CHECK(bench.asks("/v1/delta"));
}

TEST_CASE("a socket that never opens is given up and tried again later", "[client]") {
    Bench bench;
    bench.take(bench.client.start());
    bench.reply_delta(10, 0);
    bench.pass(10'000);
    CHECK(bench.sockets_closed == 1);
    for (int round = 0; round < 10 && bench.sockets_opened == 1; ++round)
        bench.pass(std::max<std::int64_t>(bench.wake_ms - bench.environment.time_ms, 0));
    CHECK(bench.sockets_opened == 2);
}

TEST_CASE("an answer to a forgotten question is ignored", "[client]") {
    Bench bench;
    bench.take(bench.client.start());
    const SendRequest late = bench.take_request("/v1/delta");
    bench.pass(10 * 60'000);
    Delta delta;
    delta.epoch = 5;
    delta.to = ServerSeq{10};
    bench.reply(late, 200, encode(delta));
    CHECK(bench.store.applied == 0);
    bench.take(bench.client.on_reply(Ticket::None, 200, encode(delta)));
    CHECK(bench.store.applied == 0);
}

TEST_CASE("refused work shows as attention once everything else is done", "[client]") {
    Bench bench;
    bench.take(bench.client.start());
    bench.store.attention = 1;
    bench.reply_delta(10, 0);
    CHECK(bench.client.status().phase == SyncPhase::Attention);
    CHECK(bench.client.status().needs_attention == 1);
}
}  // namespace
}  // namespace holdfast::sync
