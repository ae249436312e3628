// POST /v1/enrol: a one-time code in, the identity of a new device out.
#pragma once

#include <memory>

#include "answers.h"
#include "parts.h"
#include "rate_limit.h"

namespace holdfast::server {

class EnrolRoute {
public:
    explicit EnrolRoute(Parts& parts);
    void handle(const std::shared_ptr<net::Exchange>& exchange);

private:
    /// Guessing a code takes 2^50 tries; this leaves an address 10 at once and 10 a minute.
    static constexpr int kTriesAtOnce = 10;
    static constexpr int kTriesPerMinute = 10;
    /// However many addresses take part.
    static constexpr int kTriesAtOnceOfAll = 100;
    static constexpr int kTriesPerMinuteOfAll = 300;

    [[nodiscard]] std::int64_t take_try(const net::Request& request);
    void redeem(const std::shared_ptr<net::Exchange>& exchange, const sync::EnrolRequest& asked);

    Parts& parts_;
    RateLimit by_peer_;
    RateLimit of_all_;
};

}  // namespace holdfast::server
