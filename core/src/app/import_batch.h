// ImportBatch: the ids that one import gives, so that it can be undone after a restart. Private.
#pragma once

#include "core/app/import.h"

namespace holdfast {

/// Ids of one import are neighbours: a UUIDv7 and the ones counted on from it. Which records an
/// import made follows from its first id alone, written once before the first row.
[[nodiscard]] RecordId first_import_id(Environment& environment);
[[nodiscard]] RecordId import_id_at(const RecordId& first, std::int64_t index);

[[nodiscard]] Status write_last_import(Store& store, const ImportBatch& batch);

/// Whether the id is one of those that the import gives.
[[nodiscard]] bool has_made(const ImportBatch& batch, const RecordId& id);

/// Draft::reason() of the transactions of an import, by which history knows them, and of its undo.
[[nodiscard]] std::string import_reason(const EntityDef& entity);
inline constexpr char kImportUndoReason[] = "import.undo";

}  // namespace holdfast
