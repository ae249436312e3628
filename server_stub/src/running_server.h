// RunningServer: a workspace's database, its writer and reader threads, and the API over a network.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "api.h"
#include "core/environment.h"
#include "data_folder.h"
#include "net.h"
#include "parts.h"

namespace holdfast::server {

struct ServerOptions {
    std::optional<std::filesystem::path> web;  ///< The built web app.
    std::optional<DemoCode> demo_code;
};

class RunningServer {
public:
    /// Opens the database in `folder` and starts the threads. `network` and `environment` must
    /// outlive the server; the environment is called from several threads.
    [[nodiscard]] static Result<std::unique_ptr<RunningServer>> start(DataFolder folder,
                                                                      net::Network& network,
                                                                      Environment& environment,
                                                                      ServerOptions options);
    /// The identity of a new database's history.
    [[nodiscard]] static std::uint64_t new_epoch(Environment& environment);
    ~RunningServer();
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    [[nodiscard]] net::Handler& handler() { return *api_; }
    /// Takes no new requests, lets those on their way finish; Network::run() returns after that.
    void close();
    /// After Network::run(): ends the threads and puts everything committed into the database file.
    void join();

private:
    RunningServer(DataFolder folder, net::Network& network);
    void run_writer();
    void run_reader(SqliteStore& store);

    DataFolder folder_;
    net::Network& network_;
    DeviceDirectory devices_;
    Metrics metrics_;
    std::optional<StaticFiles> files_;
    std::unique_ptr<Writer> writer_;
    WorkQueue reads_;
    std::vector<SqliteStore> readers_;
    std::unique_ptr<Api> api_;
    std::vector<std::thread> threads_;
};

}  // namespace holdfast::server
