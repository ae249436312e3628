// Marks: what a server gives a device with a delta, to recognise its own history by later.
//
// 32 hex digits: a hash of what the log says at the position, then the server's keyed hash of
// epoch, position and that hash. Devices keep it and send it back; they do not look inside.
#pragma once

#include <string>

#include "sync/server_rules.h"

namespace holdfast::sync {

/// The mark of the server's present history at `seq`. Empty at None, and without a way to sign.
[[nodiscard]] Result<std::string> make_mark(ServerContext& context, ServerSeq seq);

}  // namespace holdfast::sync
