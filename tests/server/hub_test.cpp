#include "hub.h"

#include "net_loopback.h"
#include "support/test.h"
#include "sync/codec.h"

using namespace holdfast;
using namespace holdfast::server;
using holdfast::test::must;

namespace {

struct FakeSocket final : net::Socket {
    std::vector<net::Bytes> sent;
    std::vector<std::uint16_t> closed;
    void send_latest(std::shared_ptr<const net::Bytes> message) override {
        sent.push_back(*message);
    }
    void close(std::uint16_t code) override { closed.push_back(code); }
};

struct Scene {
    net::LoopbackNetwork network;
    Metrics metrics;
    Hub hub{network, metrics, 7, ServerSeq{1}};

    std::shared_ptr<FakeSocket> connect(std::uint32_t device) {
        auto socket = std::make_shared<FakeSocket>();
        hub.attach(DeviceNo{device}, socket);
        return socket;
    }
};

}  // namespace

TEST_CASE("a commit is told to every device but its author", "[server][hub]") {
    Scene scene;
    const auto author = scene.connect(1);
    const auto other = scene.connect(2);
    scene.hub.on_commit(DeviceNo{1}, ServerSeq{5});
    scene.network.advance(0);
    CHECK(author->sent.empty());
    REQUIRE(other->sent.size() == 1);
    const sync::Poke poke = must(sync::decode_poke(other->sent[0]));
    CHECK(poke.epoch == 7);
    CHECK(poke.head == ServerSeq{5});
}

TEST_CASE("commits of several authors are told to all of them", "[server][hub]") {
    Scene scene;
    const auto one = scene.connect(1);
    const auto two = scene.connect(2);
    scene.hub.on_commit(DeviceNo{1}, ServerSeq{5});
    scene.hub.on_commit(DeviceNo{2}, ServerSeq{6});
    scene.network.advance(0);
    CHECK(one->sent.size() == 1);
    CHECK(two->sent.size() == 1);
}

TEST_CASE("many commits in a short time make few pokes, the last with the newest head",
          "[server][hub]") {
    Scene scene;
    const auto other = scene.connect(2);
    for (std::uint64_t seq = 2; seq <= 101; ++seq) {
        scene.hub.on_commit(DeviceNo{1}, ServerSeq{seq});
        scene.network.advance(1);
    }
    scene.network.advance(Hub::kPokeEveryMs);
    CHECK(other->sent.size() <= 100 / Hub::kPokeEveryMs + 2);
    CHECK(must(sync::decode_poke(other->sent.back())).head == ServerSeq{101});
}

TEST_CASE("a new socket of a device takes the place of the old one", "[server][hub]") {
    Scene scene;
    const auto old = scene.connect(1);
    const auto current = scene.connect(1);
    CHECK(old->closed.size() == 1);
    scene.hub.detach(DeviceNo{1}, old.get());
    scene.hub.on_commit(DeviceNo{2}, ServerSeq{2});
    scene.network.advance(0);
    CHECK(old->sent.empty());
    CHECK(current->sent.size() == 1);
    scene.hub.detach(DeviceNo{1}, current.get());
    CHECK(scene.hub.socket_count() == 0);
}

TEST_CASE("who waits is woken once: by a commit, by time, by asking again or by the end",
          "[server][hub]") {
    Scene scene;
    int woken = 0;
    const auto wait = [&] { scene.hub.wait(DeviceNo{1}, 1'000, [&](Hub::Woken) { ++woken; }); };
    wait();
    scene.hub.on_commit(DeviceNo{2}, ServerSeq{2});
    scene.network.advance(5'000);
    CHECK(woken == 1);
    wait();
    scene.network.advance(999);
    CHECK(woken == 1);
    scene.network.advance(1);
    CHECK(woken == 2);
    wait();
    wait();
    CHECK(woken == 3);
    scene.hub.close();
    CHECK(woken == 4);
    wait();
    CHECK(woken == 5);
    scene.network.advance(5'000);
    CHECK(woken == 5);
}

TEST_CASE("who waits is told why the wait is over", "[server][hub]") {
    Scene scene;
    std::vector<Hub::Woken> reasons;
    const auto wait = [&] {
        scene.hub.wait(DeviceNo{1}, 1'000, [&](Hub::Woken why) { reasons.push_back(why); });
    };
    wait();
    wait();
    scene.hub.on_commit(DeviceNo{2}, ServerSeq{2});
    scene.network.advance(Hub::kPokeEveryMs);
    wait();
    scene.network.advance(1'000);
    wait();
    scene.hub.close();
    CHECK(reasons == std::vector{Hub::Woken::Replaced, Hub::Woken::News, Hub::Woken::TimeOver,
                                 Hub::Woken::Closed});
}

TEST_CASE("the end says good-bye to every socket, also to one that comes later", "[server][hub]") {
    Scene scene;
    const auto early = scene.connect(1);
    scene.hub.close();
    const auto late = scene.connect(2);
    CHECK(early->closed.size() == 1);
    CHECK(late->closed.size() == 1);
    CHECK(scene.hub.socket_count() == 0);
}

namespace {

/// A hub whose news are read when the test says so.
struct ReadingScene {
    net::LoopbackNetwork network;
    Metrics metrics;
    std::vector<ServerSeq> asked;
    std::function<void(NewsForAll)> done;
    Hub hub{network, metrics, 7, ServerSeq{1},
            [this](ServerSeq after, std::function<void(NewsForAll)> answer) {
                asked.push_back(after);
                done = std::move(answer);
            }};

    std::shared_ptr<FakeSocket> connect(std::uint32_t device) {
        auto socket = std::make_shared<FakeSocket>();
        hub.attach(DeviceNo{device}, socket);
        return socket;
    }
    void commit(std::uint32_t author, std::uint64_t head) {
        hub.on_commit(DeviceNo{author}, ServerSeq{head});
        network.advance(Hub::kPokeEveryMs);
    }
};

NewsForAll news_to(std::uint64_t to, std::vector<DeviceNo> authors) {
    return {ServerSeq{to}, std::make_shared<const net::Bytes>(net::Bytes{1, 2, 3}),
            std::move(authors)};
}

}  // namespace

TEST_CASE("what is new goes to all but its author, who knows it", "[server][hub]") {
    ReadingScene scene;
    const auto author = scene.connect(1);
    const auto other = scene.connect(3);
    scene.commit(1, 3);
    REQUIRE(scene.asked == std::vector{ServerSeq{1}});
    scene.done(news_to(3, {DeviceNo{1}}));
    CHECK(author->sent.empty());
    REQUIRE(other->sent.size() == 1);
    CHECK(other->sent[0] == net::Bytes{1, 2, 3});
}

TEST_CASE("an author is poked for what others wrote, also before their commit is told",
          "[server][hub]") {
    ReadingScene scene;
    const auto author = scene.connect(1);
    const auto later = scene.connect(2);
    scene.commit(1, 2);
    scene.done(news_to(3, {DeviceNo{1}, DeviceNo{2}}));
    for (const auto& socket : {author, later}) {
        REQUIRE(socket->sent.size() == 1);
        CHECK(must(sync::decode_poke(socket->sent[0])).head == ServerSeq{3});
    }
}

TEST_CASE("what is committed while the news are read is told behind them", "[server][hub]") {
    ReadingScene scene;
    const auto other = scene.connect(3);
    scene.commit(1, 2);
    scene.commit(2, 3);
    CHECK(scene.asked.size() == 1);
    scene.done(news_to(2, {DeviceNo{1}}));
    scene.network.advance(Hub::kPokeEveryMs);
    REQUIRE(scene.asked == std::vector{ServerSeq{1}, ServerSeq{2}});
    scene.done(news_to(3, {DeviceNo{2}}));
    CHECK(other->sent.size() == 2);
}

TEST_CASE("news that had the next commit already are not told twice", "[server][hub]") {
    ReadingScene scene;
    const auto other = scene.connect(3);
    scene.commit(1, 2);
    scene.done(news_to(3, {DeviceNo{1}, DeviceNo{2}}));
    scene.commit(2, 3);
    REQUIRE(scene.asked == std::vector{ServerSeq{1}, ServerSeq{3}});
    scene.done(news_to(3, {}));
    CHECK(other->sent.size() == 1);
}

TEST_CASE("news that cannot be read, or are of an old history, become pokes", "[server][hub]") {
    ReadingScene scene;
    const auto other = scene.connect(3);
    scene.commit(1, 2);
    scene.done(NewsForAll{});
    REQUIRE(other->sent.size() == 1);
    CHECK(must(sync::decode_poke(other->sent[0])).head == ServerSeq{2});
    scene.commit(1, 3);
    scene.hub.on_new_history(8, ServerSeq{100});
    scene.done(news_to(3, {DeviceNo{1}}));
    REQUIRE(other->sent.size() == 2);
    CHECK(must(sync::decode_poke(other->sent[1])).epoch == 8);
}
