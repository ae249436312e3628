// Session: one opened workspace with everything that lives as long as it.
#pragma once

#include <memory>
#include <optional>

#include "core/app/workspace.h"
#include "core/customization_store.h"
#include "core/environment.h"
#include "core/result.h"
#include "demo_seed.h"
#include "housekeeping.h"
#include "storage_opfs.h"
#include "sync_driver.h"

namespace holdfast::wasm {

/// What a workspace is for. The demo company has files of its own and is filled when empty.
enum class WorkspaceKind : std::uint8_t { Own, Demo };

class Session {
public:
    /// Opens the workspace in Module.storage. Fails with Corrupt, Unsupported, Full, Storage;
    /// Conflict when the demo company was half written and must be started again. Blocks on disk.
    [[nodiscard]] static Result<std::unique_ptr<Session>> open(WorkspaceKind kind,
                                                               Environment& environment);
    /// Empties the log, closes the database, notes the clean end. Blocks on disk.
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] WorkspaceKind kind() const { return kind_; }
    [[nodiscard]] Keeping keeping() const { return storage_->keeping(); }
    /// What administrators changed; change sets that were left out stand in its issues.
    [[nodiscard]] const Customization& customization() const { return *customization_; }
    [[nodiscard]] WorkspaceStorage& storage() { return *storage_; }
    [[nodiscard]] Workspace& workspace() { return *workspace_; }
    [[nodiscard]] SyncDriver& sync() { return *sync_; }
    [[nodiscard]] Housekeeping& housekeeping() { return *housekeeping_; }
    /// The demo company while it is being written.
    [[nodiscard]] std::optional<DemoSeed>& demo() { return demo_; }

private:
    Session(WorkspaceKind kind, std::unique_ptr<WorkspaceStorage> storage)
        : kind_(kind), storage_(std::move(storage)) {}
    [[nodiscard]] Status start(Environment& environment);
    [[nodiscard]] Status start_demo(Environment& environment);

    WorkspaceKind kind_;
    std::unique_ptr<WorkspaceStorage> storage_;
    std::optional<Customization> customization_;  ///< Outlives everything that reads records.
    std::unique_ptr<Workspace> workspace_;
    std::unique_ptr<SyncDriver> sync_;
    std::unique_ptr<Housekeeping> housekeeping_;
    std::optional<DemoSeed> demo_;
};

}  // namespace holdfast::wasm
