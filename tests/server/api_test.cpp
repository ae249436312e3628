#include "api_scene.h"
#include "content_coding.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;

namespace {

using Reply = std::shared_ptr<net::LoopbackReply>;
constexpr auto kWaiting = net::LoopbackReply::State::Waiting;

sync::PushReply push_reply_in(const net::LoopbackReply& reply) {
    REQUIRE(reply.response.status == 200);
    return must(sync::decode_push_reply(*reply.response.body));
}

Delta delta_in(const net::LoopbackReply& reply) {
    REQUIRE(reply.response.status == 200);
    return must(sync::decode_delta(*reply.response.body));
}

std::string delta_target(std::uint64_t checkpoint, std::uint64_t after, int wait) {
    return "/v1/delta?epoch=" + std::to_string(kEpoch) + "&cp=" + std::to_string(checkpoint) +
           "&after=" + std::to_string(after) + "&wait=" + std::to_string(wait) +
           sync::with_protocol("&");
}

}  // namespace

TEST_CASE("a one-time code makes a device, once", "[server][api]") {
    ApiScene scene;
    const std::string code = scene.make_ticket();
    const Reply first = scene.enrol_with(code);
    const sync::EnrolReply device = must(sync::decode_enrol_reply(*first->response.body));
    CHECK(device.user == "ada");
    CHECK(device.device_code == "A1");
    CHECK(device.epoch == kEpoch);
    CHECK(device.schema_version == scene.registry.version());
    CHECK(device.token.size() == 43);
    const Reply second = scene.enrol_with(code);
    CHECK(second->response.status == 401);
    CHECK(problem_in(*second).code == sync::ProblemCode::Unauthorized);
}

TEST_CASE("guessing codes is slowed down per address", "[server][api]") {
    ApiScene scene;
    net::Request guesser;
    guesser.peer = "198.51.100.7";
    for (int i = 0; i < 10; ++i) CHECK(scene.enrol_with("WRONG", guesser)->response.status == 401);
    const Reply refused = scene.enrol_with("WRONG", guesser);
    CHECK(refused->response.status == 429);
    CHECK(refused->header("retry-after") == "6");
    CHECK(problem_in(*refused).retry_after_ms == 6'000);
    CHECK(scene.enrol_with(scene.make_ticket())->response.status == 200);
    scene.network.advance(6'000);
    CHECK(scene.enrol_with("WRONG", guesser)->response.status == 401);
}

TEST_CASE("the demo code enrols again and again, but only on this machine", "[server][api]") {
    ApiScene scene(DemoCode{"AAAAA-BBBBB", "ada"});
    CHECK(scene.enrol_with("aaaaabbbbb")->response.status == 200);
    CHECK(scene.enrol_with("AAAAA-BBBBB")->response.status == 200);
    net::Request elsewhere;
    elsewhere.peer = "198.51.100.7";
    CHECK(scene.enrol_with("AAAAA-BBBBB", elsewhere)->response.status == 401);
    net::Request passed_on;
    passed_on.headers = {{"x-forwarded-for", "198.51.100.7"}};
    CHECK(scene.enrol_with("AAAAA-BBBBB", passed_on)->response.status == 401);
    for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example"}) {
        net::Request rebound;
        rebound.headers = {{"host", host}};
        CHECK(scene.enrol_with("AAAAA-BBBBB", rebound)->response.status == 401);
    }
    for (const char* host : {"localhost", "localhost:8420", "127.0.0.1:1", "[::1]:8420", "[::1]"}) {
        net::Request own;
        own.headers = {{"host", host}};
        own.peer = "::1";
        CHECK(scene.enrol_with("AAAAA-BBBBB", own)->response.status == 200);
    }
}

TEST_CASE("without a known token nothing is read, not even the body", "[server][api]") {
    ApiScene scene;
    const std::string target = GENERATE(as<std::string>(), "/v1/push", "/v1/delta", "/v1/ws");
    const std::string token = GENERATE(as<std::string>(), "", "Bearer nonsense", "Basic YTpi");
    net::Request request;
    request.headers = {{"authorization", token}};
    request.body.assign(5'000, 0);
    const Reply reply = scene.send(target == "/v1/push" ? "POST" : "GET", target, request);
    CHECK(reply->response.status == 401);
    CHECK(reply->header("www-authenticate") == "Bearer");
    CHECK(scene.metrics.pushes == 0);
}

TEST_CASE("a push is stored, and repeating it changes nothing", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply device = scene.enrol();
    const sync::PushReply first = push_reply_in(*scene.push(device, creating(1, 3)));
    CHECK(first.last_no == TransactionNo{3});
    CHECK(first.head == ServerSeq{3});
    REQUIRE(first.results.size() == 3);
    CHECK(first.results[2].status == TransactionStatus::Applied);
    const sync::PushReply again = push_reply_in(*scene.push(device, creating(1, 3)));
    CHECK(again.head == ServerSeq{3});
    CHECK(again.results == first.results);
}

TEST_CASE("a push replayed with another device's token is that device's own", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply victim = scene.enrol();
    const sync::EnrolReply thief = scene.enrol();
    push_reply_in(*scene.push(victim, creating(1)));
    push_reply_in(*scene.push(thief, creating(1)));
    must(scene.writer.store().begin_snapshot());
    SqliteStore& store = scene.writer.store();
    CHECK(must(store.read_log(ServerSeq{1}))->device == victim.device);
    const auto replayed =
        must(store.read_results(thief.device, TransactionNo::None, TransactionNo{9}));
    REQUIRE(replayed.size() == 1);
    CHECK(must(store.read_device(victim.device))->last_no == TransactionNo{1});
    store.end_snapshot();
}

TEST_CASE("every wrong push gets its own problem", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply device = scene.enrol();
    push_reply_in(*scene.push(device, creating(1)));
    const Reply gap = scene.push(device, creating(5));
    CHECK(gap->response.status == 409);
    CHECK(problem_in(*gap).code == sync::ProblemCode::Gap);
    CHECK(problem_in(*gap).expected_no == TransactionNo{2});

    sync::PushRequest foreign = creating(2);
    foreign.epoch = kEpoch + 1;
    const Reply epoch = scene.push(device, foreign);
    CHECK(epoch->response.status == 409);
    CHECK(problem_in(*epoch).code == sync::ProblemCode::WrongEpoch);

    const Reply many = scene.push(device, creating(2, sync::kPushTransactionsMax + 1));
    CHECK(many->response.status == 413);
    CHECK(problem_in(*many).code == sync::ProblemCode::TooLarge);
}

TEST_CASE("a push that is damaged anywhere is refused and stores nothing", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply device = scene.enrol();
    const net::Bytes whole = sync::encode(creating(1, 2));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        net::Request cut = ApiScene::by(device);
        cut.body.assign(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK(scene.send("POST", kPushTarget, std::move(cut))->response.status == 400);
        net::Request flipped = ApiScene::by(device);
        flipped.body = whole;
        flipped.body[size] ^= 0x10;
        const int status = scene.send("POST", kPushTarget, std::move(flipped))->response.status;
        CHECK((status == 400 || status == 413));
    }
    CHECK(scene.metrics.pushes == 0);
    CHECK(push_reply_in(*scene.push(device, creating(1, 2))).head == ServerSeq{2});
}

TEST_CASE("bodies have a bound for each address", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply device = scene.enrol();
    struct Case {
        std::string target;
        std::size_t bytes;
        int status;
    };
    const auto [target, bytes, status] = GENERATE(values<Case>({
        {kEnrolTarget, 64 * 1024, 400},
        {kEnrolTarget, 64 * 1024 + 1, 413},
        {kPushTarget, 8 * 1024 * 1024, 400},
        {kPushTarget, 8 * 1024 * 1024 + 1, 413},
    }));
    net::Request request = ApiScene::by(device);
    request.body.assign(bytes, 0);
    const Reply reply = scene.send("POST", target, std::move(request));
    CHECK(reply->response.status == status);
}

TEST_CASE("addresses and methods that are not served say so", "[server][api]") {
    ApiScene scene;
    CHECK(scene.send("GET", "/v1/nothing")->response.status == 404);
    CHECK(scene.send("POST", "/")->response.status == 404);
    CHECK(scene.send("GET", "/v1/push")->response.status == 405);
    CHECK(scene.send("POST", "/v1/delta")->response.status == 405);
    CHECK(scene.send("GET", "/app.js")->response.status == 404);
    CHECK(scene.send("GET", "/")->response.status == 200);
}

TEST_CASE("a body in a coding is refused", "[server][api]") {
    ApiScene scene;
    net::Request request = ApiScene::by(scene.enrol());
    request.headers.push_back({"content-encoding", "gzip"});
    CHECK(scene.send("POST", kPushTarget, std::move(request))->response.status == 415);
}

TEST_CASE("a delta brings what others wrote since the checkpoint", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply writer = scene.enrol();
    const sync::EnrolReply reader = scene.enrol();
    push_reply_in(*scene.push(writer, creating(1, 3)));
    const Delta delta = delta_in(*scene.send("GET", delta_target(1, 0, 0), ApiScene::by(reader)));
    CHECK(delta.from == ServerSeq{1});
    CHECK(delta.to == ServerSeq{3});
    REQUIRE(delta.rows.size() == 1);
    REQUIRE(delta.rows[0].rows.size() == 2);
    CHECK(delta.rows[0].rows[0].values[0] == Value{std::string("Pump 2")});
    CHECK_FALSE(delta.rebaseline);
    CHECK(scene.send("GET", sync::with_protocol("/v1/delta?cp=x&"), ApiScene::by(reader))
              ->response.status == 400);
    CHECK(scene.send("GET", sync::with_protocol("/v1/delta?cp=-1&"), ApiScene::by(reader))
              ->response.status == 400);
}

TEST_CASE("a device that is up to date waits until somebody else writes", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply writer = scene.enrol();
    const sync::EnrolReply reader = scene.enrol();
    const Reply poll = scene.send("GET", delta_target(0, 0, 25), ApiScene::by(reader));
    scene.network.advance(20'000);
    CHECK(poll->state == kWaiting);
    push_reply_in(*scene.push(writer, creating(1)));
    scene.network.advance(Hub::kPokeEveryMs);
    CHECK(delta_in(*poll).to == ServerSeq{1});
}

TEST_CASE("of two waiting polls of one device the later one waits on", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply reader = scene.enrol();
    const Reply first = scene.send("GET", delta_target(0, 0, 25), ApiScene::by(reader));
    const Reply second = scene.send("GET", delta_target(0, 0, 25), ApiScene::by(reader));
    CHECK(delta_in(*first).rows.empty());
    CHECK(second->state == kWaiting);
    scene.network.advance(20'000);
    CHECK(second->state == kWaiting);
    CHECK(scene.metrics.deltas == 1);
    push_reply_in(*scene.push(scene.enrol(), creating(1)));
    scene.network.advance(Hub::kPokeEveryMs);
    CHECK(delta_in(*second).to == ServerSeq{1});
}

TEST_CASE("a wait ends with nothing new after at most 25 s", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply reader = scene.enrol();
    const Reply poll = scene.send("GET", delta_target(0, 0, 600), ApiScene::by(reader));
    scene.network.advance(24'999);
    CHECK(poll->state == kWaiting);
    scene.network.advance(1);
    const Delta delta = delta_in(*poll);
    CHECK(delta.to == ServerSeq::None);
    CHECK(delta.rows.empty());
}

TEST_CASE("a refusal is news although it has no position", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply device = scene.enrol();
    sync::PushRequest bad = creating(1);
    bad.transactions[0].operations[0].kind = OperationKind::Set;  // Of a record that is not there.
    CHECK(push_reply_in(*scene.push(device, bad)).results[0].status == TransactionStatus::Rejected);
    const Delta delta = delta_in(*scene.send("GET", delta_target(0, 0, 25), ApiScene::by(device)));
    CHECK(delta.decided_upto == TransactionNo{1});
    CHECK(delta.refusals.size() == 1);
}

TEST_CASE("a delta is packed when the device takes it and it is worth it", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply device = scene.enrol();
    push_reply_in(*scene.push(device, creating(1, 100)));
    net::Request request = ApiScene::by(device);
    request.headers.push_back({"accept-encoding", "gzip, br"});
    const Reply packed = scene.send("GET", delta_target(0, 100, 0), request);
    CHECK(packed->header("content-encoding") == "br");
    const Reply plain = scene.send("GET", delta_target(0, 100, 0), ApiScene::by(device));
    CHECK(plain->header("content-encoding").empty());
    CHECK(encoded(Coding::Brotli, *plain->response.body) == *packed->response.body);
    const Reply small = scene.send("GET", delta_target(99, 100, 0), request);
    CHECK(small->header("content-encoding").empty());
}

TEST_CASE("a checkpoint of another history starts the device anew", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply device = scene.enrol();
    push_reply_in(*scene.push(device, creating(1)));
    const std::string target = sync::with_protocol("/v1/delta?epoch=5&cp=1&after=0&wait=25&");
    const Delta delta = delta_in(*scene.send("GET", target, ApiScene::by(device)));
    CHECK(delta.rebaseline);
    CHECK(delta.epoch == kEpoch);
    CHECK(delta.rows.size() == 1);
}

TEST_CASE("the same structures come as JSON when asked for", "[server][api]") {
    ApiScene scene;
    net::Request enrol;
    const std::string text = R"({"code":")" + scene.make_ticket() + R"(","device_name":"curl"})";
    enrol.body.assign(text.begin(), text.end());
    const Reply enrolled = scene.send("POST", "/v1/enrol?fmt=json", enrol);
    CHECK(enrolled->header("content-type") == "application/json");
    CHECK(enrolled->text().find("\"device_code\":\"A1\"") != std::string::npos);

    const sync::EnrolReply device = scene.enrol();
    push_reply_in(*scene.push(device, creating(1)));
    const Reply delta =
        scene.send("GET", delta_target(0, 1, 0) + "&fmt=json", ApiScene::by(device));
    CHECK(delta->text().find("Pump 1") != std::string::npos);
    const Reply refused = scene.send("GET", "/v1/delta?fmt=json");
    CHECK(refused->response.status == 401);
    CHECK(refused->header("content-type") == "application/json");
    net::Request nonsense = ApiScene::by(device);
    nonsense.body = {'{'};
    CHECK(scene.send("POST", "/v1/push?fmt=json", nonsense)->response.status == 400);
}

TEST_CASE("every response tells browsers what they may do with it", "[server][api]") {
    ApiScene scene;
    const std::string target =
        GENERATE(as<std::string>(), "/", "/nothing", "/v1/delta", "/healthz");
    const Reply reply = scene.send("GET", target);
    const std::string policy(reply->header("content-security-policy"));
    CHECK(policy.find("default-src 'none'") != std::string::npos);
    CHECK(policy.find("script-src 'self' 'wasm-unsafe-eval';") != std::string::npos);
    CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
    CHECK(policy.find("unsafe-inline") == std::string::npos);
    CHECK(reply->header("x-content-type-options") == "nosniff");
    CHECK(reply->header("referrer-policy") == "no-referrer");
    CHECK(reply->header("cache-control") == "no-store");
    CHECK(reply->header("date") == "Tue, 14 Nov 2023 22:13:20 GMT");
}

TEST_CASE("health, time and figures can be asked for", "[server][api]") {
    ApiScene scene;
    push_reply_in(*scene.push(scene.enrol(), creating(1, 2)));
    CHECK(scene.send("GET", "/healthz")->text() == "ok\n");
    CHECK(scene.send("GET", "/v1/time")->text() == "{\"now_ms\":1700000000000}\n");
    const std::string figures = scene.send("GET", "/metrics")->text();
    for (const char* line :
         {"\nholdfast_pushes_total 1\n", "\nholdfast_transactions_total 2\n",
          "\nholdfast_enrolments_total 1\n", "\nholdfast_head 2\n", "\nholdfast_devices 1\n",
          "holdfast_http_responses_total{status=\"200\"} 4\n"})
        CHECK(figures.find(line) != std::string::npos);
    net::Request stranger;
    stranger.peer = "198.51.100.7";
    CHECK(scene.send("GET", "/metrics", stranger)->response.status == 403);
}

TEST_CASE("when nothing can be stored, pushes are put off and health says so", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply device = scene.enrol();
    must(scene.writer.store().database().run("PRAGMA query_only = ON"));
    const Reply refused = scene.push(device, creating(1));
    CHECK(refused->response.status == 503);
    CHECK(problem_in(*refused).code == sync::ProblemCode::Retry);
    CHECK_FALSE(refused->header("retry-after").empty());
    must(scene.writer.store().database().run("PRAGMA query_only = OFF"));
    CHECK(push_reply_in(*scene.push(device, creating(1))).head == ServerSeq{1});
    CHECK(scene.send("GET", "/healthz")->response.status == 200);
}

TEST_CASE("closing answers who waits and takes no new waiters", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply device = scene.enrol();
    const Reply poll = scene.send("GET", delta_target(0, 0, 25), ApiScene::by(device));
    CHECK(poll->state == kWaiting);
    scene.api->close();
    scene.network.run();
    CHECK(delta_in(*poll).rows.empty());
    const Reply late = scene.send("GET", delta_target(0, 0, 25), ApiScene::by(device));
    CHECK(late->state == net::LoopbackReply::State::Answered);
    CHECK(scene.send("GET", "/healthz")->response.status == 503);
}

TEST_CASE("a device of another protocol is told who has to be updated", "[server][api]") {
    ApiScene scene;
    const sync::EnrolReply device = scene.enrol();
    struct Case {
        std::string version;
        int status;
        sync::ProblemCode code;
    };
    const std::string newer = std::to_string(sync::kProtocolVersion + 1);
    const auto [version, status, code] = GENERATE_COPY(values<Case>({
        {"", 426, sync::ProblemCode::UpgradeRequired},
        {"?protocol=", 426, sync::ProblemCode::UpgradeRequired},
        {"?protocol=1", 426, sync::ProblemCode::UpgradeRequired},
        {"?protocol=" + newer, 426, sync::ProblemCode::ServerTooOld},
        {"?protocol=2x", 400, sync::ProblemCode::BadRequest},
        {"?protocol=-2", 400, sync::ProblemCode::BadRequest},
        {"?protocol=99999999999", 400, sync::ProblemCode::BadRequest},
    }));
    CAPTURE(version);
    const Reply pushed = scene.push(device, creating(1), "/v1/push" + version);
    CHECK(pushed->response.status == status);
    CHECK(problem_in(*pushed).code == code);
    const Reply asked = scene.send("GET", "/v1/delta" + version, ApiScene::by(device));
    CHECK(asked->response.status == status);
    CHECK(problem_in(*asked).code == code);
    // Nothing was stored, and the number is still free.
    CHECK(push_reply_in(*scene.push(device, creating(1))).head == ServerSeq{1});
}

TEST_CASE("a code is not used up by a device of another protocol", "[server][api]") {
    ApiScene scene;
    const std::string code = scene.make_ticket();
    net::Request request;
    request.body = sync::encode(sync::EnrolRequest{code, "old"});
    const Reply refused = scene.send("POST", "/v1/enrol", request);
    CHECK(refused->response.status == 426);
    CHECK(problem_in(*refused).code == sync::ProblemCode::UpgradeRequired);
    CHECK(scene.enrol_with(code)->response.status == 200);
}
