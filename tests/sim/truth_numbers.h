// What the document numbers of a quiet server must be, whatever happened.
#pragma once

#include <string>

#include "memory_server_store.h"

namespace holdfast::sim {

/// No gap, no double, none missing where one is due, and the log of void numbers says what became
/// of those in blocks. Empty: all is well.
[[nodiscard]] std::string find_number_mistake(const MemoryServerStore& server);

}  // namespace holdfast::sim
