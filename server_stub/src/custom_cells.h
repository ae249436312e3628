// The values of administrators' fields of one row, packed into one column.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"
#include "sync/server_store.h"

namespace holdfast::server {

/// CBOR: [[field, seq, value], ...]; empty when there are none.
[[nodiscard]] std::vector<std::uint8_t> pack_cells(const std::vector<sync::CustomCell>& cells);
/// Reads pack_cells() back. Fails with Corrupt.
[[nodiscard]] Result<std::vector<sync::CustomCell>> unpack_cells(
    std::span<const std::uint8_t> packed);

/// Puts packed values behind the others of the row; what the positions stand for is in `fields`,
/// which grows. Fails with Corrupt.
[[nodiscard]] Status add_cells(std::span<const std::uint8_t> packed, RowImage& row,
                               std::vector<FieldId>& fields);

}  // namespace holdfast::server
