// Frozen: issued documents, which stay as they are together with their parts: what was sent out is
// corrected by a new document. EntityDef::frozen_in says in which states. A commit is refused with
// IssueKind::Frozen when it removes such a document, adds, changes, removes or restores one of its
// parts, or sets it back to another state against its state machine. What only links to it
// (payments, comments, tags) stays free, and so do its fields without a condition of their own.
// Changes of others, which come with a delta, are taken as they are.
#pragma once

#include "core/store.h"

namespace holdfast {

/// Whether the record is an issued document, by its state.
[[nodiscard]] bool is_frozen(const EntityDef& entity, const Record& record);
/// Whether the record is a part, at any depth, of a document that is stored as issued. Fails with
/// Storage, Corrupt.
[[nodiscard]] Result<bool> is_part_of_frozen(Store& store, const EntityDef& entity,
                                             const Record& record);

}  // namespace holdfast
