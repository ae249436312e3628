#include "client_bench.h"

namespace holdfast::sync {
namespace {

using namespace sync::test;

struct EnrolBench : Bench {
    EnrolBench() { store.state_ = StoreState{}; }
    void answer(int status, const Bytes& body) {
        take(client.enrol("https://crm.example", "ABCD", "test"));
        reply(take_request("/v1/enrol"), status, body);
    }
};

TEST_CASE("enrolling with a code begins to synchronise", "[client]") {
    EnrolBench bench;
    bench.answer(200, encode(sample_enrol_reply()));
    CHECK(bench.enrol_problem.empty());
    CHECK(bench.store.state().enrolment.token == "secret");
    CHECK(bench.store.state().enrolment.server == "https://crm.example");
    CHECK(bench.asks("/v1/delta?cp=0&epoch=5"));
}

TEST_CASE("an enrolment that fails says why", "[client]") {
    struct Case {
        int status;
        Bytes body;
        std::string_view problem;
    };
    const Case tried = GENERATE(values<Case>(
        {{0, {}, "sync.problem.unreachable"},
         {200, text("<html>hotel</html>"), "sync.problem.unreachable"},
         {401, encode(Problem{ProblemCode::Unauthorized}), "sync.problem.code_refused"},
         {404, text("not found"), "sync.problem.unreachable"},
         {426, {}, "sync.problem.unreachable"},
         {426, encode(Problem{ProblemCode::UpgradeRequired}), "sync.problem.too_new"},
         {426, encode(Problem{ProblemCode::ServerTooOld}), "sync.problem.too_old"},
         {500, {}, "sync.problem.server"}}));
    CAPTURE(tried.status);
    EnrolBench bench;
    bench.answer(tried.status, tried.body);
    CHECK(bench.enrol_problem == tried.problem);
    CHECK(bench.client.status().phase == SyncPhase::Standalone);
}

TEST_CASE("a server of another version does not get the workspace", "[client]") {
    EnrolReply other = sample_enrol_reply();
    other.protocol = kProtocolVersion + 1;
    EnrolBench bench;
    bench.answer(200, encode(other));
    CHECK(bench.enrol_problem == "sync.problem.too_old");
    CHECK(bench.store.state().authority == Authority::Standalone);
}

TEST_CASE("a second enrolment while one runs does not take its code", "[client]") {
    EnrolBench bench;
    bench.take(bench.client.enrol("https://crm.example", "ABCD", "test"));
    const SendRequest first = bench.take_request("/v1/enrol");
    bench.take(bench.client.enrol("https://crm.example", "ABCD", "test"));
    CHECK_FALSE(bench.asks("/v1/enrol"));
    bench.reply(first, 200, encode(sample_enrol_reply()));
    CHECK(bench.store.state().enrolment.token == "secret");
    CHECK(bench.enrol_problem.empty());
}

TEST_CASE("an enrolment whose answer is lost says that the server was not reached", "[client]") {
    EnrolBench bench;
    bench.take(bench.client.enrol("https://crm.example", "ABCD", "test"));
    bench.pass(bench.wake_ms - bench.environment.time_ms);
    CHECK(bench.enrol_problem == "sync.problem.unreachable");
}

TEST_CASE("a workspace that belongs to another server stays with it", "[client]") {
    EnrolBench bench;
    bench.store.refuse_enrol = ErrorCode::Conflict;
    bench.answer(200, encode(sample_enrol_reply()));
    CHECK(bench.enrol_problem == "sync.problem.other_workspace");
}

}  // namespace
}  // namespace holdfast::sync
