#include "api.h"

#include <algorithm>
#include <charconv>

#include "news_source.h"
#include "secrets.h"

namespace holdfast::server {
namespace {

constexpr std::size_t kSmallBodyMax = 64 * 1024;
constexpr std::size_t kPushBodyMax = 8 * 1024 * 1024;
constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kSubprotocol = "crm-sync.1";
constexpr std::string_view kTokenProtocol = "token.";

/// A browser cannot send headers with a WebSocket, so the token comes as a second protocol name,
/// which unlike an address ends in no log.
std::string_view offered_protocol(std::string_view offered, std::string_view start) {
    while (!offered.empty()) {
        const std::size_t end = std::min(offered.find(','), offered.size());
        std::string_view item = offered.substr(0, end);
        offered.remove_prefix(std::min(end + 1, offered.size()));
        const std::size_t first = std::min(item.find_first_not_of(" \t"), item.size());
        item.remove_prefix(first);
        if (item.starts_with(start)) return item.substr(0, item.find_last_not_of(" \t") + 1);
    }
    return {};
}

std::string_view token_of(const net::Request& request) {
    const std::string_view authorization = request.header("authorization");
    if (authorization.starts_with(kBearer)) return authorization.substr(kBearer.size());
    if (request.kind != net::Request::Kind::Upgrade) return {};
    const std::string_view offered =
        offered_protocol(request.header("sec-websocket-protocol"), kTokenProtocol);
    return offered.substr(std::min(kTokenProtocol.size(), offered.size()));
}

/// A page of another origin may open a WebSocket to us; it must not get one.
bool has_foreign_origin(const net::Request& request) {
    const std::string_view origin = request.header("origin");
    if (origin.empty()) return false;
    const std::size_t scheme = origin.find("://");
    return scheme == std::string_view::npos || origin.substr(scheme + 3) != request.header("host");
}

/// A name that only looks like ours ("localhost.evil.example") is somebody else's.
bool is_loopback_host(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    const bool has_port = colon != std::string_view::npos && host.find(']', colon) == host.npos;
    const std::string_view name = has_port ? host.substr(0, colon) : host;
    return name.empty() || name == "127.0.0.1" || name == "localhost" || name == "[::1]";
}

/// Whoever asks for JSON reads names, not positions, and may leave the version out.
std::optional<sync::Problem> find_version_problem(const net::Request& request) {
    const std::string_view named = request.parameter(sync::kProtocolParameter);
    if (named.empty() && format_of(request) == Format::Json) return std::nullopt;
    std::uint32_t protocol = 1;
    if (named.empty()) return sync::find_protocol_problem(protocol);
    const auto read = std::from_chars(named.data(), named.data() + named.size(), protocol);
    if (read.ec != std::errc{} || read.ptr != named.data() + named.size())
        return sync::Problem{sync::ProblemCode::BadRequest};
    return sync::find_protocol_problem(protocol);
}

}  // namespace

bool is_local(const net::Request& request) {
    const bool is_loopback_peer = request.peer == "::1" || request.peer.starts_with("127.");
    return is_loopback_peer && is_loopback_host(request.header("host")) &&
           request.header("forwarded").empty() && request.header("x-forwarded-for").empty();
}

/// Passes an exchange on and completes its response with what every response carries.
class Api::Finisher final : public net::Exchange {
public:
    Finisher(Api& api, ExchangePtr inner) : api_(api), inner_(std::move(inner)) {}
    const net::Request& request() const override { return inner_->request(); }
    void respond(net::Response response) override {
        inner_->respond(api_.finished(std::move(response)));
    }
    std::shared_ptr<net::Socket> accept_socket(std::string subprotocol,
                                               net::SocketEvents events) override {
        return inner_->accept_socket(std::move(subprotocol), std::move(events));
    }

private:
    Api& api_;
    ExchangePtr inner_;
};

const Api::Route Api::kRoutes[] = {
    {"POST", "/v1/enrol", Access::Everyone, kSmallBodyMax, Speech::Protocol, &Api::enrol},
    {"POST", "/v1/push", Access::Device, kPushBodyMax, Speech::Protocol, &Api::push},
    {"GET", "/v1/delta", Access::Device, 0, Speech::Protocol, &Api::delta},
    {"GET", "/v1/ws", Access::Device, 0, Speech::Plain, &Api::open_socket},
    {"GET", "/v1/time", Access::Everyone, 0, Speech::Plain, &Api::tell_time},
    {"GET", "/healthz", Access::Everyone, 0, Speech::Plain, &Api::tell_health},
    {"GET", "/metrics", Access::ThisMachine, 0, Speech::Plain, &Api::tell_metrics},
};

Api::Api(Parts parts)
    : parts_(std::move(parts)),
      hub_(parts_.network, parts_.metrics, parts_.epoch, parts_.head, read_news_from(parts_)),
      enrol_(parts_),
      push_(parts_, hub_),
      delta_(parts_, hub_) {}

Api::~Api() = default;

const Api::Route* Api::find_route(const net::Request& request) {
    const auto found = std::find_if(std::begin(kRoutes), std::end(kRoutes),
                                    [&](const Route& route) { return route.path == request.path; });
    return found == std::end(kRoutes) ? nullptr : &*found;
}

const DeviceIdentity* Api::identify(const net::Request& request) const {
    const std::string_view token = token_of(request);
    return token.empty() ? nullptr : parts_.devices.find(token);
}

net::Response Api::finished(net::Response response) {
    add_common_headers(response, parts_.environment.now_ms());
    parts_.metrics.count_response(response.status);
    return response;
}

std::optional<net::Response> Api::find_refusal(const net::Request& request) const {
    const Route* route = find_route(request);
    const bool is_get = request.method == "GET" || request.method == "HEAD";
    if (!route) {
        if (is_get && request.kind == net::Request::Kind::Plain &&
            !request.path.starts_with("/v1/"))
            return std::nullopt;
        return text_answer(404, "text/plain; charset=utf-8", "There is no such address.\n");
    }
    if (route->method == "POST" ? request.method != "POST" : !is_get)
        return text_answer(405, "text/plain; charset=utf-8",
                           "This address takes another method.\n");
    if (route->access == Access::ThisMachine && !is_local(request))
        return text_answer(403, "text/plain; charset=utf-8",
                           "Ask for this on the server's own machine.\n");
    if (route->access == Access::Device && !identify(request))
        return problem_answer({sync::ProblemCode::Unauthorized}, format_of(request));
    if (route->speech == Speech::Protocol)
        if (const auto problem = find_version_problem(request))
            return problem_answer(*problem, format_of(request));
    const std::string_view coding = request.header("content-encoding");
    if (!coding.empty() && coding != "identity")
        return text_answer(415, "text/plain; charset=utf-8", "Send the body as it is.\n");
    return std::nullopt;
}

net::Admission Api::admit(const net::Request& head, std::uint64_t declared_bytes) {
    if (auto refusal = find_refusal(head)) return finished(std::move(*refusal));
    const Route* route = find_route(head);
    const std::size_t bytes_max = route ? route->body_bytes_max : 0;
    if (declared_bytes > bytes_max)
        return finished(problem_answer({sync::ProblemCode::TooLarge}, format_of(head)));
    return bytes_max;
}

void Api::handle(std::shared_ptr<net::Exchange> exchange) {
    const ExchangePtr finisher = std::make_shared<Finisher>(*this, std::move(exchange));
    const Route* route = find_route(finisher->request());
    if (!route) return serve_file(finisher);
    (this->*route->run)(finisher, identify(finisher->request()));
}

void Api::enrol(const ExchangePtr& exchange, const DeviceIdentity*) {
    enrol_.handle(exchange);
}

void Api::push(const ExchangePtr& exchange, const DeviceIdentity* identity) {
    push_.handle(exchange, identity->device);
}

void Api::delta(const ExchangePtr& exchange, const DeviceIdentity* identity) {
    delta_.handle(exchange, identity->device);
}

void Api::open_socket(const ExchangePtr& exchange, const DeviceIdentity* identity) {
    const net::Request& request = exchange->request();
    if (request.kind != net::Request::Kind::Upgrade) {
        net::Response response =
            text_answer(426, "text/plain; charset=utf-8", "This address speaks WebSocket only.\n");
        response.headers.push_back({"Upgrade", "websocket"});
        return exchange->respond(std::move(response));
    }
    if (has_foreign_origin(request))
        return exchange->respond(text_answer(403, "text/plain; charset=utf-8",
                                             "Pages of other sites may not connect.\n"));
    // The socket is only known after its events were given away.
    auto opened = std::make_shared<std::weak_ptr<net::Socket>>();
    const DeviceNo device = identity->device;
    net::SocketEvents events;
    events.on_closed = [this, device, opened] { hub_.detach(device, opened->lock().get()); };
    const std::string_view chosen =
        offered_protocol(request.header("sec-websocket-protocol"), kSubprotocol);
    const std::shared_ptr<net::Socket> socket =
        exchange->accept_socket(std::string(chosen), std::move(events));
    *opened = socket;
    hub_.attach(device, socket);
}

void Api::tell_time(const ExchangePtr& exchange, const DeviceIdentity*) {
    const std::string now = std::to_string(parts_.environment.now_ms());
    exchange->respond(text_answer(200, "application/json", "{\"now_ms\":" + now + "}\n"));
}

void Api::tell_health(const ExchangePtr& exchange, const DeviceIdentity*) {
    const bool well = parts_.metrics.is_storing() && !hub_.is_closed();
    exchange->respond(text_answer(
        well ? 200 : 503, "text/plain; charset=utf-8",
        well ? "ok\n" : "The server cannot store: look at its log and at the free disk space.\n"));
}

void Api::tell_metrics(const ExchangePtr& exchange, const DeviceIdentity*) {
    Gauges gauges;
    gauges.connections = parts_.network.connection_count();
    gauges.sockets = hub_.socket_count();
    gauges.long_polls = hub_.waiting_count();
    gauges.devices = parts_.devices.size();
    gauges.writer_queue = parts_.writer.size();
    gauges.head = raw(hub_.head());
    exchange->respond(text_answer(200, "text/plain; version=0.0.4; charset=utf-8",
                                  parts_.metrics.to_text(gauges)));
}

void Api::serve_file(const ExchangePtr& exchange) {
    if (parts_.files) return exchange->respond(parts_.files->answer(exchange->request()));
    const bool is_start = exchange->request().path == "/";
    exchange->respond(text_answer(
        is_start ? 200 : 404, "text/plain; charset=utf-8",
        is_start ? "Holdfast server. Start it with --web DIR to serve the web app here.\n"
                 : "There is no such file.\n"));
}

}  // namespace holdfast::server
