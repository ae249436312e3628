// Housekeeping: what the stored files need when nobody is working, in slices between frames.
#pragma once

#include <cstdint>
#include <optional>

#include "core/open_database.h"
#include "core/store.h"
#include "storage_opfs.h"

namespace holdfast::wasm {

/// After a crash: the check for damage. Always: the ballast, and the log moved into the database
/// after two quiet seconds.
class Housekeeping {
public:
    /// Both must outlive it.
    Housekeeping(WorkspaceStorage& storage, Store& store);

    /// Nothing is moved between files from now on, while somebody reads them. Nests not.
    void pause() { paused_ = true; }
    void resume() { paused_ = false; }
    /// False while the database is not known to be whole: the session may not end as a clean one.
    [[nodiscard]] bool may_end_clean() const;

    /// Somebody worked: wait until it is quiet again.
    void on_activity(std::int64_t now_ms);
    /// When step() is due, Unix time; nothing when there is nothing to do.
    [[nodiscard]] std::optional<std::int64_t> due_ms() const;
    /// One slice. Fails with Corrupt when the check finds damage, and does nothing from then on; a
    /// checkpoint that failed is tried again after the next commit.
    [[nodiscard]] Status step(std::int64_t now_ms);
    /// Everything committed moves into the database file, e.g. when the page is hidden. Does
    /// nothing while paused.
    [[nodiscard]] Status settle();

private:
    enum class Work : std::uint8_t { Check, Ballast, Checkpoint, Damaged };
    [[nodiscard]] Status step_check();
    [[nodiscard]] Status step_ballast();

    WorkspaceStorage& storage_;
    Store& store_;
    Work work_ = Work::Ballast;
    bool paused_ = false;
    std::int64_t due_ms_ = 0;
    std::uint64_t settled_generation_ = 0;
    std::optional<DatabaseCheck> check_;
};

}  // namespace holdfast::wasm
