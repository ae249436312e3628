// The network in memory: the same interface without sockets, threads or real time, for tests.
//
// Nothing happens until run() or advance(); then everything happens in a fixed order.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>

#include "net.h"

namespace holdfast::net {

/// What a client of the loopback network got back.
struct LoopbackReply {
    enum class State : std::uint8_t { Waiting, Answered, Dropped } state = State::Waiting;
    Response response;
    [[nodiscard]] std::string text() const;
    /// Value of the response header `name` (any case), empty when absent.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// The client's end of a WebSocket.
struct LoopbackSocket {
    enum class State : std::uint8_t { Waiting, Open, Refused, Closed } state = State::Waiting;
    std::string subprotocol;
    std::vector<Bytes> messages;
    Response refusal;
    std::uint16_t close_code = 0;
};

class LoopbackNetwork final : public Network {
public:
    explicit LoopbackNetwork(const Limits& limits = {}) : limits_(limits) {}

    // ---- the client's side -------------------------------------------------------------------
    /// Sends a request whose `target` may carry a query; limits apply as on the real network.
    [[nodiscard]] std::shared_ptr<LoopbackReply> send(const std::string& method,
                                                      const std::string& target, Request rest = {});
    [[nodiscard]] std::shared_ptr<LoopbackSocket> open_socket(const std::string& target,
                                                              Request rest = {});
    /// The device says something.
    void send_message(LoopbackSocket& socket, Bytes message);
    /// The device goes away.
    void close_socket(LoopbackSocket& socket);
    /// Lets `delay_ms` pass and runs everything that falls due, timers in their order.
    void advance(std::int64_t delay_ms);

    // ---- Network -----------------------------------------------------------------------------
    void post(std::function<void()> work) override;
    [[nodiscard]] TimerId start_timer(std::int64_t delay_ms, std::function<void()> work) override;
    void cancel_timer(TimerId timer) override;
    [[nodiscard]] std::int64_t now_ms() const override { return now_ms_; }
    [[nodiscard]] Result<std::uint16_t> listen(const std::string& endpoint,
                                               Handler& handler) override;
    void close() override;
    [[nodiscard]] std::size_t connection_count() const override { return sockets_.size(); }
    void on_terminate(std::function<void()> work) override { terminate_ = std::move(work); }
    void run() override;  ///< Until no posted work is left; timers wait for advance().
    void stop() override {}
    /// What SIGTERM would do.
    void terminate();

private:
    class LoopbackExchange;
    class Channel;

    struct Timer {
        std::int64_t at_ms;
        std::function<void()> work;
    };

    void deliver(Request request, std::shared_ptr<LoopbackReply> reply,
                 std::shared_ptr<LoopbackSocket> socket);

    Limits limits_;
    Handler* handler_ = nullptr;
    std::deque<std::function<void()>> posted_;
    std::map<TimerId, Timer> timers_;
    std::uint64_t last_timer_ = 0;
    std::int64_t now_ms_ = 1'000'000;
    std::map<const LoopbackSocket*, std::shared_ptr<Channel>> sockets_;
    std::function<void()> terminate_;
};

}  // namespace holdfast::net
