#include "net_beast.h"

#include <sys/resource.h>

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <unordered_map>

#include "net_beast_connection.h"

namespace holdfast::net {
namespace beast_net {
namespace {

constexpr int kAcceptPauseMs = 100;
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nContent-Length: 0\r\n"
    "Connection: close\r\n\r\n";

std::optional<tcp::endpoint> parse_endpoint(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    std::string address = text.substr(0, colon);
    if (address.size() > 2 && address.front() == '[' && address.back() == ']')
        address = address.substr(1, address.size() - 2);
    if (address == "localhost") address = "127.0.0.1";
    std::uint16_t port = 0;
    const char* last = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + colon + 1, last, port);
    error_code error;
    const auto ip = asio::ip::make_address(address, error);
    if (error || parsed.ec != std::errc{} || parsed.ptr != last) return std::nullopt;
    return tcp::endpoint(ip, port);
}

/// Ten thousand idle devices need as many file descriptors.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

class BeastNetwork final : public Network {
public:
    explicit BeastNetwork(const Limits& limits)
        : hub_(std::make_shared<Hub>(context_, limits)), acceptor_(context_), pause_(context_) {
        hub_->on_empty = [this] { stop(); };
        raise_descriptor_limit();
    }
    ~BeastNetwork() override { hub_->on_empty = nullptr; }

    void post(std::function<void()> work) override { asio::post(context_, std::move(work)); }

    TimerId start_timer(std::int64_t delay_ms, std::function<void()> work) override {
        const TimerId id{++last_timer_};
        auto timer = std::make_unique<asio::steady_timer>(context_, milliseconds(delay_ms));
        timer->async_wait([this, id, work = std::move(work)](error_code error) {
            if (error) return;
            timers_.erase(id);
            work();
        });
        timers_.emplace(id, std::move(timer));
        return id;
    }
    void cancel_timer(TimerId timer) override { timers_.erase(timer); }
    std::int64_t now_ms() const override {
        return std::chrono::duration_cast<milliseconds>(
                   std::chrono::steady_clock::now().time_since_epoch())
            .count();
    }

    Result<std::uint16_t> listen(const std::string& endpoint_text, Handler& handler) override {
        const auto endpoint = parse_endpoint(endpoint_text);
        if (!endpoint) return fail(ErrorCode::BadInput, "net.listen.address");
        hub_->handler = &handler;
        error_code error;
        acceptor_.open(endpoint->protocol(), error);
        if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
        if (!error) acceptor_.bind(*endpoint, error);
        if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
        if (error) return fail(ErrorCode::Storage, "net.listen", error.value());
        const std::uint16_t port = acceptor_.local_endpoint(error).port();
        accept_next();
        return port;
    }

    void close() override {
        hub_->closing = true;
        error_code ignored;
        acceptor_.close(ignored);
        pause_.cancel();
        const auto open = hub_->open;
        for (Closeable* one : open)
            if (hub_->open.count(one) != 0) one->close_if_idle();
        if (hub_->open.empty()) post([this] { stop(); });
    }

    std::size_t connection_count() const override { return hub_->open.size(); }

    void on_terminate(std::function<void()> work) override {
        signals_.emplace(context_, SIGTERM, SIGINT);
        signals_->async_wait([work = std::move(work)](error_code error, int) {
            if (!error) work();
        });
    }

    void run() override {
        const auto guard = asio::make_work_guard(context_);
        context_.run();
    }
    void stop() override { context_.stop(); }

private:
    void accept_next() {
        acceptor_.async_accept([this](error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted || hub_->closing) return;
            if (error) return accept_later();
            admit(std::move(socket));
            accept_next();
        });
    }

    /// Out of descriptors or memory: trying again at once would only burn the processor.
    void accept_later() {
        pause_.expires_after(milliseconds(kAcceptPauseMs));
        pause_.async_wait([this](error_code error) {
            if (!error) accept_next();
        });
    }

    void admit(tcp::socket socket) {
        error_code ignored;
        if (hub_->open.size() >= hub_->limits.connections_max) {
            socket.non_blocking(true, ignored);
            socket.write_some(asio::buffer(kFull), ignored);
            return;
        }
        socket.set_option(tcp::no_delay(true), ignored);
        std::make_shared<Connection>(hub_, std::move(socket))->start();
    }

    asio::io_context context_{1};  // First: what waits in it goes last and takes connections along.
    HubPtr hub_;
    tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    std::optional<asio::signal_set> signals_;
    std::unordered_map<TimerId, std::unique_ptr<asio::steady_timer>> timers_;
    std::uint64_t last_timer_ = 0;
};

}  // namespace
}  // namespace beast_net

std::unique_ptr<Network> make_beast_network(const Limits& limits) {
    return std::make_unique<beast_net::BeastNetwork>(limits);
}

}  // namespace holdfast::net
