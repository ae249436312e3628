// ImportUndo: takes an import back record by record, in slices. Private to core/src/app.
#pragma once

#include <limits>
#include <set>

#include "core/app/import.h"
#include "core/app/undo.h"
#include "core/history.h"

namespace holdfast {

/// First the values that the import wrote over, the newest first, then the records that it made,
/// from the last. What somebody worked on since, or links to now, stays. Begun again after a
/// restart it goes on where it was: what is back already is not touched.
class ImportUndo {
public:
    /// `store` must outlive it.
    ImportUndo(Store& store, const ImportBatch& batch);

    /// One slice; true when there is nothing left to take back. Fails with Storage, Full, Corrupt.
    [[nodiscard]] Result<bool> step();
    [[nodiscard]] ImportCounts counts() const;

private:
    [[nodiscard]] Status take_back_changes();
    [[nodiscard]] Status take_back_group(UndoStep step);
    [[nodiscard]] Result<UndoStep::Change> still_written(const HistoryEntry& entry);
    [[nodiscard]] Result<bool> remove_some();
    [[nodiscard]] Result<UndoStep> removals(const EntityDef& entity,
                                            const std::vector<RecordId>& ids);

    Store* store_;
    ImportBatch batch_;
    HistoryJob job_;
    std::vector<const EntityDef*> modules_;  ///< The imported one, then those it links to.
    std::int64_t before_;                    ///< Entries of history from here on are done.
    std::size_t module_ = 0;
    RecordId upto_;  ///< Records of the module from here on are done.
    std::set<RecordId> restored_;
    std::set<RecordId> kept_;
    std::int64_t removed_ = 0;
};

}  // namespace holdfast
