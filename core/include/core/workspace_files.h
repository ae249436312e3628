// WorkspaceFiles: the nine files of a browser workspace, and the rules for changing them safely.
//
// Two generations of the database (core/generations.h), a marker that tells a clean end from a
// crash, and a ballast that is given up when the device is full, because SQLite needs room even to
// tidy up. Nothing here ever deletes the living generation.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/generations.h"
#include "core/result.h"
#include "core/slot_files.h"
#include "core/slot_vfs.h"

namespace holdfast {

/// The name of each file in the folder of the workspace, by its slot. The order is that of
/// WORKSPACE_FILES in web/storage.js.
inline constexpr std::array<std::string_view, 9> kWorkspaceFileNames = {
    "CURRENT",  "ballast", "session",      "a.db",    "a.db-journal",
    "a.db-wal", "b.db",    "b.db-journal", "b.db-wal"};
inline constexpr int kWorkspaceFileCount = static_cast<int>(kWorkspaceFileNames.size());
inline constexpr std::int64_t kBallastBytes = std::int64_t{8} << 20;

/// The three slots of one generation, as SlotVfs wants them.
class GenerationSlots final : public SlotFiles {
public:
    GenerationSlots(SlotFiles& files, Generation generation);

    [[nodiscard]] SlotFault read(int slot, std::int64_t offset,
                                 std::span<std::uint8_t> into) override;
    [[nodiscard]] SlotFault write(int slot, std::int64_t offset,
                                  std::span<const std::uint8_t> bytes) override;
    [[nodiscard]] SlotFault truncate(int slot, std::int64_t bytes) override;
    [[nodiscard]] SlotFault flush(int slot) override;
    [[nodiscard]] std::int64_t size(int slot) override;

private:
    SlotFiles& files_;
    int first_slot_;
};

/// How the program that had the workspace before ended.
enum class LastSession : std::uint8_t { None, Clean, Crashed };
/// Whether the ballast has its full length.
enum class Ballast : std::uint8_t { Growing, Full };

class WorkspaceFiles {
public:
    /// Reads CURRENT, or writes its first record in a new workspace, and notes that a session has
    /// begun. `files` has kWorkspaceFileCount slots and must outlive the result. Fails with Corrupt
    /// when CURRENT is damaged and both generations hold data: a person has to choose(). Full,
    /// Storage.
    [[nodiscard]] static Result<WorkspaceFiles> open(SlotFiles& files);
    /// Answers that Corrupt: `active` will live, and the other one is kept. Fails with Storage.
    [[nodiscard]] static Status choose(SlotFiles& files, Generation active);
    /// After the living generation turned out damaged: the other one, which has to be empty, lives
    /// instead, and the damaged one is Kept. Deletes nothing; open() again afterwards. Fails with
    /// Conflict, and changes nothing, when both generations hold data. Full, Storage.
    [[nodiscard]] static Status begin_new(SlotFiles& files);

    [[nodiscard]] Generation active() const { return current_.active; }
    /// Crashed: check the database in idle time (core/open_database.h).
    [[nodiscard]] LastSession last_session() const { return last_session_; }
    [[nodiscard]] GenerationSlots active_slots() const { return {*files_, active()}; }
    [[nodiscard]] GenerationSlots spare_slots() const { return {*files_, other(active())}; }
    /// Bytes of the spare database file; 0 when the spare generation is empty.
    [[nodiscard]] std::int64_t spare_bytes() const;
    /// The generation that could not be opened once and waits for its owner, if there is one.
    [[nodiscard]] std::optional<Generation> kept() const;

    /// Notes a clean end. Call after the database is closed.
    [[nodiscard]] Status end_session();

    /// Makes the spare generation the living one: flushes its files, then flips CURRENT. The old
    /// one stays as it is, and `old` says what it is worth: Kept for one that could not be opened.
    /// Close the databases of both before, and start again afterwards: after a failure only the
    /// next open() knows which one is living; it is one of the two, whole.
    [[nodiscard]] Status flip(Spare old = Spare::Disposable);
    /// Empties the spare generation, e.g. before an import, and after the first successful start
    /// that followed one. Fails with Conflict when it is Kept.
    [[nodiscard]] Status clear_spare();
    /// Says, for the person, that a kept spare generation is not needed any more.
    [[nodiscard]] Status release_spare();

    /// Writes at most `bytes_max` more bytes of ballast: call it between frames until Full. Fails
    /// with Full when there is no room, Storage while the browser is still reopening a freed one.
    [[nodiscard]] Result<Ballast> grow_ballast(std::int64_t bytes_max);
    /// Gives the ballast's room back to the database, after a Full: then run a checkpoint, which
    /// empties the log, before trying again. Repeating it is safe.
    [[nodiscard]] Status free_ballast();

private:
    WorkspaceFiles(SlotFiles& files, CurrentRecord current, LastSession last)
        : files_(&files), current_(current), last_session_(last) {}
    [[nodiscard]] Status decide(Generation active, Spare spare);

    SlotFiles* files_;
    CurrentRecord current_;
    LastSession last_session_;
};

}  // namespace holdfast
