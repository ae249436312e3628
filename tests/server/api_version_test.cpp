// Devices that speak another version of the protocol than the server.
#include "api_scene.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;

namespace {

using Reply = std::shared_ptr<net::LoopbackReply>;

}  // namespace

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
    const Reply stored = scene.push(device, creating(1));
    // Nothing was stored, and the number is still free.
    CHECK(must(sync::decode_push_reply(*stored->response.body)).head == ServerSeq{1});
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
