// Server rules: what a push does and what a delta contains. Pure over ServerStore; no sockets, no
// time.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <variant>

#include "core/registry.h"
#include "sync/protocol.h"
#include "sync/server_store.h"

namespace holdfast::sync {

struct ServerContext {
    const Registry* registry = nullptr;  ///< The base definitions; rows have their fields.
    ServerStore* store = nullptr;
    /// Bounds the clocks of devices, and names the year of document numbers whose module names no
    /// date; decides nothing else.
    std::int64_t now_ms = 0;
    /// Gives the same with what administrators changed, which says what values and moves are right;
    /// asked before each transaction, because the one before may have published a change. Null, or
    /// none given: nothing was changed. Administrators' fields it does not know pass as they come.
    std::function<Result<const Registry*>()> customized{};
    LeaseTerms leases{};
    /// A keyed hash that only this server can make, with a key that stays the same for the life of
    /// the database, also when a backup is put back. None: no marks are given, none is believed.
    std::function<std::uint64_t(std::string_view)> sign{};
};

/// Whether a device proves that the server once stood somewhere that it does not know any more: a
/// backup was put back and nobody said so. The host then has to begin a new history, that is a new
/// epoch and later positions, before anything else is answered. An epoch that the server had before
/// proves nothing; one that it signed and does not know proves it as well.
[[nodiscard]] Result<bool> has_lost_history(ServerContext& context, std::uint64_t epoch,
                                            const Standing& standing);

/// Decides every transaction of the push in order: dedupe by (device, no), merge by base
/// checkpoint, conflicts into the `conflict` entity, results. The host commits the store afterwards
/// and only then sends the reply. Problem: WrongEpoch, Gap, TooLarge (more than
/// kPushTransactionsMax), BadRequest (numbers that do not follow each other). Fails with
/// Unauthorized when there is no such device, and as the store does.
[[nodiscard]] Result<std::variant<PushReply, Problem>> handle_push(ServerContext& context,
                                                                   DeviceNo device,
                                                                   const PushRequest& request);

/// Everything after the device's checkpoint as of the store's head. A foreign epoch gives a
/// rebaseline.
[[nodiscard]] Result<Delta> build_delta(ServerContext& context, DeviceNo device,
                                        const DeltaRequest& request);

/// What was committed behind `after`, for all who stand there at once.
struct LiveNews {
    LiveDelta live;
    std::vector<DeviceNo> authors;  ///< Of what is in it; they have to ask. Each once.
};
/// Of the store's head. Nothing when it is too much to send to everybody (kLiveTransactionsMax,
/// kLiveRowsMax) or there is no way from `after` to the head.
[[nodiscard]] Result<std::optional<LiveNews>> build_live_news(ServerContext& context,
                                                              ServerSeq after);

/// Whether the delta tells the device anything. When not, the host may wait and build it again.
[[nodiscard]] bool has_news(const Delta& delta, const DeltaRequest& request);

}  // namespace holdfast::sync
