// SyncStatus: what the interface knows about synchronisation. The host fills it; ui/ shows it.
#pragma once

#include <cstdint>
#include <string>

#include "core/strings.h"

namespace holdfast {

enum class SyncPhase : std::uint8_t { Standalone, Offline, Syncing, Synced, Attention };

struct SyncStatus {
    SyncPhase phase = SyncPhase::Standalone;
    std::int64_t pending = 0;          ///< Transactions waiting to be sent or decided.
    std::int64_t needs_attention = 0;  ///< Refused ones and open conflicts.
    std::int64_t last_synced_ms = 0;   ///< Unix ms, 0 = never.
    std::string problem;  ///< String key of the last problem ("sync.problem.unauthorized") or "".
};

/// The sync chip in words: "Offline, 3 changes waiting", "Synced at 14:05".
[[nodiscard]] std::string sync_sentence(const Strings& strings, const SyncStatus& status,
                                        int zone_offset_minutes);

}  // namespace holdfast
