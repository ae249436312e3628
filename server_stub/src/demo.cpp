#include "demo.h"

#include "accounts.h"
#include "core/open_database.h"
#include "core/store.h"
#include "secrets.h"
#include "sync/server_rules.h"

namespace holdfast::server {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::int64_t kRecordsPerTransaction = 50;

Result<Store> make_device(SqliteStore& server, Environment& environment) {
    User user{std::string(kDemoUser), "admin", environment.now_ms()};
    if (!TRY(has_user(server.database(), user.name))) TRY(add_user(server.database(), user));
    NewDevice device{user.name, "demo-seed", make_token(), environment.now_ms()};
    const DeviceIdentity identity = TRY(add_device(server.database(), device));
    Database db = TRY(open_database(":memory:", {}));
    Store store = TRY(Store::open(std::move(db), server.registry(), environment));
    Enrolment enrolment;
    enrolment.device = identity.device;
    enrolment.device_code = identity.code;
    enrolment.token = device.token;
    enrolment.user = user.name;
    enrolment.epoch = TRY(server.epoch());
    TRY(store.enrol(enrolment));
    return store;
}

/// Pushes what is queued after `sent` and returns the number of the last one.
Result<TransactionNo> push_queued(SqliteStore& server, Store& device, TransactionNo sent) {
    sync::ServerContext context;
    context.registry = &server.registry();
    context.store = &server;
    context.now_ms = device.environment().now_ms();
    sync::PushRequest request;
    request.epoch = TRY(server.epoch());
    request.schema_version = server.registry().version();
    while (true) {
        request.transactions =
            TRY(device.read_queued(sent, sync::kPushTransactionsMax, sync::kPushBytesMax));
        if (request.transactions.empty()) return sent;
        const auto outcome =
            TRY(sync::handle_push(context, device.state().enrolment.device, request));
        const auto* reply = std::get_if<sync::PushReply>(&outcome);
        if (!reply) return fail(ErrorCode::BadInput, "demo.push_problem");
        for (const TransactionResult& result : reply->results)
            if (result.status != TransactionStatus::Applied)
                return fail(ErrorCode::BadInput, "demo.refused", static_cast<int>(result.code));
        sent = reply->last_no;
    }
}

Status seed(SqliteStore& server, Environment& environment, const DemoSize& size) {
    Store device = TRY(make_device(server, environment));
    DemoCompany company(kSeed, size, environment.now_ms());
    TransactionNo sent = TransactionNo::None;
    while (TRY(company.write_some(device, kRecordsPerTransaction)))
        sent = TRY(push_queued(server, device, sent));
    TRY(push_queued(server, device, sent));
    return {};
}

/// A server that was started has a position, whatever it holds.
Result<bool> is_empty(SqliteStore& store) {
    Statement any = TRY(store.database().prepare("SELECT 1 FROM server_log LIMIT 1"));
    return !TRY(any.step());
}

}  // namespace

Result<Seeding> seed_demo(SqliteStore& store, Environment& environment, const DemoSize& size) {
    TRY(store.begin());
    if (!TRY(is_empty(store))) {
        store.rollback();
        return Seeding::AlreadyThere;
    }
    const Status seeded = seed(store, environment, size);
    if (!seeded) {
        store.rollback();
        return tl::unexpected<Error>(seeded.error());
    }
    TRY(store.commit());
    return Seeding::Done;
}

}  // namespace holdfast::server
