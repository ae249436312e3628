// ImportBatch: the ids that one import gives, so that it can be undone after a restart. Private.
#pragma once

#include "core/app/import.h"

namespace holdfast {

/// Ids of one import are neighbours: a UUIDv7 and the ones counted on from it. Which records an
/// import made follows from its first id alone, written once before the first row.
[[nodiscard]] RecordId first_import_id(Environment& environment);
[[nodiscard]] RecordId import_id_at(const RecordId& first, std::int64_t index);

[[nodiscard]] Status write_last_import(Store& store, const ImportBatch& batch);

/// Takes back one transaction of changes, the newest first; false when none are left. Records that
/// somebody has changed since stay as they are. Counts both in `counts`.
[[nodiscard]] Result<bool> undo_some_changes(Store& store, const ImportBatch& batch,
                                             ImportCounts& counts);

/// Moves up to `records_max` more of the batch's records to the recycle bin, in one transaction;
/// the number moved, 0 when none are left.
[[nodiscard]] Result<std::int64_t> undo_some(Store& store, const ImportBatch& batch,
                                             std::int64_t records_max);

}  // namespace holdfast
