// The browser's side of the store: the workspace that web/storage.js opened, as one object.
#pragma once

#include <cstdint>
#include <memory>

#include "core/ballasted_slots.h"
#include "core/environment.h"
#include "core/memory_files.h"
#include "core/open_database.h"
#include "core/result.h"
#include "core/slot_files.h"
#include "core/slot_vfs.h"
#include "core/workspace_files.h"

namespace holdfast::wasm {

/// The access handles of `Module.storage`, in the order of kWorkspaceFileNames. Every call is
/// synchronous. Faults as web/storage.js and fault_of_write() judge them.
class OpfsFiles final : public SlotFiles {
public:
    [[nodiscard]] SlotFault read(int slot, std::int64_t offset,
                                 std::span<std::uint8_t> into) override;
    [[nodiscard]] SlotFault write(int slot, std::int64_t offset,
                                  std::span<const std::uint8_t> bytes) override;
    [[nodiscard]] SlotFault truncate(int slot, std::int64_t bytes) override;
    [[nodiscard]] SlotFault flush(int slot) override;
    [[nodiscard]] std::int64_t size(int slot) override;
};

/// Where the workspace lives; Temporary only after a person chose it.
enum class Keeping : std::uint8_t { OnDevice, Temporary };

/// A mounted workspace. In this order: mount, open_database, work, destroy the Database, end.
class WorkspaceStorage {
public:
    /// Mounts the living generation of the files in `Module.storage`, or of new ones in memory when
    /// web/storage.js made a temporary storage. `environment` must outlive the result. Fails with
    /// Corrupt when nothing tells which of the two generations lives; Full, Storage.
    [[nodiscard]] static Result<std::unique_ptr<WorkspaceStorage>> mount(Environment& environment);

    /// Opens the database of the living generation. Fails as holdfast::open_database() does.
    [[nodiscard]] Result<Database> open_database(std::int32_t cache_kib);

    /// Notes a clean end of the session. The Database must be gone; call
    /// `Module.storage.close()` in JavaScript afterwards.
    [[nodiscard]] Status end();

    [[nodiscard]] Keeping keeping() const { return keeping_; }
    /// Generations, ballast, session: core/workspace_files.h.
    [[nodiscard]] WorkspaceFiles& files() { return workspace_; }
    /// The slots of the living generation, for DatabaseExport.
    [[nodiscard]] SlotFiles& active_slots() { return active_slots_; }
    /// Whether the device was full and the ballast had to go.
    [[nodiscard]] bool low_on_room() const { return active_slots_.gave_way(); }
    [[nodiscard]] SlotVfs& vfs() { return *vfs_; }

private:
    WorkspaceStorage(Keeping keeping, std::unique_ptr<SlotFiles> files, WorkspaceFiles workspace);

    Keeping keeping_;
    std::unique_ptr<SlotFiles> files_;
    WorkspaceFiles workspace_;
    BallastedSlots active_slots_;
    std::unique_ptr<SlotVfs> vfs_;
};

/// After a Corrupt: the next mount() finds an empty workspace, and the damaged files stay beside
/// it. Nothing may be mounted. Fails as WorkspaceFiles::begin_new() does.
[[nodiscard]] Status begin_new_workspace();

}  // namespace holdfast::wasm
