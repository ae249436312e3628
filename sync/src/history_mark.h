// Marks: what a server gives a device with a delta, to recognise its own history by later.
//
// 32 hex digits: the chain of the log at the position, which says what was decided up to there and
// in which order, then the server's keyed hash of epoch, position and chain. Devices keep it and
// send it back; they do not look inside.
#pragma once

#include <string>

#include "sync/server_rules.h"

namespace holdfast::sync {

/// The mark of the server's present history at `seq`. Empty at None, and without a way to sign.
[[nodiscard]] Result<std::string> make_mark(ServerContext& context, ServerSeq seq);

/// What LogEntry::chain is to be for the entry behind `head`.
[[nodiscard]] Result<std::uint64_t> chain_after(ServerStore& store, ServerSeq head,
                                                const LogEntry& entry);

}  // namespace holdfast::sync
