// Opening a database of ours: the settings in their one right order, and the care it needs later.
//
// The same for the browser (through SlotVfs) and for a plain file on the server. Opening never
// changes, repairs or deletes a file that is not ours or is damaged.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/sqlite.h"

namespace holdfast {

/// "HFST", in the header of every database of ours (SQLite's application_id).
inline constexpr std::int32_t kApplicationId = 0x48465354;

/// Whether other connections may use the file at the same time. Slots allow one owner only.
enum class Sharing : std::uint8_t { Exclusive, Shared };

struct OpenOptions {
    const char* vfs = nullptr;  ///< Name of a SQLite file system, nullptr for the default.
    Sharing sharing = Sharing::Exclusive;
    std::int32_t cache_kib = 64 * 1024;  ///< 16 * 1024 suits small devices.
};

/// Opens or creates the database at `path`, recovers it after a crash, and applies our settings:
/// WAL, synchronous=FULL, foreign keys, no trusted schema. Fails with Corrupt when the file is
/// damaged or is not a database of ours (show the recovery screen; the file is untouched), Full, or
/// Storage. Blocks on disk: recovery reads the whole log.
[[nodiscard]] Result<Database> open_database(const std::string& path, const OpenOptions& options);

/// What a power cut may take. A crash of the program or the browser takes nothing in either.
enum class Durability : std::uint8_t {
    Every,  ///< Nothing that was committed. For a person's edits.
    Batch,  ///< The commits since the last checkpoint or SlotVfs::flush(). For imports and sync.
};

/// Switches between the two. Going back to Every first puts everything so far on the disk. In Batch
/// the log is kept shorter than the ballast (kBallastBytes), so that freeing the ballast always
/// makes room enough for a checkpoint. Fails with Full or Storage.
[[nodiscard]] Status set_durability(Database& db, Durability durability);

enum class Checkpoint : std::uint8_t {
    Idle,     ///< Copies what it can from the log. After two quiet seconds.
    Restart,  ///< Also empties the log. When the page is hidden, handed over or closed.
};

/// Moves the log into the database file. Fails with Conflict when a statement still reads, with
/// Full, or Storage; the log is kept then. Repeating it is safe. Blocks on disk.
[[nodiscard]] Status run_checkpoint(Database& db, Checkpoint checkpoint);

enum class CheckState : std::uint8_t { Running, Sound };

/// Looks for damage, one table a step, for idle time after a crash and for imported files.
class DatabaseCheck {
public:
    /// `db` must outlive the result and may be used between steps. Fails with Corrupt or Storage.
    [[nodiscard]] static Result<DatabaseCheck> begin(Database& db);
    /// Checks one more table, then all foreign keys. Fails with Corrupt when something is wrong;
    /// with Storage (SQLITE_INTERRUPT) when a progress handler stopped it: step again later.
    [[nodiscard]] Result<CheckState> step();

private:
    DatabaseCheck(Database& db, std::vector<std::string> tables)
        : db_(&db), tables_(std::move(tables)) {}

    Database* db_;
    std::vector<std::string> tables_;  // Not yet checked, last one first.
};

}  // namespace holdfast
