// SlotVfs: the SQLite file system "holdfast", one database in three slots, for browser and tests.
//
// Invariant: what SQLite writes reaches the slots in exactly its order, however the writes are
// combined, so after a crash the files equal some prefix of SQLite's own sequence of writes: the
// case that its recovery is made for.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/environment.h"
#include "core/result.h"
#include "core/slot_files.h"

namespace holdfast {

/// Which slot holds which file of the database.
inline constexpr int kDatabaseSlot = 0;
inline constexpr int kJournalSlot = 1;
inline constexpr int kWalSlot = 2;
inline constexpr int kDatabaseSlotCount = 3;

/// What reached the slots since the start or the last reset; for tests and measurements.
struct SlotStatistics {
    std::int64_t reads = 0;
    std::int64_t bytes_read = 0;
    std::int64_t writes = 0;
    std::int64_t bytes_written = 0;
    std::int64_t flushes = 0;
    std::int64_t truncates = 0;
};

/// A registered file system. Knows exactly three names, `db`, `db-journal` and `db-wal`; SQLite
/// cannot open any other. One connection at a time: a second open of `db` fails with Storage
/// (SQLITE_BUSY). Close the database before destroying the SlotVfs.
class SlotVfs {
public:
    static constexpr const char* kDefaultName = "holdfast";
    /// The path to open with Database::open(kDatabasePath, vfs.name()).
    static constexpr const char* kDatabasePath = "db";

    /// Registers with SQLite under `name`, beside the file systems that are already there. `files`
    /// and `environment` must outlive the result; `files` must be changed by nobody else.
    /// Fails with Storage when a file does not answer, Conflict when `name` is taken.
    [[nodiscard]] static Result<std::unique_ptr<SlotVfs>> mount(
        SlotFiles& files, Environment& environment, const std::string& name = kDefaultName);

    /// Unregisters. Nothing is flushed: closing the database has done that.
    ~SlotVfs();
    SlotVfs(const SlotVfs&) = delete;
    SlotVfs& operator=(const SlotVfs&) = delete;

    [[nodiscard]] const char* name() const;

    /// Puts everything committed so far on the disk: with synchronous=NORMAL, called after the
    /// frame is shown, it bounds what a power cut can take. Blocks on disk. Fails with Full or
    /// Storage; repeating it is safe.
    [[nodiscard]] Status flush();

    [[nodiscard]] const SlotStatistics& statistics() const;
    void reset_statistics();

private:
    struct Impl;
    explicit SlotVfs(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
