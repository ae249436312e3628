#include "running_server.h"

#include "core/open_database.h"
#include "server_schema.h"

namespace holdfast::server {
namespace {

constexpr int kReaders = 2;
constexpr int kIdleMs = 200;
constexpr int kCloseMs = 5'000;
/// Below 2^53, so that JSON readers see an epoch whole; made odd, so that it is never 0.
constexpr std::uint64_t kEpochMask = (std::uint64_t{1} << 53) - 1;

}  // namespace

RunningServer::RunningServer(DataFolder folder, net::Network& network)
    : folder_(std::move(folder)), network_(network) {}

Result<std::unique_ptr<RunningServer>> RunningServer::start(DataFolder folder,
                                                            net::Network& network,
                                                            Environment& environment,
                                                            ServerOptions options) {
    const Registry& registry = Registry::base();
    const std::string path = folder.database_path();
    Database db = TRY(open_server_database(path));
    TRY(prepare_server_schema(db, registry, new_epoch(environment)));
    std::unique_ptr<RunningServer> server(new RunningServer(std::move(folder), network));
    TRY(server->devices_.load(db));
    Signer sign = TRY(read_signer(db));
    server->writer_ = std::make_unique<Writer>(SqliteStore(std::move(db), registry), network);
    for (int i = 0; i < kReaders; ++i)
        server->readers_.emplace_back(TRY(open_server_database(path)), registry);
    if (options.web) server->files_.emplace(*options.web);

    SqliteStore& store = server->writer_->store();
    TRY(store.begin());
    store.skip_to(sync::first_seq_at(environment.now_ms()));
    TRY(store.commit());
    TRY(store.begin_snapshot());
    Parts parts{network,        environment,      registry,        server->writer_->queue(),
                server->reads_, server->devices_, server->metrics_};
    parts.files = server->files_ ? &*server->files_ : nullptr;
    parts.demo_code = std::move(options.demo_code);
    parts.sign = std::move(sign);
    parts.epoch = TRY(store.epoch());
    parts.head = TRY(store.head());
    store.end_snapshot();
    server->api_ = std::make_unique<Api>(std::move(parts));
    server->writer_->on_group(
        [&metrics = server->metrics_](const GroupReport& report) { metrics.count_group(report); });
    RunningServer* const self = server.get();
    server->threads_.emplace_back([self] { self->run_writer(); });
    for (SqliteStore& reader : server->readers_)
        server->threads_.emplace_back([self, &reader] { self->run_reader(reader); });
    return server;
}

std::uint64_t RunningServer::new_epoch(Environment& environment) {
    return (environment.random() & kEpochMask) | 1;
}

RunningServer::~RunningServer() {
    join();
}

void RunningServer::run_writer() {
    WorkQueue& queue = writer_->queue();
    while (true) {
        const WorkQueue::Waited waited = queue.wait(kIdleMs);
        if (waited == WorkQueue::Waited::Closed) return;
        if (waited == WorkQueue::Waited::Job) writer_->run_group();
        writer_->checkpoint_when_large(folder_.wal_path(), waited == WorkQueue::Waited::Nothing);
    }
}

void RunningServer::run_reader(SqliteStore& store) {
    while (reads_.wait(kIdleMs) != WorkQueue::Waited::Closed) run_read(reads_, store, network_);
}

void RunningServer::close() {
    api_->close();
    network_.close();
    // Whoever does not finish by then is cut off; what was acknowledged is on the disk anyway.
    static_cast<void>(network_.start_timer(kCloseMs, [&network = network_] { network.stop(); }));
}

void RunningServer::join() {
    if (threads_.empty()) return;
    writer_->queue().close();
    reads_.close();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    api_.reset();
    readers_.clear();
    // The WAL is as good as the file it belongs to, so a failure here loses nothing.
    static_cast<void>(run_checkpoint(writer_->store().database(), Checkpoint::Restart));
}

}  // namespace holdfast::server
