// Measures the server program from outside, over real sockets on this machine.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

#include "accounts.h"
#include "core/app/demo_company.h"
#include "demo.h"
#include "secrets.h"
#include "server_schema.h"
#include "support/http_client.h"
#include "support/server_process.h"
#include "support/test.h"
#include "sync/codec.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPushers = 64;
constexpr int kPushSeconds = 3;
constexpr int kIdleDevices = 10'000;
constexpr int kListeners = 1'000;
constexpr int kWrites = 30;
constexpr DemoSize kFirstSync{15'000, 20'000, 26'000};  // With their lines 100,000 records.

struct Figure {
    std::string name;
    double value;
    std::string unit;
    double budget;
};

void print(const Figure& figure) {
    std::printf("{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"budget\":%.3f}\n",
                figure.name.c_str(), figure.value, figure.unit.c_str(), figure.budget);
    std::fflush(stdout);
}

double ms_since(Clock::time_point started) {
    return std::chrono::duration<double, std::milli>(Clock::now() - started).count();
}

/// A data folder whose devices need not be enrolled one by one, ten a minute.
class Folder {
public:
    Folder() : db_(open()) { must(server::add_user(db_, {"bench", "technician", 0})); }
    std::filesystem::path path() const { return scratch_.path(); }

    std::vector<std::string> add_devices(int count) {
        std::vector<std::string> tokens;
        Transaction all = must(Transaction::begin(db_));
        for (int i = 0; i < count; ++i) {
            tokens.push_back(server::make_token());
            must(server::add_device(db_, {"bench", "bench", tokens.back(), 0}));
        }
        must(all.commit());
        return tokens;
    }
    void fill(const DemoSize& size) {
        server::SystemEnvironment environment;
        server::SqliteStore store(open(), Registry::base());
        must(server::seed_demo(store, environment, size));
    }

private:
    Database open() {
        REQUIRE(server::prepare_secrets());
        Database db =
            must(server::open_server_database((scratch_.path() / "holdfast.db").string()));
        must(server::prepare_server_schema(db, Registry::base(), 1));
        return db;
    }
    ScratchFolder scratch_;
    Database db_;
};

std::vector<std::uint8_t> push_of(std::uint64_t no, Environment& environment) {
    const EntityDef& account = *Registry::base().find("account");
    sync::PushRequest push;
    push.epoch = 1;
    push.schema_version = Registry::base().version();
    TransactionRecord& transaction = push.transactions.emplace_back();
    transaction.no = TransactionNo{no};
    transaction.id = make_record_id(environment);
    transaction.hlc = Hlc{static_cast<std::uint64_t>(environment.now_ms()) << 16};
    transaction.reason = "account.create";
    Operation& create = transaction.operations.emplace_back();
    create.kind = OperationKind::Create;
    create.entity = account.id;
    create.record = make_record_id(environment);
    FieldEdit name;
    name.field = account.find_field("name")->id;
    name.value = "Account " + std::to_string(no);
    create.edits = {name};
    return sync::encode(push);
}

/// One device: the next push leaves when the last one is on the server's disk.
void push_until(std::uint16_t port, const std::string& token, Clock::time_point end,
                std::atomic<int>& pushes) {
    server::SystemEnvironment environment;
    HttpClient http(port);
    for (std::uint64_t no = 1; Clock::now() < end; ++no) {
        const HttpReply reply = http.send({"POST", sync::with_protocol("/v1/push?"), token, "",
                                           push_of(no, environment), 30'000});
        if (reply.status != 200) return;
        ++pushes;
    }
}

/// A WebSocket that says nothing more.
bool open_idle_socket(HttpClient& http, const std::string& token) {
    if (!http.connect()) return false;
    http.send_bytes(
        "GET /v1/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: crm-sync.1, token." +
        token + "\r\n\r\n");
    return http.read_reply().status == 101;
}

/// Waits for one message of the server and reads it whole. False: the connection has ended.
bool read_message(HttpClient& http) {
    constexpr unsigned char kShortLength = 126;
    std::string head = http.read_bytes(2);
    if (head.size() < 2) return false;
    std::size_t length = static_cast<unsigned char>(head[1]);
    if (length == kShortLength) {
        head = http.read_bytes(2);
        if (head.size() < 2) return false;
        length = static_cast<unsigned char>(head[0]) * 256U + static_cast<unsigned char>(head[1]);
    }
    return http.read_bytes(length).size() == length;
}

}  // namespace

TEST_CASE("one write reaches 1,000 connected devices", "[bench]") {
    Folder folder;
    const std::vector<std::string> tokens = folder.add_devices(kListeners + 1);
    const ServerProcess server(folder.path());
    REQUIRE(server.is_ready());
    std::vector<std::unique_ptr<HttpClient>> devices;
    for (int count = 0; count < kListeners; ++count) {
        devices.push_back(std::make_unique<HttpClient>(server.port()));
        REQUIRE(open_idle_socket(*devices.back(), tokens[static_cast<std::size_t>(count)]));
    }
    server::SystemEnvironment environment;
    HttpClient writer(server.port());
    std::vector<double> samples;
    for (std::uint64_t no = 1; no <= kWrites; ++no) {
        const auto started = Clock::now();
        const HttpReply reply = writer.send({"POST", sync::with_protocol("/v1/push?"),
                                             tokens.back(), "", push_of(no, environment), 30'000});
        REQUIRE(reply.status == 200);
        for (const auto& device : devices) REQUIRE(read_message(*device));
        samples.push_back(ms_since(started));
    }
    std::sort(samples.begin(), samples.end());
    print({"server.fan_out_1000_p50", samples[samples.size() / 2], "ms", 50});
    print({"server.fan_out_1000_max", samples.back(), "ms", 50});
}

TEST_CASE("64 devices push with full durability", "[bench]") {
    Folder folder;
    const std::vector<std::string> tokens = folder.add_devices(kPushers);
    const ServerProcess server(folder.path());
    REQUIRE(server.is_ready());
    std::atomic<int> pushes = 0;
    const auto started = Clock::now();
    std::vector<std::thread> threads;
    for (const std::string& token : tokens)
        threads.emplace_back([&, token] {
            push_until(server.port(), token, started + std::chrono::seconds(kPushSeconds), pushes);
        });
    for (std::thread& thread : threads) thread.join();
    print({"server.pushes_per_second", pushes * 1000 / ms_since(started), "1/s", -5'000});
    REQUIRE(pushes > kPushers);
}

TEST_CASE("a device asks for 100,000 records", "[bench]") {
    Folder folder;
    const std::string token = folder.add_devices(1)[0];
    folder.fill(kFirstSync);
    const ServerProcess server(folder.path());
    REQUIRE(server.is_ready());
    HttpClient http(server.port());
    const HttpRequest plain{"GET", sync::with_protocol("/v1/delta?"), token, "", {}, 60'000};
    auto started = Clock::now();
    const HttpReply whole = http.send(plain);
    REQUIRE(whole.status == 200);
    print({"server.first_sync_unpacked_ms", ms_since(started), "ms", 1'500});
    started = Clock::now();
    const Delta delta = must(sync::decode_delta(whole.body));
    print({"server.first_sync_decode_ms", ms_since(started), "ms", 500});
    for (const char* coding : {"zstd", "br", "gzip"}) {
        HttpRequest packed = plain;
        packed.headers = std::string("Accept-Encoding: ") + coding + "\r\n";
        started = Clock::now();
        const HttpReply reply = http.send(packed);
        REQUIRE(reply.header("content-encoding") == coding);
        const std::string name = std::string("server.first_sync_") + coding;
        print({name + "_ms", ms_since(started), "ms", 1'500});
        print({name + "_mb", static_cast<double>(reply.body.size()) / 1e6, "MB", 6});
    }
    std::size_t rows = 0;
    for (const EntityRows& entity : delta.rows) rows += entity.rows.size();
    print({"server.first_sync_rows", static_cast<double>(rows), "rows", -95'000});
    CHECK(rows >= 95'000);
}

TEST_CASE("10,000 devices are connected and say nothing", "[bench]") {
    Folder folder;
    const std::vector<std::string> tokens = folder.add_devices(kIdleDevices);
    const ServerProcess server(folder.path());
    REQUIRE(server.is_ready());
    const auto started = Clock::now();
    std::vector<std::unique_ptr<HttpClient>> devices;
    for (const std::string& token : tokens) {
        devices.push_back(std::make_unique<HttpClient>(server.port()));
        REQUIRE(open_idle_socket(*devices.back(), token));
    }
    print({"server.connect_10000_ms", ms_since(started), "ms", 30'000});
    print({"server.idle_10000_mb", static_cast<double>(server.resident_kb()) / 1e3, "MB", 200});
}
