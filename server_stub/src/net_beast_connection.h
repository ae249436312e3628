// Connections of the real network: one class for HTTP, one for WebSocket. Only for net_beast.cpp.
#pragma once

#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <boost/beast/websocket.hpp>
#include <optional>
#include <unordered_set>

#include "net.h"

namespace holdfast::net::beast_net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using beast::error_code;
using std::chrono::milliseconds;

using Parser = http::request_parser<http::vector_body<std::uint8_t>>;

inline constexpr std::size_t kReadBytes = 4096;
inline constexpr std::size_t kBufferBytesMax = 64 * 1024;
inline constexpr int kLingerMs = 2'000;
inline constexpr std::size_t kLingerBytesMax = 16u << 20;
inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

inline milliseconds time_for(int base_ms, std::uint64_t bytes, int bytes_per_second) {
    const std::uint64_t more_ms = bytes * 1000 / static_cast<std::uint64_t>(bytes_per_second);
    return milliseconds(base_ms + static_cast<std::int64_t>(more_ms));
}

inline Response plain_refusal(int status, std::string_view sentence) {
    Response response;
    response.status = status;
    response.headers = {{"Content-Type", "text/plain; charset=utf-8"},
                        {"X-Content-Type-Options", "nosniff"}};
    response.body = std::make_shared<const Bytes>(sentence.begin(), sentence.end());
    response.after = Response::After::Close;
    return response;
}

inline std::string peer_of(const beast::tcp_stream& stream) {
    error_code error;
    const auto endpoint = stream.socket().remote_endpoint(error);
    if (error) return {};
    const auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

struct Closeable {
    virtual ~Closeable() = default;
    virtual void close_if_idle() = 0;
};

/// What connections share with the network that owns them.
struct Hub {
    explicit Hub(asio::io_context& shared, const Limits& chosen)
        : context(&shared), limits(chosen) {}
    asio::io_context* context;
    Limits limits;
    Handler* handler = nullptr;
    std::unordered_set<Closeable*> open;
    bool closing = false;
    std::function<void()> on_empty;

    void remove(Closeable* one) {
        open.erase(one);
        if (closing && open.empty() && on_empty) asio::post(*context, on_empty);
    }
};
using HubPtr = std::shared_ptr<Hub>;

/// One WebSocket. Keeps itself alive while it reads.
class BeastSocket final : public Closeable, public std::enable_shared_from_this<BeastSocket> {
public:
    BeastSocket(HubPtr hub, beast::tcp_stream stream, SocketEvents events)
        : hub_(std::move(hub)), stream_(std::move(stream)), events_(std::move(events)) {
        hub_->open.insert(this);
    }
    ~BeastSocket() override { hub_->remove(this); }

    void accept(const Parser::value_type& request, std::string subprotocol) {
        websocket::stream_base::timeout timeout{};
        timeout.handshake_timeout = milliseconds(hub_->limits.header_ms);
        timeout.idle_timeout = milliseconds(hub_->limits.socket_idle_ms);
        timeout.keep_alive_pings = true;
        beast::get_lowest_layer(stream_).expires_never();
        stream_.set_option(timeout);
        stream_.set_option(websocket::stream_base::decorator(
            [name = std::move(subprotocol)](websocket::response_type& response) {
                if (!name.empty()) response.set(http::field::sec_websocket_protocol, name);
            }));
        stream_.read_message_max(hub_->limits.socket_message_bytes_max);
        stream_.write_buffer_bytes(1024);
        stream_.binary(true);
        stream_.async_accept(request, [self = shared_from_this()](error_code error) {
            if (error) return self->finish();
            self->ready_ = true;
            self->read();
            self->write_next();
        });
    }

    void send_latest(std::shared_ptr<const Bytes> message) {
        waiting_ = std::move(message);
        write_next();
    }

    void close(std::uint16_t code) {
        if (closing_) return;
        closing_ = true;
        if (!ready_) return beast::get_lowest_layer(stream_).close();
        stream_.async_close(websocket::close_reason(code),
                            [self = shared_from_this()](error_code) { self->finish(); });
    }

    void close_if_idle() override { close(websocket::close_code::going_away); }

private:
    void read() {
        stream_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
            if (error) return self->finish();
            const auto data = self->buffer_.cdata();
            if (self->events_.on_message)
                self->events_.on_message(
                    {static_cast<const std::uint8_t*>(data.data()), data.size()});
            self->buffer_.clear();
            self->read();
        });
    }

    void write_next() {
        if (!ready_ || writing_ || closing_ || !waiting_) return;
        writing_ = true;
        current_ = std::move(waiting_);
        stream_.async_write(asio::buffer(*current_),
                            [self = shared_from_this()](error_code error, std::size_t) {
                                self->writing_ = false;
                                self->current_.reset();
                                if (error) return self->finish();
                                self->write_next();
                            });
    }

    void finish() {
        closing_ = true;
        hub_->remove(this);
        if (auto on_closed = std::exchange(events_.on_closed, nullptr)) on_closed();
    }

    HubPtr hub_;
    websocket::stream<beast::tcp_stream> stream_;
    SocketEvents events_;
    beast::flat_buffer buffer_;
    std::shared_ptr<const Bytes> waiting_;
    std::shared_ptr<const Bytes> current_;
    bool ready_ = false;
    bool writing_ = false;
    bool closing_ = false;
};

/// The holder's end: letting go of it closes the socket.
class SocketHandle final : public Socket {
public:
    explicit SocketHandle(std::shared_ptr<BeastSocket> socket) : socket_(std::move(socket)) {}
    ~SocketHandle() override { socket_->close(websocket::close_code::normal); }
    void send_latest(std::shared_ptr<const Bytes> message) override {
        socket_->send_latest(std::move(message));
    }
    void close(std::uint16_t code) override { socket_->close(code); }

private:
    std::shared_ptr<BeastSocket> socket_;
};

/// One TCP connection that speaks HTTP/1.1, one request after the other.
class Connection final : public Closeable, public std::enable_shared_from_this<Connection> {
public:
    Connection(HubPtr hub, tcp::socket socket)
        : hub_(std::move(hub)), stream_(std::move(socket)), peer_(peer_of(stream_)) {
        hub_->open.insert(this);
    }
    ~Connection() override { hub_->remove(this); }

    void start() { wait_for_request(hub_->limits.header_ms); }
    void close_if_idle() override {
        if (idle_) stream_.close();
    }
    void drop() { stream_.close(); }

    void respond(Response response) {
        if (hub_->closing || !keep_alive_) response.after = Response::After::Close;
        response_ = std::move(response);
        head_ = format_head(response_);
        std::array<asio::const_buffer, 2> parts{asio::buffer(head_), asio::const_buffer{}};
        const bool has_body = response_.body && !head_only_;
        if (has_body) parts[1] = asio::buffer(*response_.body);
        stream_.expires_after(time_for(hub_->limits.write_ms, has_body ? response_.body->size() : 0,
                                       hub_->limits.bytes_per_second_min));
        asio::async_write(stream_, parts,
                          [self = shared_from_this()](error_code error, std::size_t) {
                              if (error) return self->drop();
                              self->after_response();
                          });
    }

    std::shared_ptr<Socket> accept_socket(std::string subprotocol, SocketEvents events) {
        auto socket = std::make_shared<BeastSocket>(hub_, std::move(stream_), std::move(events));
        socket->accept(parser_->get(), std::move(subprotocol));
        return std::make_shared<SocketHandle>(std::move(socket));
    }

private:
    class Pending;

    void wait_for_request(int patience_ms) {
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(hub_->limits.header_bytes_max));
        parser_->body_limit(boost::none);
        if (buffer_.size() > 0) return read_header();
        if (hub_->closing) return drop();
        idle_ = true;
        stream_.expires_after(milliseconds(patience_ms));
        stream_.async_read_some(buffer_.prepare(kReadBytes),
                                [self = shared_from_this()](error_code error, std::size_t bytes) {
                                    self->idle_ = false;
                                    if (error) return self->drop();
                                    self->buffer_.commit(bytes);
                                    self->read_header();
                                });
    }

    void read_header() {
        stream_.expires_after(milliseconds(hub_->limits.header_ms));
        http::async_read_header(stream_, buffer_, *parser_,
                                [self = shared_from_this()](error_code error, std::size_t) {
                                    if (error) return self->refuse_header(error);
                                    self->judge_header();
                                });
    }

    void refuse_header(error_code error) {
        keep_alive_ = false;
        if (error == http::error::header_limit || error == http::error::buffer_overflow)
            return respond(plain_refusal(431, "The request header is longer than 16 kB.\n"));
        const bool is_protocol_error =
            error.category() == make_error_code(http::error::bad_method).category();
        if (!is_protocol_error || error == http::error::end_of_stream ||
            error == http::error::partial_message)
            return drop();
        respond(plain_refusal(400, "This is not an HTTP request.\n"));
    }

    void judge_header() {
        const auto& message = parser_->get();
        keep_alive_ = message.keep_alive();
        head_only_ = message.method() == http::verb::head;
        if (message.method() != http::verb::get && message.method() != http::verb::post &&
            !head_only_)
            return refuse(405, "Only GET, HEAD and POST are served.\n");
        if (parser_->chunked()) return refuse(411, "Send a Content-Length.\n");
        request_ = Request{};
        if (!parse_target({message.target().data(), message.target().size()}, request_))
            return refuse(400, "The address is not well formed.\n");
        fill_request();
        const std::uint64_t declared = parser_->content_length().value_or(0);
        Admission admission = hub_->handler->admit(request_, declared);
        if (auto* refusal = std::get_if<Response>(&admission)) return refuse(std::move(*refusal));
        if (declared > std::get<std::size_t>(admission))
            return refuse(413, "The body is longer than this address takes.\n");
        declared == 0 ? dispatch() : read_body(declared);
    }

    void fill_request() {
        const auto& message = parser_->get();
        request_.method = std::string(message.method_string());
        request_.peer = peer_;
        for (const auto& field : message) {
            std::string name(field.name_string());
            for (char& letter : name)
                if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
            request_.headers.push_back({std::move(name), std::string(field.value())});
        }
        if (websocket::is_upgrade(message)) request_.kind = Request::Kind::Upgrade;
    }

    void read_body(std::uint64_t declared) {
        parser_->body_limit(declared);
        stream_.expires_after(
            time_for(hub_->limits.body_ms, declared, hub_->limits.bytes_per_second_min));
        if (request_.header("expect") != "100-continue") return read_body_bytes();
        asio::async_write(stream_, asio::buffer(kContinue),
                          [self = shared_from_this()](error_code error, std::size_t) {
                              if (error) return self->drop();
                              self->read_body_bytes();
                          });
    }

    void read_body_bytes() {
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](error_code error, std::size_t) {
                             if (error) return self->drop();
                             self->request_.body = std::move(self->parser_->get().body());
                             self->dispatch();
                         });
    }

    void refuse(int status, std::string_view sentence) { refuse(plain_refusal(status, sentence)); }
    void refuse(Response response) {
        keep_alive_ = false;  // The body, if any, was not read: nothing can follow.
        respond(std::move(response));
    }

    void after_response() {
        if (response_.after == Response::After::KeepOpen)
            return wait_for_request(hub_->limits.idle_ms);
        // Closing with unread bytes would reset the connection and tear the answer from the
        // peer's hands, so take in a little longer what it still sends.
        error_code ignored;
        stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        stream_.expires_after(milliseconds(kLingerMs));
        linger(0);
    }

    void linger(std::size_t taken) {
        buffer_.clear();
        if (taken > kLingerBytesMax) return drop();
        stream_.async_read_some(
            buffer_.prepare(kReadBytes),
            [self = shared_from_this(), taken](error_code error, std::size_t bytes) {
                error ? self->drop() : self->linger(taken + bytes);
            });
    }

    void dispatch();

    HubPtr hub_;
    beast::tcp_stream stream_;
    std::string peer_;
    beast::flat_buffer buffer_{kBufferBytesMax};
    std::optional<Parser> parser_;
    Request request_;
    Response response_;
    std::string head_;
    bool keep_alive_ = true;
    bool head_only_ = false;
    bool idle_ = false;
};

class Connection::Pending final : public Exchange {
public:
    Pending(std::shared_ptr<Connection> connection, Request request)
        : connection_(std::move(connection)), request_(std::move(request)) {}
    ~Pending() override {
        if (connection_) connection_->drop();
    }
    const Request& request() const override { return request_; }
    void respond(Response response) override {
        HOLDFAST_ASSERT(connection_ != nullptr);
        std::exchange(connection_, nullptr)->respond(std::move(response));
    }
    std::shared_ptr<Socket> accept_socket(std::string subprotocol, SocketEvents events) override {
        HOLDFAST_ASSERT(connection_ != nullptr && request_.kind == Request::Kind::Upgrade);
        return std::exchange(connection_, nullptr)
            ->accept_socket(std::move(subprotocol), std::move(events));
    }

private:
    std::shared_ptr<Connection> connection_;
    Request request_;
};

inline void Connection::dispatch() {
    stream_.expires_never();
    hub_->handler->handle(std::make_shared<Pending>(shared_from_this(), std::move(request_)));
}

}  // namespace holdfast::net::beast_net
