#include "api_scene.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;

namespace {

using State = net::LoopbackSocket::State;
using SocketPtr = std::shared_ptr<net::LoopbackSocket>;

net::Request offering(const std::string& protocols) {
    net::Request request;
    request.headers = {{"sec-websocket-protocol", protocols}};
    return request;
}

SocketPtr connect(ApiScene& scene, const sync::EnrolReply& device) {
    SocketPtr socket =
        scene.network.open_socket("/v1/ws", offering("crm-sync.1, token." + device.token));
    scene.network.run();
    REQUIRE(socket->state == State::Open);
    return socket;
}

}  // namespace

TEST_CASE("a commit pokes the sockets of other devices", "[server][api][socket]") {
    ApiScene scene;
    const sync::EnrolReply writer = scene.enrol();
    const sync::EnrolReply reader = scene.enrol();
    const SocketPtr own = connect(scene, writer);
    const SocketPtr other = connect(scene, reader);
    CHECK(other->subprotocol == "crm-sync.1");
    scene.push(writer, creating(1));
    scene.network.advance(Hub::kPokeEveryMs);
    CHECK(own->messages.empty());
    REQUIRE(other->messages.size() == 1);
    const sync::News news = must(sync::decode_news(other->messages[0]));
    CHECK(news.poke.epoch == kEpoch);
    CHECK(news.poke.head == ServerSeq{1});
    REQUIRE(news.live.has_value());
    CHECK(news.live->delta.from == ServerSeq::None);
    CHECK(news.live->delta.to == ServerSeq{1});
    REQUIRE(news.live->delta.rows.size() == 1);
    CHECK(news.live->delta.rows[0].rows.size() == 1);
}

TEST_CASE("who wrote part of what is new is only poked", "[server][api][socket]") {
    ApiScene scene;
    const sync::EnrolReply one = scene.enrol();
    const sync::EnrolReply two = scene.enrol();
    const SocketPtr first = connect(scene, one);
    const SocketPtr reader = connect(scene, scene.enrol());
    scene.push(one, creating(1));
    scene.push(two, creating(1));
    scene.network.advance(2 * Hub::kPokeEveryMs);
    REQUIRE_FALSE(first->messages.empty());
    for (const net::Bytes& message : first->messages) {
        const sync::News news = must(sync::decode_news(message));
        if (news.live) CHECK(news.live->delta.from == ServerSeq{1});
    }
    REQUIRE_FALSE(reader->messages.empty());
    const sync::News last = must(sync::decode_news(reader->messages.back()));
    REQUIRE(last.live.has_value());
    CHECK(last.live->delta.to == ServerSeq{2});
}

TEST_CASE("a socket needs a token, as a protocol or as a header", "[server][api][socket]") {
    ApiScene scene;
    const sync::EnrolReply device = scene.enrol();
    const SocketPtr by_header = scene.network.open_socket("/v1/ws", ApiScene::by(device));
    const SocketPtr wrong =
        scene.network.open_socket("/v1/ws", offering("crm-sync.1, token.wrong"));
    const SocketPtr none = scene.network.open_socket("/v1/ws", offering("crm-sync.1"));
    scene.network.run();
    CHECK(by_header->state == State::Open);
    CHECK(by_header->subprotocol.empty());
    CHECK(wrong->state == State::Refused);
    CHECK(wrong->refusal.status == 401);
    CHECK(none->refusal.status == 401);
}

TEST_CASE("a page of another site gets no socket", "[server][api][socket]") {
    ApiScene scene;
    const sync::EnrolReply device = scene.enrol();
    const std::string origin = GENERATE(as<std::string>(), "https://evil.example", "null",
                                        "https://crm.example.evil.example");
    net::Request request = offering("crm-sync.1, token." + device.token);
    request.headers.push_back({"host", "crm.example"});
    request.headers.push_back({"origin", origin});
    const SocketPtr foreign = scene.network.open_socket("/v1/ws", request);
    request.headers.back().value = "https://crm.example";
    const SocketPtr own = scene.network.open_socket("/v1/ws", request);
    scene.network.run();
    CHECK(foreign->refusal.status == 403);
    CHECK(own->state == State::Open);
}

TEST_CASE("a plain request for the socket is told to upgrade", "[server][api][socket]") {
    ApiScene scene;
    const auto reply = scene.send("GET", "/v1/ws", ApiScene::by(scene.enrol()));
    CHECK(reply->response.status == 426);
    CHECK(reply->header("upgrade") == "websocket");
}

TEST_CASE("a device that goes away is forgotten", "[server][api][socket]") {
    ApiScene scene;
    const sync::EnrolReply writer = scene.enrol();
    const SocketPtr socket = connect(scene, scene.enrol());
    scene.network.close_socket(*socket);
    scene.network.run();
    scene.push(writer, creating(1));
    scene.network.advance(Hub::kPokeEveryMs);
    CHECK(socket->messages.empty());
    CHECK(scene.metrics.pokes == 0);
}

TEST_CASE("what devices say on the socket is ignored, but not at any length",
          "[server][api][socket]") {
    ApiScene scene;
    const SocketPtr socket = connect(scene, scene.enrol());
    scene.network.send_message(*socket, net::Bytes(4'096, 1));
    scene.network.run();
    CHECK(socket->state == State::Open);
    scene.network.send_message(*socket, net::Bytes(4'097, 1));
    scene.network.run();
    CHECK(socket->state == State::Closed);
    CHECK(socket->close_code == 1009);
}

TEST_CASE("closing says good-bye to sockets", "[server][api][socket]") {
    ApiScene scene;
    const SocketPtr socket = connect(scene, scene.enrol());
    scene.api->close();
    scene.network.run();
    CHECK(socket->state == State::Closed);
    CHECK(socket->close_code == 1001);
}
