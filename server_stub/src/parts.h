// Parts: what the routes work with. Owned by the running server; everything outlives the routes.
#pragma once

#include <optional>
#include <string>

#include "accounts.h"
#include "core/environment.h"
#include "core/registry.h"
#include "metrics.h"
#include "net.h"
#include "signer.h"
#include "static_files.h"
#include "sync/server_rules.h"
#include "work_queue.h"

namespace holdfast::server {

/// A code that enrols any number of devices, accepted from this machine only.
struct DemoCode {
    std::string code;
    std::string user;
};

struct Parts {
    net::Network& network;
    Environment& environment;
    const Registry& registry;
    WorkQueue& writer;
    WorkQueue& reader;
    DeviceDirectory& devices;
    Metrics& metrics;
    StaticFiles* files = nullptr;  ///< Null: this server has no web app.
    std::optional<DemoCode> demo_code{};
    std::uint64_t epoch = 0;
    ServerSeq head = ServerSeq::None;  ///< Of the database, at the start.
    Signer sign{};
};

/// What the rules need to read from a snapshot for devices.
[[nodiscard]] sync::ServerContext reading_context(SqliteStore& store, const Parts& parts);

/// Whether the request was made on this machine and not passed on by a proxy for somebody else.
[[nodiscard]] bool is_local(const net::Request& request);

}  // namespace holdfast::server
