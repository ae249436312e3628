#include "core/app/sync_status.h"

namespace holdfast {

std::string sync_sentence(const Strings& strings, const SyncStatus& status,
                          int zone_offset_minutes) {
    switch (status.phase) {
        case SyncPhase::Standalone:
            return std::string(strings.get("sync.standalone"));
        case SyncPhase::Offline:
            if (status.pending == 0) return std::string(strings.get("sync.offline"));
            return strings.plural("sync.offline_waiting", status.pending);
        case SyncPhase::Syncing:
            if (status.pending == 0) return std::string(strings.get("sync.syncing"));
            return strings.plural("sync.syncing_waiting", status.pending);
        case SyncPhase::Attention: {
            const std::string attention =
                status.needs_attention == 0
                    ? std::string(strings.get("sync.stopped"))
                    : strings.plural("sync.attention", status.needs_attention);
            if (status.pending == 0) return attention;
            return strings.format("sync.attention_waiting",
                                  {attention, strings.integer(status.pending)});
        }
        case SyncPhase::Synced:
            break;
    }
    if (status.pending > 0) return strings.plural("sync.waiting", status.pending);
    if (status.last_synced_ms == 0) return std::string(strings.get("sync.synced"));
    return strings.format("sync.synced_at",
                          {strings.time(status.last_synced_ms, zone_offset_minutes)});
}

}  // namespace holdfast
