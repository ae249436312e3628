// A backup that was put back without a word: the first device that knows more says so.
#include "api_scene.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;
using holdfast::test::must;
using Reply = std::shared_ptr<net::LoopbackReply>;

namespace {

/// Two devices in step with the server at position 3.
struct LostScene : ApiScene {
    LostScene() : ana(enrol()), ben(enrol()) {
        push(ana, creating(1, 3));
        known = ask(ana, {});
        REQUIRE(known.to == ServerSeq{3});
        REQUIRE_FALSE(known.mark.empty());
    }
    static std::string parameters(const Delta& at) {
        return "cp=" + std::to_string(raw(at.to)) + "&mark=" + at.mark + "&";
    }
    Delta ask(const sync::EnrolReply& device, const Delta& at) {
        const std::string target = "/v1/delta?" + parameters(at) +
                                   "epoch=" + std::to_string(epoch_of(at)) + "&after=0&wait=0&";
        const Reply reply = send("GET", sync::with_protocol(target), by(device));
        REQUIRE(reply->response.status == 200);
        return must(sync::decode_delta(*reply->response.body));
    }
    static std::uint64_t epoch_of(const Delta& at) { return at.epoch == 0 ? kEpoch : at.epoch; }
    std::int64_t head() {
        Statement select =
            must(writer.store().database().prepare("SELECT max(seq) FROM server_log"));
        REQUIRE(must(select.step()));
        return select.integer(0);
    }
    /// As a backup would have it: the third transaction never happened.
    void put_back() {
        Database& db = writer.store().database();
        must(db.run("DELETE FROM server_log WHERE seq = 3"));
        must(db.run("DELETE FROM thing WHERE _v = 3"));
        must(db.run("UPDATE server_state SET head = 2"));
        must(db.run("UPDATE server_device SET last_no = 2 WHERE last_no = 3"));
    }

    sync::EnrolReply ana, ben;
    Delta known;  ///< Up to position 3.
};

}  // namespace

TEST_CASE("a question from a later state begins a new history", "[server][restored]") {
    LostScene scene;
    scene.put_back();
    const Delta anew = scene.ask(scene.ana, scene.known);
    CHECK(anew.rebaseline);
    CHECK(anew.epoch != kEpoch);
    CHECK(anew.decided_upto == TransactionNo{2});
    CHECK(raw(anew.to) > raw(scene.known.to));
    CHECK_FALSE(anew.mark.empty());
    const Delta again = scene.ask(scene.ana, anew);
    CHECK_FALSE(again.rebaseline);
    CHECK(again.epoch == anew.epoch);
}

TEST_CASE("a history that went another way is recognised where it is as long",
          "[server][restored]") {
    LostScene scene;
    scene.put_back();
    scene.push(scene.ben, creating(1, 1));
    REQUIRE(scene.head() == 3);
    const Delta anew = scene.ask(scene.ana, scene.known);
    CHECK(anew.rebaseline);
    CHECK(anew.epoch != kEpoch);
}

TEST_CASE("a new history lies behind what was proved, whatever the clock says",
          "[server][restored]") {
    LostScene scene;
    Database& db = scene.writer.store().database();
    must(db.run("UPDATE server_state SET head = 9000000"));
    scene.push(scene.ana, creating(4));
    const Delta far = scene.ask(scene.ana, scene.known);
    REQUIRE(far.to == ServerSeq{9'000'001});
    must(db.run("DELETE FROM server_log WHERE seq > 3"));
    must(db.run("DELETE FROM thing WHERE _v > 3"));
    must(db.run("UPDATE server_state SET head = 3"));
    must(db.run("UPDATE server_device SET last_no = 3 WHERE last_no = 4"));
    const Delta anew = scene.ask(scene.ana, far);
    CHECK(anew.epoch != kEpoch);
    CHECK(raw(anew.to) > raw(far.to));
}

TEST_CASE("a push from a later state is not taken before the new start", "[server][restored]") {
    LostScene scene;
    scene.put_back();
    const std::string target =
        sync::with_protocol("/v1/push?" + LostScene::parameters(scene.known));
    const Reply reply = scene.push(scene.ana, creating(4), target);
    CHECK(reply->response.status == 409);
    CHECK(problem_in(*reply).code == sync::ProblemCode::WrongEpoch);
    CHECK(scene.ask(scene.ana, scene.known).rebaseline);
}

TEST_CASE("whoever is in step, or cannot prove anything, changes nothing", "[server][restored]") {
    LostScene scene;
    CHECK(scene.ask(scene.ana, scene.known).epoch == kEpoch);
    Delta forged = scene.known;
    forged.to = ServerSeq{900};
    CHECK(scene.ask(scene.ben, forged).epoch == kEpoch);
    forged.mark = std::string(32, '0');
    CHECK(scene.ask(scene.ben, forged).epoch == kEpoch);
}

TEST_CASE("a mark that is too long is refused", "[server][api]") {
    LostScene scene;
    const std::string target =
        "/v1/delta?cp=3&mark=" + std::string(65, 'a') + "&epoch=1&after=0&wait=0&";
    const Reply reply = scene.send("GET", sync::with_protocol(target), ApiScene::by(scene.ana));
    CHECK(reply->response.status == 400);
}
