// Office: the real rules of the server over its own store in memory, and devices that sync with it
// when they are told to. No network, no time.
#pragma once

#include <deque>

#include "core/fixed_environment.h"
#include "core/store.h"
#include "server_customization.h"
#include "server_schema.h"
#include "store_sqlite.h"
#include "support/test.h"
#include "sync/server_rules.h"

namespace holdfast::test {

class Office {
public:
    explicit Office(const Registry& registry)
        : registry_(&registry), server_(make_server(registry)) {}

    struct Device {
        Device(const Registry& registry, std::uint64_t seed)
            : environment(seed),
              store(must(Store::open(must(Database::open(":memory:")), registry, environment))) {}
        FixedEnvironment environment;
        Store store;
        /// Ends the program and starts it again with these definitions, over the same database.
        void restart(const Registry& registry) {
            Database database = std::move(store.database());
            store = must(Store::open(std::move(database), registry, environment));
        }
    };
    /// Lives as long as the office.
    Device& add_device() {
        Device& device = devices_.emplace_back(*registry_, next_device_);
        enrol(device);
        return device;
    }
    /// Takes in a device that has worked alone so far.
    void enrol(Device& device) {
        sync::DeviceState state;
        state.device = DeviceNo{next_device_++};
        state.code = "K" + std::to_string(raw(state.device));
        state.user = "user" + std::to_string(raw(state.device));
        must(server_.begin());
        must(server_.write_device(state));
        must(server_.commit());
        Enrolment enrolment;
        enrolment.device = state.device;
        enrolment.device_code = state.code;
        enrolment.user = state.user;
        enrolment.token = "token";
        enrolment.epoch = kEpoch;
        must(device.store.enrol(enrolment));
    }
    /// Sends everything and takes everything. Gives the results of what was sent.
    std::vector<TransactionResult> sync(Device& device) {
        std::vector<TransactionResult> results;
        sync::PushRequest push;
        push.epoch = kEpoch;
        push.schema_version = registry_->version();
        push.transactions = must(device.store.read_queued(TransactionNo::None, 1'000, 100'000'000));
        if (!push.transactions.empty())
            results = std::get<sync::PushReply>(take_push(device, push)).results;
        receive(device);
        return results;
    }
    /// What the server answers to a push of the device.
    std::variant<sync::PushReply, sync::Problem> take_push(Device& device,
                                                           const sync::PushRequest& push) {
        sync::ServerContext context{registry_, &server_, device.environment.now};
        context.customized = [this] { return customization_.find(server_); };
        must(server_.begin());
        auto reply = must(sync::handle_push(context, device.store.state().enrolment.device, push));
        must(server_.commit());
        return reply;
    }
    /// What the server has for the device.
    Delta make_delta(Device& device, const sync::DeltaRequest& request) {
        sync::ServerContext context{registry_, &server_, device.environment.now};
        must(server_.begin_snapshot());
        Delta delta =
            must(sync::build_delta(context, device.store.state().enrolment.device, request));
        server_.end_snapshot();
        return delta;
    }
    /// Takes everything and sends nothing.
    void receive(Device& device) {
        const sync::DeltaRequest request{device.store.state().enrolment.epoch,
                                         device.store.state().checkpoint, TransactionNo::None, 0};
        must(device.store.apply(make_delta(device, request)));
    }

private:
    static constexpr std::uint64_t kEpoch = 5;

    static server::SqliteStore make_server(const Registry& registry) {
        Database db = must(server::open_server_database(":memory:"));
        must(server::prepare_server_schema(db, registry, kEpoch));
        return {std::move(db), registry};
    }

    const Registry* registry_;
    server::SqliteStore server_;
    server::ServerCustomization customization_;
    std::deque<Device> devices_;
    std::uint32_t next_device_ = 1;
};

}  // namespace holdfast::test
