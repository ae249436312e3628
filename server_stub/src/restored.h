// A data folder that was put back from a backup: devices must notice, and nothing is lost.
#pragma once

#include "core/environment.h"
#include "core/sqlite.h"
#include "data_folder.h"

namespace holdfast::server {

/// How far positions jump beyond the clock's (sync::first_seq_at()): further than a server that was
/// busier than the clock can have come. Not by much, or the next start would lie behind them.
inline constexpr std::uint64_t kSeqJumpAtRestore = std::uint64_t{1} << 20;
/// How many device numbers are passed over: more devices than were let in since the backup.
inline constexpr std::uint32_t kDevicesSkippedAtRestore = 1'000;

/// Within the caller's transaction, what follows from begin_new_history() below.
[[nodiscard]] Status write_new_history(Database& db, std::uint64_t epoch, std::int64_t now_ms);
/// From now on the server counts it among its past epochs.
[[nodiscard]] Status note_past_epoch(Database& db, std::uint64_t epoch);

/// Gives the folder's database a new epoch and jumps its positions, so that every device starts
/// anew from it and sends again what the backup does not know. One-time codes lose their value:
/// some were used after the backup was made; so do the numbers of devices that were let in then.
/// The same backup put back a second time gives the devices after it the same numbers a second
/// time: make a new backup after a restore. Locks the folder. Fails with Conflict while a server
/// uses it, NotFound when there is no database, and as open_server_database().
[[nodiscard]] Status begin_new_history(DataFolder& folder, Environment& environment);

}  // namespace holdfast::server
