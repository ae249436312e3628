// The real network: HTTP/1.1 and WebSocket over TCP on the calling thread.
#pragma once

#include <memory>

#include "net.h"

namespace holdfast::net {

/// Permessage-deflate is off: it costs 170 kB per connection and opens a compression side channel.
[[nodiscard]] std::unique_ptr<Network> make_beast_network(const Limits& limits);

}  // namespace holdfast::net
