// Words about duplicates and merges. Private to core/src/app.
#pragma once

#include "core/app/merge_view.h"
#include "core/app/record_stream.h"

namespace holdfast {

/// "Phone, Email".
[[nodiscard]] std::string labels_of(const Strings& strings, const EntityDef& entity,
                                    const std::vector<FieldId>& fields);
/// Merges that made the record what it is and that can still be taken back on this device.
[[nodiscard]] Result<std::vector<PastMerge>> find_past_merges(Store& store, const Strings& strings,
                                                              const StreamQuestion& question);
/// Why a merge was not taken back: what was changed since, in one sentence.
[[nodiscard]] Result<std::string> sentence_of(Store& store, const Strings& strings,
                                              const std::vector<MergeBlocker>& blockers);

}  // namespace holdfast
