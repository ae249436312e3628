// Client: the device's half of synchronisation as a state machine. No I/O, no clock, no threads.
//
// The host feeds events with the current time and carries out the returned actions: HTTP requests,
// one WebSocket, one timer. The same code runs in the browser, in native tests and in the
// simulator.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/app/sync_status.h"
#include "core/environment.h"
#include "sync/client_store.h"
#include "sync/protocol.h"

namespace holdfast::sync {

enum class Ticket : std::uint32_t { None = 0 };

/// Answer with on_reply(ticket, ...) exactly once. Replies to forgotten tickets are ignored.
struct SendRequest {
    Ticket ticket = Ticket::None;
    std::string method;  ///< "GET" or "POST".
    std::string path;    ///< "/v1/push", "/v1/delta?cp=…".
    std::vector<std::uint8_t> body;
    std::string token;  ///< Bearer token; empty for enrolment.
    int timeout_ms = 0;
};
struct OpenSocket {
    std::string path;
};  ///< Answer with on_socket_open/closed.
struct CloseSocket {};
struct WakeAt {
    std::int64_t at_ms = 0;
};  ///< Replaces the previous timer; call tick() then.
struct StatusChanged {
    SyncStatus status;
};
struct DataChanged {};  ///< A delta was applied.
struct EnrolFailed {
    std::string problem;
};  ///< String key of a sentence.
using Action = std::variant<SendRequest, OpenSocket, CloseSocket, WakeAt, StatusChanged,
                            DataChanged, EnrolFailed>;

/// Back-off: full jitter, base 0.5 s, cap 60 s (5 min when hidden), reset after 30 s of health.
class Client {
public:
    Client(ClientStore& store, Environment& environment);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // Every event returns what to do, in order.
    [[nodiscard]] std::vector<Action> start();
    [[nodiscard]] std::vector<Action> tick();
    [[nodiscard]] std::vector<Action> on_local_commit();
    [[nodiscard]] std::vector<Action> on_network(bool online);
    [[nodiscard]] std::vector<Action> on_visible(bool visible);
    /// `status` 0: could not be reached. A captive portal's HTML with status 200 counts as that.
    [[nodiscard]] std::vector<Action> on_reply(Ticket ticket, int status,
                                               std::span<const std::uint8_t> body);
    [[nodiscard]] std::vector<Action> on_socket_open();
    [[nodiscard]] std::vector<Action> on_socket_closed();
    [[nodiscard]] std::vector<Action> on_socket_message(std::span<const std::uint8_t> bytes);
    [[nodiscard]] std::vector<Action> enrol(std::string server, std::string code,
                                            std::string device_name);
    [[nodiscard]] std::vector<Action> sync_now();

    [[nodiscard]] const SyncStatus& status() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast::sync
