#include "lost_history.h"

#include "restored.h"
#include "running_server.h"

namespace holdfast::server {

Result<std::optional<NewHistory>> begin_if_lost(sync::ServerContext& context, SqliteStore& store,
                                                std::uint64_t epoch, const sync::Standing& standing,
                                                Environment& environment) {
    if (!TRY(sync::has_lost_history(context, epoch, standing))) return std::optional<NewHistory>{};
    // Or every other device that comes from there would prove the same once more.
    TRY(note_past_epoch(store.database(), epoch));
    // Also where the clock is behind the one that gave that position: nothing new may lie below it.
    store.skip_to(standing.checkpoint);
    TRY(store.begin_new_history(RunningServer::new_epoch(environment), environment.now_ms()));
    NewHistory begun;
    begun.epoch = TRY(store.epoch());
    begun.head = TRY(store.head());
    return std::optional(begun);
}

}  // namespace holdfast::server
