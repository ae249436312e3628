// The network as the rest of the server sees it: requests in, responses out, pokes by WebSocket.
//
// Everything happens on one thread, the loop's; only Loop::post() may be called from elsewhere.
// net_beast.cpp implements it with Boost.Beast, net_loopback.cpp in memory for tests.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"

namespace holdfast::net {

using Bytes = std::vector<std::uint8_t>;

/// What a stranger may cost us. Every wait has an end and every buffer a bound.
struct Limits {
    std::size_t header_bytes_max = 16 * 1024;
    std::size_t socket_message_bytes_max = 4 * 1024;  ///< From the device; we send only pokes.
    std::size_t connections_max = 16'000;
    int header_ms = 10'000;  ///< From the first byte of a header to its last; also handshakes.
    int body_ms = 20'000;    ///< For the whole body, and more for what is declared.
    int write_ms = 60'000;   ///< For the whole response, and more for its bytes.
    int bytes_per_second_min = 4'096;  ///< By which those two grow.
    int idle_ms = 60'000;              ///< Between two requests of a connection.
    int socket_idle_ms = 50'000;  ///< A WebSocket is pinged after half of it and closed after all.
};

struct Header {
    std::string name;  ///< Lower case in requests.
    std::string value;
};
struct Parameter {
    std::string name;
    std::string value;
};

struct Request {
    std::string method;            ///< "GET", "HEAD" or "POST"; others are answered by the network.
    std::string path;              ///< Percent-decoded, begins with '/'.
    std::vector<Parameter> query;  ///< Percent-decoded.
    std::vector<Header> headers;
    Bytes body;
    std::string peer;  ///< Address without port, as text.
    enum class Kind : std::uint8_t { Plain, Upgrade } kind = Kind::Plain;  ///< To a WebSocket.

    /// Value of the first header `name` (lower case), empty when absent.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    /// Value of the first query parameter `name`, empty when absent.
    [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::vector<Header> headers;        ///< Without Content-Length and Connection.
    std::shared_ptr<const Bytes> body;  ///< Null: no body.
    enum class After : std::uint8_t { KeepOpen, Close } after = After::KeepOpen;
};

/// A WebSocket to one device. Held by whoever wants to send; closes when the last holder lets go.
class Socket {
public:
    virtual ~Socket() = default;
    /// Sends a binary message; one that waits behind an unfinished write is replaced by it. Many
    /// sockets may share one message.
    virtual void send_latest(std::shared_ptr<const Bytes> message) = 0;
    /// Starts the closing handshake with `code` (RFC 6455, 7.4). Repeating it does nothing.
    virtual void close(std::uint16_t code) = 0;
};
struct SocketEvents {
    std::function<void(std::span<const std::uint8_t>)> on_message;
    std::function<void()> on_closed;  ///< Exactly once, also when the handshake fails.
};

/// One request that waits for its answer. Letting go of it unanswered closes the connection.
class Exchange {
public:
    virtual ~Exchange() = default;
    [[nodiscard]] virtual const Request& request() const = 0;
    /// Answers; once, any time later.
    virtual void respond(Response response) = 0;
    /// Answers an Upgrade by a WebSocket that speaks `subprotocol` (empty: none).
    [[nodiscard]] virtual std::shared_ptr<Socket> accept_socket(std::string subprotocol,
                                                                SocketEvents events) = 0;
};

/// How many bytes of body to read, or the answer to give without reading any.
using Admission = std::variant<std::size_t, Response>;

class Handler {
public:
    virtual ~Handler() = default;
    /// Asked when the headers are in. `declared_bytes` is the Content-Length, 0 without one. A
    /// longer body than admitted never arrives.
    [[nodiscard]] virtual Admission admit(const Request& head, std::uint64_t declared_bytes) = 0;
    virtual void handle(std::shared_ptr<Exchange> exchange) = 0;
};

enum class TimerId : std::uint64_t { None = 0 };

class Loop {
public:
    virtual ~Loop() = default;
    /// Runs `work` on the loop's thread, later. Callable from every thread.
    virtual void post(std::function<void()> work) = 0;
    /// Runs `work` once, `delay_ms` from now, unless cancelled.
    [[nodiscard]] virtual TimerId start_timer(std::int64_t delay_ms,
                                              std::function<void()> work) = 0;
    virtual void cancel_timer(TimerId timer) = 0;
    /// Milliseconds of a clock that only goes forward.
    [[nodiscard]] virtual std::int64_t now_ms() const = 0;
};

class Network : public Loop {
public:
    /// Accepts connections at "ADDRESS:PORT" ("127.0.0.1:0", "[::1]:8080"); returns the real port.
    /// `handler` must live as long as run(); its sockets and exchanges must be gone before the
    /// network is. Errors: BadInput (not an address), Storage (with errno).
    [[nodiscard]] virtual Result<std::uint16_t> listen(const std::string& endpoint,
                                                       Handler& handler) = 0;
    /// No new connections; idle ones and WebSockets are closed, running exchanges may finish.
    virtual void close() = 0;
    [[nodiscard]] virtual std::size_t connection_count() const = 0;
    /// Calls `work` on the first SIGTERM or SIGINT.
    virtual void on_terminate(std::function<void()> work) = 0;
    /// Blocks until stop() was called or, after close(), the last connection has ended.
    virtual void run() = 0;
    virtual void stop() = 0;
};

// ---- shared by the implementations -------------------------------------------------------------

/// Splits a request target into path and query, percent-decoded. False: not acceptable (no leading
/// '/', a bad escape, a NUL or control byte, more than 64 parameters).
[[nodiscard]] bool parse_target(std::string_view target, Request& request);
/// Status line and headers, with Content-Length, up to and including the empty line.
[[nodiscard]] std::string format_head(const Response& response);

}  // namespace holdfast::net
