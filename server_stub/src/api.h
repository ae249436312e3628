// Api: every address the server answers, who may ask it, and how much may be sent to it.
#pragma once

#include <memory>
#include <string_view>

#include "delta_route.h"
#include "enrol_route.h"
#include "hub.h"
#include "parts.h"
#include "push_route.h"

namespace holdfast::server {

class Api final : public net::Handler {
public:
    explicit Api(Parts parts);
    ~Api() override;

    [[nodiscard]] net::Admission admit(const net::Request& head,
                                       std::uint64_t declared_bytes) override;
    void handle(std::shared_ptr<net::Exchange> exchange) override;
    /// Wakes who waits and says good-bye to every socket; requests on their way are answered.
    void close() { hub_.close(); }

private:
    class Finisher;
    enum class Access : std::uint8_t { Everyone, Device, ThisMachine };
    /// Protocol: what is said there depends on the version of the protocol.
    enum class Speech : std::uint8_t { Plain, Protocol };
    using ExchangePtr = std::shared_ptr<net::Exchange>;
    struct Route {
        std::string_view method;
        std::string_view path;
        Access access;
        std::size_t body_bytes_max;
        Speech speech;
        void (Api::*run)(const ExchangePtr& exchange, const DeviceIdentity* identity);
    };
    static const Route kRoutes[];

    [[nodiscard]] static const Route* find_route(const net::Request& request);
    [[nodiscard]] const DeviceIdentity* identify(const net::Request& request) const;
    /// The refusal, or nothing when the request may go on.
    [[nodiscard]] std::optional<net::Response> find_refusal(const net::Request& request) const;
    [[nodiscard]] net::Response finished(net::Response response);

    void enrol(const ExchangePtr& exchange, const DeviceIdentity* identity);
    void push(const ExchangePtr& exchange, const DeviceIdentity* identity);
    void delta(const ExchangePtr& exchange, const DeviceIdentity* identity);
    void open_socket(const ExchangePtr& exchange, const DeviceIdentity* identity);
    void tell_time(const ExchangePtr& exchange, const DeviceIdentity* identity);
    void tell_health(const ExchangePtr& exchange, const DeviceIdentity* identity);
    void tell_metrics(const ExchangePtr& exchange, const DeviceIdentity* identity);
    void serve_file(const ExchangePtr& exchange);

    Parts parts_;
    Hub hub_;
    EnrolRoute enrol_;
    PushRoute push_;
    DeltaRoute delta_;
};

}  // namespace holdfast::server
