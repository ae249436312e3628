// Taking a whole database file in, or giving it out, while the workspace stays usable.
//
// An import fills the spare generation and is looked over before it becomes the living one; until
// then nothing of the person's data is touched, and after it the old file is still there.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "core/environment.h"
#include "core/open_database.h"
#include "core/result.h"
#include "core/slot_vfs.h"
#include "core/workspace_files.h"

namespace holdfast {

/// What the first 100 bytes of a SQLite file tell.
struct DatabaseHeader {
    std::int32_t application_id = 0;
    std::int32_t user_version = 0;
};
inline constexpr std::size_t kDatabaseHeaderBytes = 100;

/// Reads the header of a database file. Fails with BadInput when `file` is shorter than one or is
/// not a SQLite database.
[[nodiscard]] Result<DatabaseHeader> read_database_header(std::span<const std::uint8_t> file);

/// One import, in this order: begin, append until the file is through, check until Sound, accept.
/// Dropping it at any point leaves the living generation as it was.
class DatabaseImport {
public:
    /// Empties the spare generation. Files with a user_version above `user_version_max` were made
    /// by a newer program. Both references must outlive the result. Fails with Full or Storage.
    [[nodiscard]] static Result<DatabaseImport> begin(WorkspaceFiles& workspace,
                                                      Environment& environment,
                                                      std::int32_t user_version_max);

    /// Adds the next bytes of the file; slices of 4 MiB serve well, the first must hold the header.
    /// Fails with BadInput when it is not a database of ours, Unsupported when a newer program made
    /// it, Full, Storage. Blocks on disk.
    [[nodiscard]] Status append(std::span<const std::uint8_t> slice);

    /// Opens what arrived, at the first call, then checks one table per call. Fails with BadInput
    /// when the file is incomplete, Corrupt when it is damaged, Full, Storage. Blocks on disk.
    [[nodiscard]] Result<CheckState> check();

    /// Makes the imported file the living generation; allowed after check() said Sound, and with
    /// the living database closed. Start the workspace again afterwards, see WorkspaceFiles::flip.
    [[nodiscard]] Status accept();

private:
    // Declared in the order of construction: the database goes first when they are destroyed.
    struct Opened {
        std::unique_ptr<GenerationSlots> slots;
        std::unique_ptr<SlotVfs> vfs;
        std::unique_ptr<Database> database;
        std::optional<DatabaseCheck> check;
    };

    DatabaseImport(WorkspaceFiles& workspace, Environment& environment, std::int32_t version_max)
        : workspace_(&workspace), environment_(&environment), user_version_max_(version_max) {}
    [[nodiscard]] Status open_spare();

    WorkspaceFiles* workspace_;
    Environment* environment_;
    std::int32_t user_version_max_;
    std::int64_t bytes_ = 0;
    std::optional<Opened> opened_;
    bool sound_ = false;
};

/// A consistent copy of the database file while work goes on: commits go to the log, and nothing is
/// moved from there into the file until this object is gone. Run no checkpoint meanwhile.
class DatabaseExport {
public:
    /// Moves the log into the file first. `slots` are those of the open `db`; both must outlive
    /// the result. Fails with Conflict when a statement still reads, Full, Storage.
    [[nodiscard]] static Result<DatabaseExport> begin(Database& db, SlotFiles& slots);
    DatabaseExport(DatabaseExport&& other) noexcept;
    DatabaseExport& operator=(DatabaseExport&&) = delete;
    ~DatabaseExport();

    /// Bytes of the whole file.
    [[nodiscard]] std::int64_t size() const { return bytes_; }
    /// The next bytes of the file into `into`, and how many; 0 at its end. Fails with Storage.
    [[nodiscard]] Result<std::size_t> read(std::span<std::uint8_t> into);

private:
    DatabaseExport(Database& db, SlotFiles& slots, std::int64_t checkpoint_pages)
        : db_(&db),
          slots_(&slots),
          checkpoint_pages_(checkpoint_pages),
          bytes_(slots.size(kDatabaseSlot)) {}

    Database* db_;  // Null once moved from.
    SlotFiles* slots_;
    std::int64_t checkpoint_pages_;  // What wal_autocheckpoint was before.
    std::int64_t bytes_;
    std::int64_t offset_ = 0;
};

}  // namespace holdfast
