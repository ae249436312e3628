#include "net_loopback.h"

#include <algorithm>

namespace holdfast::net {
namespace {

constexpr std::uint16_t kCloseNormal = 1000;
constexpr std::uint16_t kCloseGoingAway = 1001;
constexpr std::uint16_t kCloseTooBig = 1009;

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    const auto lower = [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    };
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [&](char x, char y) { return lower(x) == lower(y); });
}

Response refusal(int status) {
    Response response;
    response.status = status;
    response.after = Response::After::Close;
    return response;
}

}  // namespace

std::string LoopbackReply::text() const {
    return response.body ? std::string(response.body->begin(), response.body->end()) : "";
}

std::string_view LoopbackReply::header(std::string_view name) const {
    for (const Header& header : response.headers)
        if (equal_ignoring_case(header.name, name)) return header.value;
    return {};
}

/// Both ends of one WebSocket.
class LoopbackNetwork::Channel {
public:
    Channel(LoopbackNetwork& network, std::shared_ptr<LoopbackSocket> client, SocketEvents events)
        : network_(network), client_(std::move(client)), events_(std::move(events)) {}

    void receive(Bytes message) {
        if (client_->state != LoopbackSocket::State::Open) return;
        if (message.size() > network_.limits_.socket_message_bytes_max) return finish(kCloseTooBig);
        if (events_.on_message) events_.on_message(message);
    }
    void send_latest(std::shared_ptr<const Bytes> message) {
        const bool scheduled = waiting_ != nullptr;
        waiting_ = std::move(message);
        if (scheduled) return;
        network_.post([channel = network_.sockets_[client_.get()]] {
            if (channel) channel->flush();
        });
    }
    void finish(std::uint16_t code) {
        if (client_->state != LoopbackSocket::State::Open) return;
        client_->state = LoopbackSocket::State::Closed;
        client_->close_code = code;
        network_.post([on_closed = std::move(events_.on_closed)] {
            if (on_closed) on_closed();
        });
        network_.sockets_.erase(client_.get());
    }

private:
    void flush() {
        if (client_->state == LoopbackSocket::State::Open && waiting_)
            client_->messages.push_back(*waiting_);
        waiting_.reset();
    }

    LoopbackNetwork& network_;
    std::shared_ptr<LoopbackSocket> client_;
    SocketEvents events_;
    std::shared_ptr<const Bytes> waiting_;
};

class LoopbackNetwork::LoopbackExchange final : public Exchange {
public:
    LoopbackExchange(LoopbackNetwork& network, Request request,
                     std::shared_ptr<LoopbackReply> reply, std::shared_ptr<LoopbackSocket> client)
        : network_(network),
          request_(std::move(request)),
          reply_(std::move(reply)),
          client_(std::move(client)) {}
    ~LoopbackExchange() override {
        if (!answered_ && reply_) reply_->state = LoopbackReply::State::Dropped;
        if (!answered_ && client_) client_->state = LoopbackSocket::State::Refused;
    }
    const Request& request() const override { return request_; }
    void respond(Response response) override {
        HOLDFAST_ASSERT(!answered_);
        answered_ = true;
        if (client_) {
            client_->state = LoopbackSocket::State::Refused;
            client_->refusal = std::move(response);
            return;
        }
        static_cast<void>(format_head(response));
        reply_->response = std::move(response);
        reply_->state = LoopbackReply::State::Answered;
    }
    std::shared_ptr<Socket> accept_socket(std::string subprotocol, SocketEvents events) override;

private:
    LoopbackNetwork& network_;
    Request request_;
    std::shared_ptr<LoopbackReply> reply_;
    std::shared_ptr<LoopbackSocket> client_;
    bool answered_ = false;
};

namespace {

class LoopbackHandle final : public Socket {
public:
    using Send = std::function<void(std::shared_ptr<const Bytes>)>;
    using Close = std::function<void(std::uint16_t)>;
    LoopbackHandle(Send send, Close close) : send_(std::move(send)), close_(std::move(close)) {}
    ~LoopbackHandle() override { close_(kCloseNormal); }
    void send_latest(std::shared_ptr<const Bytes> message) override { send_(std::move(message)); }
    void close(std::uint16_t code) override { close_(code); }

private:
    Send send_;
    Close close_;
};

}  // namespace

std::shared_ptr<Socket> LoopbackNetwork::LoopbackExchange::accept_socket(std::string subprotocol,
                                                                         SocketEvents events) {
    HOLDFAST_ASSERT(!answered_ && client_ != nullptr);
    answered_ = true;
    client_->state = LoopbackSocket::State::Open;
    client_->subprotocol = std::move(subprotocol);
    auto channel = std::make_shared<Channel>(network_, client_, std::move(events));
    network_.sockets_[client_.get()] = channel;
    const std::weak_ptr<Channel> weak = channel;
    return std::make_shared<LoopbackHandle>(
        [weak](std::shared_ptr<const Bytes> message) {
            if (const auto open = weak.lock()) open->send_latest(std::move(message));
        },
        [weak](std::uint16_t code) {
            if (const auto open = weak.lock()) open->finish(code);
        });
}

std::shared_ptr<LoopbackReply> LoopbackNetwork::send(const std::string& method,
                                                     const std::string& target, Request rest) {
    auto reply = std::make_shared<LoopbackReply>();
    rest.method = method;
    if (rest.peer.empty()) rest.peer = "127.0.0.1";
    if (!parse_target(target, rest)) {
        reply->response = refusal(400);
        reply->state = LoopbackReply::State::Answered;
        return reply;
    }
    post([this, request = std::move(rest), reply] { deliver(request, reply, nullptr); });
    return reply;
}

std::shared_ptr<LoopbackSocket> LoopbackNetwork::open_socket(const std::string& target,
                                                             Request rest) {
    auto socket = std::make_shared<LoopbackSocket>();
    rest.method = "GET";
    rest.kind = Request::Kind::Upgrade;
    if (rest.peer.empty()) rest.peer = "127.0.0.1";
    HOLDFAST_ASSERT(parse_target(target, rest));
    post([this, request = std::move(rest), socket] { deliver(request, nullptr, socket); });
    return socket;
}

void LoopbackNetwork::deliver(Request request, std::shared_ptr<LoopbackReply> reply,
                              std::shared_ptr<LoopbackSocket> socket) {
    HOLDFAST_ASSERT(handler_ != nullptr);
    const std::size_t declared = request.body.size();
    Request head = request;
    head.body.clear();
    Admission admission = handler_->admit(head, declared);
    auto exchange = std::make_shared<LoopbackExchange>(*this, std::move(request), std::move(reply),
                                                       std::move(socket));
    if (auto* refused = std::get_if<Response>(&admission))
        return exchange->respond(std::move(*refused));
    if (declared > std::get<std::size_t>(admission)) return exchange->respond(refusal(413));
    handler_->handle(std::move(exchange));
}

void LoopbackNetwork::send_message(LoopbackSocket& socket, Bytes message) {
    const auto found = sockets_.find(&socket);
    if (found == sockets_.end()) return;
    post([channel = found->second, data = std::move(message)] { channel->receive(data); });
}

void LoopbackNetwork::close_socket(LoopbackSocket& socket) {
    const auto found = sockets_.find(&socket);
    if (found == sockets_.end()) return;
    post([channel = found->second] { channel->finish(kCloseGoingAway); });
}

void LoopbackNetwork::post(std::function<void()> work) {
    posted_.push_back(std::move(work));
}

TimerId LoopbackNetwork::start_timer(std::int64_t delay_ms, std::function<void()> work) {
    const TimerId id{++last_timer_};
    timers_.emplace(id, Timer{now_ms_ + delay_ms, std::move(work)});
    return id;
}

void LoopbackNetwork::cancel_timer(TimerId timer) {
    timers_.erase(timer);
}

void LoopbackNetwork::run() {
    while (!posted_.empty()) {
        const auto work = std::move(posted_.front());
        posted_.pop_front();
        work();
    }
}

void LoopbackNetwork::advance(std::int64_t delay_ms) {
    const std::int64_t until = now_ms_ + delay_ms;
    run();
    while (true) {
        const auto next = std::min_element(
            timers_.begin(), timers_.end(),
            [](const auto& a, const auto& b) { return a.second.at_ms < b.second.at_ms; });
        if (next == timers_.end() || next->second.at_ms > until) break;
        now_ms_ = std::max(now_ms_, next->second.at_ms);
        const auto work = std::move(next->second.work);
        timers_.erase(next);
        work();
        run();
    }
    now_ms_ = until;
}

Result<std::uint16_t> LoopbackNetwork::listen(const std::string&, Handler& handler) {
    handler_ = &handler;
    return std::uint16_t{1};
}

void LoopbackNetwork::close() {
    const auto open = sockets_;
    for (const auto& [client, channel] : open) channel->finish(kCloseGoingAway);
}

void LoopbackNetwork::terminate() {
    if (terminate_) terminate_();
    run();
}

}  // namespace holdfast::net
