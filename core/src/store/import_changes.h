// ImportChanges: what imports wrote over, kept on this device until the next import, for undo.
#pragma once

#include <optional>
#include <vector>

#include "core/operation.h"
#include "core/store.h"

namespace holdfast {

/// Changes of one transaction: Set operations whose edits hold the new value, and in `seen` the
/// earlier one.
struct ImportChanges {
    std::int64_t no = 0;  ///< Counts up within an import.
    std::vector<Operation> operations;
};

/// Forgets the changes of other imports than the one that begins at `batch`.
[[nodiscard]] Status begin_import_changes(Store& store, const RecordId& batch);
/// Written before the changes are made: what never came to be is left alone by undo, because its
/// new values do not stand there.
[[nodiscard]] Status append_import_changes(Store& store, const RecordId& batch,
                                           const std::vector<Operation>& operations);
/// The newest ones that are left; nothing when there are none.
[[nodiscard]] Result<std::optional<ImportChanges>> read_last_import_changes(Store& store,
                                                                            const RecordId& batch);
[[nodiscard]] Status forget_import_changes(Store& store, std::int64_t no);

/// What commit() would say to the draft, and nothing is written.
[[nodiscard]] Result<std::vector<FieldIssue>> check_draft(Store& store, const Draft& draft);

}  // namespace holdfast
