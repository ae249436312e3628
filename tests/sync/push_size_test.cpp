#include "push_size.h"

#include "client_bench.h"
#include "client_impl.h"

namespace holdfast::sync {
namespace {

using namespace sync::test;

std::size_t pushed_count(Bench& bench) {
    const SendRequest request = bench.take_request("/v1/push");
    return request.method.empty() ? 0 : must(decode_push_request(request.body)).transactions.size();
}

/// 300 transactions wait, and the first push has failed `count` times.
struct SlowBench : Bench {
    explicit SlowBench(int count) {
        for (int made = 0; made < 300; ++made) store.commit();
        take(client.start());
        for (int failed = 0; failed < count; ++failed) fail_push();
    }
    void fail_push(int status = 0) {
        reply(take_request("/v1/push"), status, {});
        pass(kBackOffVisibleMsMax);
    }
    void accept(std::uint64_t upto) {
        PushReply good;
        good.epoch = 5;
        good.head = ServerSeq{upto};
        good.last_no = TransactionNo{upto};
        reply(take_request("/v1/push"), 200, encode(good));
    }
};

TEST_CASE("a push that does not get through is tried with half as much", "[client]") {
    CHECK(SlowBench(0).asks("/v1/push"));
    SlowBench bench(1);
    CHECK(pushed_count(bench) == 128);
    for (const int failures : {3, 8, 20}) {
        SlowBench slow(failures);
        CHECK(pushed_count(slow) == std::max<std::size_t>(256U >> failures, 1));
    }
}

TEST_CASE("a refusal of its size that is not the server's counts as well", "[client]") {
    SlowBench bench(0);
    bench.fail_push(413);
    CHECK(pushed_count(bench) == 128);
}

TEST_CASE("a push without an answer in its time is tried with less", "[client]") {
    SlowBench bench(0);
    const SendRequest lost = bench.take_request("/v1/push");
    bench.pass(lost.timeout_ms + kForgottenAfterMs);
    bench.pass(kBackOffVisibleMsMax);
    CHECK(pushed_count(bench) == 128);
}

TEST_CASE("after a push that got through the next one carries four times as much", "[client]") {
    SlowBench bench(20);
    bench.accept(1);
    CHECK(bench.asks("/v1/push"));
    bench.accept(5);
    bench.accept(21);
    CHECK(pushed_count(bench) == 64);
}

TEST_CASE("the time a push may take grows with its bytes", "[client]") {
    CHECK(PushSize::timeout_ms(100) == 30'000);
    CHECK(PushSize::timeout_ms(256 * 1'024) == 94'000);
}

}  // namespace
}  // namespace holdfast::sync
