// The whole API over the network and a database in memory: no sockets, no threads, no real time.
#pragma once

#include "api.h"
#include "core/fixed_environment.h"
#include "net_loopback.h"
#include "secrets.h"
#include "sync/codec.h"
#include "test_store.h"

namespace holdfast::server::test {

inline const std::string kEnrolTarget = sync::with_protocol("/v1/enrol?");
inline const std::string kPushTarget = sync::with_protocol("/v1/push?");

class ApiScene {
public:
    explicit ApiScene(std::optional<DemoCode> demo_code = std::nullopt)
        : registry(thing_registry()), writer(open_store(registry), network) {
        REQUIRE(prepare_secrets());
        Database& db = writer.store().database();
        must(add_user(db, {"ada", "technician", 0}));
        writer.queue().on_work([this] { network.post([this] { writer.run_group(); }); });
        reads.on_work(
            [this] { network.post([this] { run_read(reads, writer.store(), network); }); });
        writer.on_group([this](const GroupReport& report) { metrics.count_group(report); });
        Parts parts{network, environment, registry, writer.queue(), reads, devices, metrics};
        parts.demo_code = std::move(demo_code);
        parts.epoch = kEpoch;
        parts.sign = must(read_signer(db));
        api.emplace(std::move(parts));
        must(network.listen("", *api));
    }

    /// A code for ada that works once.
    std::string make_ticket() {
        const std::string code = make_code();
        must(add_code(writer.store().database(), normalised_code(code),
                      {"ada", environment.now + kCodeValidMs}));
        return code;
    }
    std::shared_ptr<net::LoopbackReply> send(const std::string& method, const std::string& target,
                                             net::Request rest = {}) {
        auto reply = network.send(method, target, std::move(rest));
        network.run();
        return reply;
    }
    std::shared_ptr<net::LoopbackReply> enrol_with(const std::string& code,
                                                   net::Request rest = {}) {
        rest.body = sync::encode(sync::EnrolRequest{code, "Chromium on Linux"});
        return send("POST", kEnrolTarget, std::move(rest));
    }
    sync::EnrolReply enrol() {
        const auto reply = enrol_with(make_ticket());
        REQUIRE(reply->response.status == 200);
        return must(sync::decode_enrol_reply(*reply->response.body));
    }
    static net::Request by(const sync::EnrolReply& device) {
        net::Request request;
        request.headers = {{"authorization", "Bearer " + device.token}};
        return request;
    }
    std::shared_ptr<net::LoopbackReply> push(const sync::EnrolReply& device,
                                             const sync::PushRequest& request,
                                             const std::string& target = kPushTarget) {
        net::Request rest = by(device);
        rest.body = sync::encode(request);
        return send("POST", target, std::move(rest));
    }

    Registry registry;
    holdfast::test::FixedEnvironment environment;
    net::LoopbackNetwork network;
    DeviceDirectory devices;
    Metrics metrics;
    Writer writer;
    WorkQueue reads;
    std::optional<Api> api;
};

/// Transactions first, first + 1, ... each creating one thing.
inline sync::PushRequest creating(std::uint64_t first, std::size_t count = 1) {
    sync::PushRequest request;
    request.epoch = kEpoch;
    for (std::size_t i = 0; i < count; ++i) {
        TransactionRecord transaction;
        transaction.no = TransactionNo{first + i};
        transaction.id = record(10'000 + first + i);
        transaction.hlc = Hlc{(first + i) << 16};
        transaction.reason = "thing.create";
        Operation create;
        create.kind = OperationKind::Create;
        create.entity = kThing;
        create.record = record(first + i);
        FieldEdit name;
        name.field = FieldId{1};
        name.value = "Pump " + std::to_string(first + i);
        create.edits = {name};
        transaction.operations = {create};
        request.transactions.push_back(std::move(transaction));
    }
    return request;
}

inline sync::Problem problem_in(const net::LoopbackReply& reply) {
    return must(sync::decode_problem(*reply.response.body));
}

}  // namespace holdfast::server::test
