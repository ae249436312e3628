// NewsSource: what was committed behind a position, read off the loop's thread and put on the wire
// once for everybody.
#pragma once

#include "hub.h"
#include "parts.h"

namespace holdfast::server {

/// For the hub of a server with these parts, which must outlive it.
[[nodiscard]] ReadNews read_news_from(Parts& parts);

}  // namespace holdfast::server
