// The positions of the last write of every field of a row, packed into a few bytes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/ids.h"
#include "core/result.h"

namespace holdfast::server {

/// Distances back from `version` as varints, one per field; empty when every field equals
/// `version`. No position may be later than `version`.
[[nodiscard]] std::vector<std::uint8_t> pack_seqs(const std::vector<ServerSeq>& seqs,
                                                  ServerSeq version);
/// Reads pack_seqs() back for a row of `count` fields. Fields that were added to the definition
/// after the row was written have no position: None. Fails with Corrupt.
[[nodiscard]] Result<std::vector<ServerSeq>> unpack_seqs(std::span<const std::uint8_t> packed,
                                                         ServerSeq version, std::size_t count);

}  // namespace holdfast::server
