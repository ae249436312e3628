#include "net_beast.h"

#include <atomic>
#include <thread>

#include "support/http_client.h"
#include "support/test.h"

using namespace holdfast;
using holdfast::test::HttpClient;
using holdfast::test::HttpReply;
using holdfast::test::must;

namespace {

constexpr std::size_t kBodyMax = 1'000;
constexpr std::string_view kUpgrade =
    "GET /socket HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Protocol: greeting\r\n\r\n";

/// Answers every request with its method, path and body; "/held" waits until it is released, and
/// "/socket" becomes a WebSocket that says hello.
class EchoHandler final : public net::Handler {
public:
    net::Admission admit(const net::Request&, std::uint64_t) override { return kBodyMax; }
    void handle(std::shared_ptr<net::Exchange> exchange) override {
        if (exchange->request().path == "/held") {
            held = std::move(exchange);
            has_held = true;
            return;
        }
        if (exchange->request().kind == net::Request::Kind::Upgrade) return greet(*exchange);
        answer(*exchange);
    }
    static void answer(net::Exchange& exchange) {
        const net::Request& request = exchange.request();
        std::string text = request.method + " " + request.path + " ";
        text.append(request.body.begin(), request.body.end());
        net::Response response;
        response.body = std::make_shared<const net::Bytes>(text.begin(), text.end());
        exchange.respond(std::move(response));
    }

    std::shared_ptr<net::Exchange> held;
    std::atomic<bool> has_held = false;
    std::shared_ptr<net::Socket> socket;
    std::atomic<int> closed = 0;
    std::atomic<std::size_t> received = 0;

private:
    void greet(net::Exchange& exchange) {
        net::SocketEvents events;
        events.on_closed = [this] { ++closed; };
        events.on_message = [this](std::span<const std::uint8_t> bytes) {
            received += bytes.size();
        };
        socket = exchange.accept_socket("greeting", std::move(events));
        socket->send_latest(std::make_shared<const net::Bytes>(net::Bytes{'h', 'i'}));
    }
};

/// A server on a thread of its own, ended by close() or when the scene ends.
class Scene {
public:
    explicit Scene(const net::Limits& limits = {}) : network_(net::make_beast_network(limits)) {
        port = must(network_->listen("127.0.0.1:0", handler));
        thread_ = std::thread([this] { network_->run(); });
    }
    ~Scene() {
        network_->stop();
        join();
        handler.held.reset();
        handler.socket.reset();
    }
    void on_loop(std::function<void()> work) { network_->post(std::move(work)); }
    void close() {
        network_->post([this] { network_->close(); });
    }
    void join() {
        if (thread_.joinable()) thread_.join();
    }

    EchoHandler handler;
    std::uint16_t port = 0;

private:
    std::unique_ptr<net::Network> network_;
    std::thread thread_;
};

/// What the loop's thread does a moment after the client has seen its part.
template <typename Condition>
bool becomes(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    return condition();
}

int status_of(Scene& scene, std::string_view bytes) {
    HttpClient client(scene.port);
    REQUIRE(client.connect());
    REQUIRE(client.send_bytes(bytes));
    return client.read_reply().status;
}

/// A frame as a client sends it: masked, with a mask of zeros.
std::string masked_frame(std::uint8_t first, std::size_t bytes) {
    std::string frame{static_cast<char>(first)};
    if (bytes < 126) {
        frame += static_cast<char>(0x80 | bytes);
    } else {
        frame += static_cast<char>(0x80 | 126);
        frame += static_cast<char>(bytes >> 8);
        frame += static_cast<char>(bytes & 0xFF);
    }
    return frame + std::string(4, '\0') + std::string(bytes, 'x');
}

}  // namespace

TEST_CASE("requests follow each other on one connection", "[net]") {
    Scene scene;
    HttpClient client(scene.port);
    REQUIRE(client.connect());
    REQUIRE(
        client.send_bytes("GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\n\r\n"
                          "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"));
    CHECK(client.read_reply().text() == "GET /a b ");
    CHECK(client.read_reply().text() == "POST /p body");
    REQUIRE(client.send_bytes("HEAD /h HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    const std::string head = client.read_bytes(4'096);
    CHECK(head.find("Content-Length: 8\r\n") != std::string::npos);
    CHECK(head.ends_with("\r\n\r\n"));
}

TEST_CASE("what is not a request we take is answered and the connection closed", "[net]") {
    Scene scene;
    struct Case {
        std::string bytes;
        int status;
    };
    const std::string long_header(17 * 1024, 'x');
    const auto [bytes, status] = GENERATE_COPY(values<Case>({
        {"nonsense\r\n\r\n", 400},
        {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: x\r\nX: " + long_header + "\r\n\r\n", 431},
        {"DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", 405},
        {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411},
        {"POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         400},
        {"POST / HTTP/1.1\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbodyx", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n", 413},
    }));
    CAPTURE(bytes.substr(0, 60));
    CHECK(status_of(scene, bytes) == status);
}

TEST_CASE("the refusal of a long body arrives although the sender goes on sending", "[net]") {
    Scene scene;
    HttpClient client(scene.port);
    REQUIRE(client.connect());
    const std::string body(4u << 20, 'x');
    client.send_bytes("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                      std::to_string(body.size()) + "\r\n\r\n");
    client.send_bytes(body);
    CHECK(client.read_reply().status == 413);
}

TEST_CASE("who waits to be asked for the body is asked", "[net]") {
    Scene scene;
    HttpClient client(scene.port);
    REQUIRE(client.connect());
    REQUIRE(
        client.send_bytes("POST /p HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                          "Content-Length: 2\r\n\r\n"));
    CHECK(client.read_bytes(25) == "HTTP/1.1 100 Continue\r\n\r\n");
    REQUIRE(client.send_bytes("ok"));
    CHECK(client.read_reply().text() == "POST /p ok");
}

TEST_CASE("a header, a body or a pause that takes too long ends the connection", "[net]") {
    net::Limits limits;
    limits.header_ms = 50;
    limits.body_ms = 50;
    limits.idle_ms = 50;
    Scene scene(limits);
    const std::string sent = GENERATE(as<std::string>(), "", "GET / HT",
                                      "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nslow");
    CAPTURE(sent);
    HttpClient client(scene.port);
    REQUIRE(client.connect());
    client.send_bytes(sent);
    CHECK(client.is_closed_by_server());
}

TEST_CASE("a finished connection that stays silent is closed", "[net]") {
    net::Limits limits;
    limits.idle_ms = 50;
    Scene scene(limits);
    HttpClient client(scene.port);
    REQUIRE(client.connect());
    REQUIRE(client.send_bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(client.read_reply().status == 200);
    CHECK(client.is_closed_by_server());
}

TEST_CASE("more connections than allowed are told to come back later", "[net]") {
    net::Limits limits;
    limits.connections_max = 2;
    Scene scene(limits);
    HttpClient one(scene.port);
    HttpClient two(scene.port);
    CHECK(one.send({}).status == 200);
    CHECK(two.send({}).status == 200);
    HttpClient three(scene.port);
    REQUIRE(three.connect());
    const HttpReply refused = three.read_reply();
    CHECK(refused.status == 503);
    CHECK(refused.header("retry-after") == "30");
    CHECK(one.send({}).status == 200);
}

TEST_CASE("a thousand half-open connections do not hold up the others", "[net]") {
    Scene scene;
    std::vector<std::unique_ptr<HttpClient>> slow;
    for (int i = 0; i < 1'000; ++i) {
        slow.push_back(std::make_unique<HttpClient>(scene.port));
        REQUIRE(slow.back()->connect());
        REQUIRE(slow.back()->send_bytes("GET / HTTP/1.1\r\nX-Slow: "));
    }
    HttpClient client(scene.port);
    for (int i = 0; i < 20; ++i) CHECK(client.send({}).status == 200);
}

TEST_CASE("a WebSocket greets, listens and says good-bye", "[net][socket]") {
    Scene scene;
    HttpClient client(scene.port);
    REQUIRE(client.connect());
    REQUIRE(client.send_bytes(kUpgrade));
    const HttpReply accepted = client.read_reply();
    CHECK(accepted.status == 101);
    CHECK(accepted.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    CHECK(accepted.header("sec-websocket-protocol") == "greeting");
    CHECK(accepted.header("sec-websocket-extensions").empty());
    CHECK(client.read_bytes(4) == "\x82\x02hi");
    REQUIRE(client.send_bytes(masked_frame(0x82, 4'096)));
    REQUIRE(client.send_bytes(masked_frame(0x88, 0)));
    CHECK(client.read_bytes(2).substr(0, 1) == "\x88");
    CHECK(client.is_closed_by_server());
    client.close();
    CHECK(scene.handler.received == 4'096);
    CHECK(becomes([&] { return scene.handler.closed == 1; }));
}

TEST_CASE("a message longer than 4 kB ends the WebSocket", "[net][socket]") {
    Scene scene;
    HttpClient client(scene.port);
    REQUIRE(client.connect());
    REQUIRE(client.send_bytes(kUpgrade));
    REQUIRE(client.read_reply().status == 101);
    client.read_bytes(4);
    REQUIRE(client.send_bytes(masked_frame(0x82, 4'097)));
    const std::string farewell = client.read_bytes(4);
    REQUIRE(farewell.size() == 4);
    CHECK(farewell[0] == '\x88');
    CHECK(farewell.substr(2) == "\x03\xF1");  // 1009, too big.
}

TEST_CASE("a WebSocket whose device does not answer a ping is closed", "[net][socket]") {
    net::Limits limits;
    limits.socket_idle_ms = 100;
    Scene scene(limits);
    HttpClient client(scene.port);
    REQUIRE(client.connect());
    REQUIRE(client.send_bytes(kUpgrade));
    REQUIRE(client.read_reply().status == 101);
    client.read_bytes(4);
    CHECK(client.read_bytes(2).substr(0, 1) == "\x89");
    CHECK(client.read_bytes(1'000).size() < 1'000);
    CHECK(becomes([&] { return scene.handler.closed == 1; }));
}

TEST_CASE("closing lets a running request finish and ends the rest", "[net]") {
    Scene scene;
    HttpClient idle(scene.port);
    CHECK(idle.send({}).status == 200);
    HttpClient socket(scene.port);
    REQUIRE(socket.connect());
    REQUIRE(socket.send_bytes(kUpgrade));
    REQUIRE(socket.read_reply().status == 101);
    socket.read_bytes(4);
    HttpClient busy(scene.port);
    REQUIRE(busy.connect());
    REQUIRE(busy.send_bytes("GET /held HTTP/1.1\r\nHost: x\r\n\r\n"));
    REQUIRE(becomes([&] { return scene.handler.has_held.load(); }));
    scene.close();
    CHECK(idle.is_closed_by_server());
    CHECK(socket.read_bytes(4) == std::string("\x88\x02\x03\xE9"));
    socket.close();
    scene.on_loop([&] {
        EchoHandler::answer(*scene.handler.held);
        scene.handler.held.reset();
    });
    const HttpReply reply = busy.read_reply();
    CHECK(reply.text() == "GET /held ");
    CHECK(reply.header("connection") == "close");
    busy.close();
    scene.join();
    HttpClient late(scene.port);
    CHECK_FALSE(late.connect());
}

TEST_CASE("an exchange that nobody answers closes its connection", "[net]") {
    Scene scene;
    HttpClient client(scene.port);
    REQUIRE(client.connect());
    REQUIRE(client.send_bytes("GET /held HTTP/1.1\r\nHost: x\r\n\r\n"));
    REQUIRE(becomes([&] { return scene.handler.has_held.load(); }));
    scene.on_loop([&] { scene.handler.held.reset(); });
    CHECK(client.is_closed_by_server());
}

TEST_CASE("an address that is none, or is taken, is an error", "[net]") {
    const std::string address =
        GENERATE(as<std::string>(), "", "nowhere", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http",
                 "127.0.0.1:99999", "256.0.0.1:80", "127.0.0.1:80x");
    CAPTURE(address);
    EchoHandler handler;
    CHECK(net::make_beast_network({})->listen(address, handler).error().code ==
          ErrorCode::BadInput);
}

TEST_CASE("a port that another server holds is an error with its reason", "[net]") {
    Scene scene;
    EchoHandler handler;
    const auto network = net::make_beast_network({});
    const auto result = network->listen("127.0.0.1:" + std::to_string(scene.port), handler);
    REQUIRE_FALSE(result);
    CHECK(result.error().native == EADDRINUSE);
}
